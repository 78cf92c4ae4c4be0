"""``/api/territories``, ``/api/precision`` and the words: what the marchés are seen against."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import Query

from hub.clauses import glossary as words
from hub.web.api.answers import Code, Json, Listing, whole
from hub.web.api.route import room
from hub.web.people import Reader, TheHub
from hub.web.scope import territory_of, unlimited

router = room("territoires")


@router.get("/territories", response_model=Listing)
def territories(hub: TheHub, person: Reader) -> Json:
    """The territories that you see: ``{id, label}``, the narrowest first."""
    labels = hub.territory_labels().items()
    return whole([{"id": id_, "label": label} for id_, label in labels if person.sees([id_])])


@router.get("/territories/{id_}/load")
def load(hub: TheHub, person: Reader, id_: str) -> Json:
    """Hours asked of a territory by trade and quarter, beside what its employers could carry."""
    found: Json = hub.territory_load(territory_of(hub, person, id_))
    return found


@router.get("/precision", response_model=Listing)
def precision(hub: TheHub, person: Reader, territory: Code | None = None, since: date | None = None) -> Json:
    """How people judged each rule, obligation, potential and trade, by what they decided since that day."""
    if territory:
        territory_of(hub, person, territory)
    else:
        unlimited(person, "Le rapport sans territoire")
    return whole(hub.precision(since=since, territory=territory or None))


@router.get("/colleagues", response_model=Listing)
def colleagues(hub: TheHub, person: Reader) -> Json:
    """Those to whom a marché may be given: ``{login, name}``."""
    return whole(hub.colleagues())


@router.get("/glossary", response_model=Listing)
def glossary(person: Reader, term: Annotated[str | None, Query(max_length=100)] = None) -> Json:
    """The words of the answers, in French: ``{id, term, text, forms, article, mark, codes}``."""
    entries = words.entries().values()
    chosen = [each for each in entries if not term or term.casefold() in map(str.casefold, each.forms)]
    return whole([asdict(each) for each in chosen])
