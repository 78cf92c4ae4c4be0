"""Both forms of FINESS behind one interface: a document and a category in, raw records out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hub.plugin_api import RawRecord
from hub_siae_registry.bodies import Body
from hub_siae_registry.finess import flat, plus
from hub_siae_registry.landing import Damage, damaged, raw_record
from hub_siae_registry.privacy import Privacy

PRIVACY: Final = Privacy(dropped=("telecopie", "courriel"), filtered=("telephone",))


@dataclass(frozen=True)
class Category:
    """A category of establishments: its code, the kind of employer, and its name for messages."""

    code: str
    kind: str
    name: str


def is_finess(body: Body) -> bool:
    """Whether a document is FINESS, in either form."""
    return flat.begins(body.head) or plus.begins(body.head)


def read(body: Body, category: Category) -> Iterator[RawRecord]:
    """The establishments of a category; their FINESS number is the key in both forms."""
    published: date | None = None
    rows: Iterator[dict[str, Any] | Damage]
    if flat.begins(body.head):
        published = flat.day_of(body.head)
        rows = flat.records(body.stream, category.code, body.origin)
    else:
        rows = plus.records(body.stream, category.code)
    for row in rows:
        if isinstance(row, Damage):
            yield damaged(row, body.origin, PRIVACY)
        else:
            yield raw_record(_key(row), row, body.origin, PRIVACY, published)


def _key(row: dict[str, Any]) -> str:
    if "ege" not in row:
        return str(row["nofinesset"]).strip()
    general = row["ege"].get("informationsGeneralesEGE")
    number = general.get("numFinessEge") if isinstance(general, dict) else None
    return number.strip() if isinstance(number, str) else ""
