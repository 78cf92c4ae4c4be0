"""The documents of a marché in order: what each notice changed, and why it is of this marché."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from hub.review.labels import NOTICES, label
from hub.review.printed import clean, day

Json = dict[str, Any]
_INDENT = 12


def notices(item: Json) -> Iterator[RenderableType]:
    """The notices from the oldest to the newest, then the contracts."""
    why = {(each["connector"], each["key"]): each["reason"] for each in item["documents"]}
    grouped = len(why) > 1
    for notice in item["timeline"]:
        name = f"{notice['connector']}:{clean(notice['key'])}"
        yield Text(f"{day(notice['published'])}  {label(NOTICES, notice['kind'])}  {name}")
        if notice["url"]:
            yield _under(clean(notice["url"]), "blue")
        for change in notice["drift"]:
            yield _under(f"↳ {clean(change['sentence'])}", "yellow")
        if grouped:
            yield _because(why.get((notice["connector"], notice["key"]), ""))
    for document in item["documents"]:
        if document["kind"] == "contract":
            yield Text(f"{label(NOTICES, 'contract')}  {document['connector']}:{clean(document['key'])}")
            if grouped:
                yield _because(document["reason"])


def _because(reason: str) -> RenderableType:
    return _under(f"rattaché ici : {clean(reason)}", "dim")


def _under(text: str, style: str) -> RenderableType:
    return Padding(Text(text, style, overflow="fold"), (0, 0, 0, _INDENT))
