"""``/sources/quarantaine``: the refused records, a work-list. Reading again and setting aside are for
administration: they change what everybody sees, and nobody else would see it happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from hub.plugin_api.errors import HubError
from hub.review import run_words
from hub.review.payloads import shown
from hub.web.addresses import Number
from hub.web.forms import Form, FormInvalid, Posted
from hub.web.listing import listing
from hub.web.pages.exports import disposition
from hub.web.people import Administrator, Reader, TheHub
from hub.web.render import back, page
from hub.web.scope import unlimited

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]
router = APIRouter(include_in_schema=False)
HERE = "/sources/quarantaine"
_PAGE, _NAMED = 50, 20


@router.get(HERE)
def quarantine(request: Request, hub: TheHub, person: Reader) -> Response:
    """By source and code, what is the most frequent first; with both, the records themselves."""
    connector, code = (request.query_params.get(name, "") for name in ("connector", "code"))
    groups = hub.quarantine_groups()
    wanted = [group for group in groups if (group["connector"], group["code"]) == (connector, code)]
    chosen = wanted[0] if wanted else None
    here = replace(listing(HERE, request.query_params, _PAGE), total=chosen["count"] if chosen else 0)
    items = hub.quarantine_group(connector, code, limit=here.size, offset=here.start) if chosen else []
    return page(request, "quarantaine.html", groups=groups, group=chosen, items=items, here=here)


@router.get(f"{HERE}/{{number}}")
def record(request: Request, hub: TheHub, person: Reader, number: Number) -> Response:
    """One record. What was received is shown to the administration of all territories alone: it could not
    be read, so nobody knows what it holds."""
    entry, payload = hub.quarantined(number)
    received = shown(payload) if person.may("administration") and not person.territories else None
    return page(request, "refuse.html", entry=entry, received=received)


@router.get(f"{HERE}/{{number}}/octets")
def bytes_of(hub: TheHub, person: Administrator, number: Number) -> Response:
    """What was received, to save: never a page of ours."""
    unlimited(person, "La quarantaine")
    entry, payload = hub.quarantined(number)
    hub.audit(person, "quarantaine.lecture", str(entry["id"]))
    headers = {"Content-Disposition": disposition(f"quarantaine-{entry['id']}.bin")}
    return Response(payload, media_type="application/octet-stream", headers=headers)


@router.post(f"{HERE}/relire")
def retry(hub: TheHub, person: Administrator, form: Posted) -> Response:
    """Parse records again, those that were chosen or all of a group."""
    entries = _entries(hub, form)
    reports = hub.retry_quarantine(entries)
    hub.audit(person, "quarantaine.relance", _named(entries), {"count": len(entries)})
    told = " · ".join(f"{report.connector} : {run_words.counted(report.counts)}" for report in reports)
    return back(HERE, f"Relu. {told}. Les pages suivront à la prochaine lecture des sources.")


@router.post(f"{HERE}/classer")
def discard(hub: TheHub, person: Administrator, form: Posted) -> Response:
    """Set records aside; what was received is kept."""
    entries = _entries(hub, form)
    done = hub.discard([entry["id"] for entry in entries])
    hub.audit(person, "quarantaine.classement", _named(entries), {"count": done})
    return back(HERE, f"Classé sans suite : {done}. Ce qui a été reçu est gardé.")


def _entries(hub: Hub, form: Form) -> Sequence[Json]:
    if numbers := form.many("id"):
        return [hub.quarantined(_number(text))[0] for text in numbers]
    found = hub.quarantine_group(form.text("connector", longest=100), form.text("code", longest=100))
    if not found:
        raise HubError(
            "Aucun enregistrement n’est choisi, ou un collègue s’en est déjà occupé.",
            code="unknown-quarantine",
            next_step=f"Revenir à la liste : {HERE}",
        )
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise FormInvalid(f"« {text[:40]} » n’est pas un numéro.")
    return int(text)


def _named(entries: Sequence[Json]) -> str:
    return ",".join(str(entry["id"]) for entry in entries[:_NAMED])
