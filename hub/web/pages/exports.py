"""``/export/{noun}.{ext}``: a list, all of it, with the filters of its page; ``/marches/{id}.ics``."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from hub.access.person import Person
from hub.exports import FORMATS, STYLES, format_of
from hub.web.filters import read_filters
from hub.web.list_filters import employer_filters, one_of, renewal_filters, run_filters
from hub.web.people import Reader, TheHub
from hub.web.scope import limited, seen_by

if TYPE_CHECKING:
    from hub.app import Hub

router = APIRouter(include_in_schema=False)
_NAMES = {
    "marches": "marchés",
    "renewals": "renouvellements",
    "employers": "employeurs",
    "runs": "exécutions",
}
_IN_MEMORY, _CHUNK = 2**20, 2**16


@router.get("/export/{noun}.{ext}")
def export(request: Request, hub: TheHub, person: Reader, noun: str, ext: str) -> Response:
    """All that the filters select and the person may see. ``style`` is ``fr`` or ``plain``, of a CSV."""
    format_of(Path(f"x.{ext}"), noun)
    return export_of(request, hub, person, noun, ext, _filters(hub, noun, request, person))


def export_of(request: Request, hub: Hub, person: Person, noun: str, ext: str, filters: Any) -> Response:
    """A file of what the filters, already within what the person may see, select."""
    format_ = format_of(Path(f"x.{ext}"), noun).name
    style = one_of(request.query_params, "style", dict.fromkeys(STYLES, "")) or "fr"
    where = _places(hub, request)

    def write(out: BinaryIO) -> int:
        written: int = hub.export_to(out, noun, filters, format_, style, **where)
        return written

    file, count = _written(write)
    detail = {"filters": request.url.query, "count": count}
    hub.audit(person, "export", f"{noun}.{format_}", detail)
    return _sent(file, format_, _name(hub, noun, request.query_params.get("territory"), format_))


@router.get("/marches/{id_}.ics")
def agenda(request: Request, hub: TheHub, person: Reader, id_: str) -> Response:
    """The dates of one marché."""
    document = seen_by(hub, person, id_)
    where = _places(hub, request)
    file, _ = _written(lambda out: hub.export_one(out, "marches", document, "ics", **where))
    hub.audit(person, "export", f"{document['id']}.ics")
    return _sent(file, "ics", f"{document['id']}.ics")


def _filters(hub: Hub, noun: str, request: Request, person: Person) -> Any:
    params = request.query_params
    if noun == "marches":
        return limited(person, read_filters(params, person.login))
    if noun == "renewals":
        return renewal_filters(params, person)
    if noun == "employers":
        return employer_filters(hub, params)[0]
    return run_filters(params)


def _places(hub: Hub, request: Request) -> dict[str, str]:
    """Where the pages are, and this very export."""
    base = (hub.settings.public_url or str(request.base_url)).rstrip("/")
    return {"base_url": base, "address": f"{base}{request.url.path}"}


def _written(write: Callable[[BinaryIO], int]) -> tuple[BinaryIO, int]:
    """The whole file before its first byte leaves: what goes wrong is still told as a page."""
    file: Any = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115, the answer closes it
    try:
        count = write(file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file, count


def _sent(file: BinaryIO, format_: str, name: str) -> Response:
    headers = {"Content-Disposition": disposition(name)}
    return StreamingResponse(_chunks(file), media_type=FORMATS[format_].media, headers=headers)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _name(hub: Hub, noun: str, territory: str | None, format_: str) -> str:
    """``marchés-oisans-2026-11-24.csv``; only a territory that exists is in it."""
    place = [territory] if territory and territory in hub.territories else []
    return "-".join([_NAMES[noun], *place, hub.clock.today.isoformat()]) + f".{format_}"


def disposition(name: str) -> str:
    """``Content-Disposition`` of a file to save: RFC 6266, with a name for those who only read ASCII.

    >>> disposition("marchés.csv")
    'attachment; filename="marches.csv"; filename*=UTF-8\\'\\'march%C3%A9s.csv'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = "".join(sign for sign in plain if sign.isalnum() or sign in "-_.")
    return f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(name, safe='')}"
