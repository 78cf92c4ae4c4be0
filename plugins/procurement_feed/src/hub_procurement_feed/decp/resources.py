"""The consolidated files of data.gouv.fr: large, published again and again, read when they changed."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hub.plugin_api import HttpResponse, RawRecord, SourceChanged
from hub_procurement_feed.boamp.streams import opened
from hub_procurement_feed.decp.read import READERS
from hub_procurement_feed.decp.window import Context


def read(ctx: Context, name: str, known: str | None) -> Generator[RawRecord, None, str]:
    """The contracts of a resource, unless ``known`` is still its version; returns its version.

    ``name`` is an address, or the id of a resource, whose address changes with each edition.
    """
    url, version = (name, "") if "://" in name else _looked_up(ctx, name)
    if version and version == known and not ctx.full:
        return version
    answer = ctx.http.get(url, stream=True)
    _check(answer)
    version = version or _version(answer)
    if version and version == known and not ctx.full:
        return version
    yield from _contracts(ctx, answer, url)
    return version


def _looked_up(ctx: Context, name: str) -> tuple[str, str]:
    """The address and the version of a resource of ``resources_dataset``."""
    address = f"{ctx.settings.catalogue_url.rstrip('/')}/api/1/datasets/{ctx.settings.resources_dataset}/"
    body = _check(ctx.http.get(address)).json()
    listed = body.get("resources") if isinstance(body, dict) else None
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict) and item.get("id") == name and isinstance(item.get("url"), str):
            return item["url"], _checksum(item) or str(item.get("last_modified") or "")
    raise SourceChanged(
        f"no resource {name} in {address}",
        code="decp-no-resource",
        next_step="Correct HUB_DECP__RESOURCES with an id shown on the data set's page, or an address.",
    )


def _checksum(item: dict[str, Any]) -> str:
    checksum = item.get("checksum")
    return str(checksum.get("value") or "") if isinstance(checksum, dict) else ""


def _version(answer: HttpResponse) -> str:
    return str(answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "")


def _check(answer: HttpResponse) -> HttpResponse:
    if answer.status_code >= 400:
        raise SourceChanged(f"HTTP {answer.status_code} from {answer.url}: {answer.content[:200]!r}")
    return answer


def _contracts(ctx: Context, answer: HttpResponse, url: str) -> Generator[RawRecord, None, None]:
    form, stream = opened(answer.iter_bytes())
    if form not in READERS:
        raise SourceChanged(f"JSON, XML or CSV was due from {url}, not {form}")
    for found in READERS[form](stream, url):
        if _is_asked_for(ctx, found.raw):
            yield found.raw


def _is_asked_for(ctx: Context, raw: RawRecord) -> bool:
    if raw.published is None:
        return True
    return (ctx.since or raw.published) <= raw.published <= (ctx.until or raw.published)
