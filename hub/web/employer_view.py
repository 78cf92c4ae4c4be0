"""One employer as a page shows it: each fact with the registry that says it, the others that do not
agree, and the correction that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.clauses.wording import NBSP, number
from hub.geo.names import fold
from hub.pipeline.matching.activities import sector_label
from hub.review.labels import EMPLOYER_STATES, EMPLOYERS, SERVICES, label

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Voice:
    """What one registry says of a fact."""

    connector: str
    text: str


@dataclass(frozen=True)
class Fact:
    """A line of the page. ``corrects`` are the fields that its form sets, none when it has no form;
    ``corrections`` stand."""

    name: str
    title: str
    text: str
    value: Any
    source: str | None
    dissent: tuple[Voice, ...]
    corrects: tuple[str, ...]
    corrections: tuple[Json, ...]


def _kind(code: str) -> str:
    return f"{code}, {label(EMPLOYERS, code)}" if code in EMPLOYERS else code


def _commune(place: Json) -> str:
    return f"{place['name']} ({place['insee']})"


def _point(point: Sequence[float]) -> str:
    return " ; ".join(f"{degrees:.4f}".replace(".", ",") for degrees in point)


def _activities(slugs: Sequence[str]) -> str:
    return ", ".join(sector_label(slug) for slug in slugs)


def _state(code: str) -> str:
    return label(EMPLOYER_STATES, code)


def _services(codes: Sequence[str]) -> str:
    return ", ".join(label(SERVICES, code) for code in codes)


def _joined(texts: Sequence[str]) -> str:
    return ", ".join(map(str, texts))


def _km(distance: float) -> str:
    return f"{number(distance)}{NBSP}km"


def _posts(count: int) -> str:
    return f"{number(count)}{NBSP}poste{'s' if count > 1 else ''}"


_ROWS: tuple[tuple[str, str, Callable[[Any], str], tuple[str, ...]], ...] = (
    ("name", "Nom", str, ("name",)),
    ("brand", "Enseigne", str, ()),
    ("kind", "Type", _kind, ("kind",)),
    ("status", "État", _state, ("status",)),
    ("activities", "Métiers", _activities, ("activities",)),
    ("services", "Formes d’intervention", _services, ()),
    ("capacity", "Capacité", _posts, ("capacity",)),
    ("commune", "Commune", _commune, ("commune",)),
    ("coordinates", "Position", _point, ("latitude", "longitude")),
    ("range_km", "Rayon d’intervention", _km, ()),
    ("zones", "Zones d’intervention", _joined, ()),
    ("siret", "SIRET", str, ("siret",)),
    ("siren", "SIREN", str, ()),
    ("naf", "Code NAF", str, ()),
    ("networks", "Réseaux", _joined, ()),
    ("website", "Site", str, ("website",)),
    ("phone", "Téléphone", str, ("phone",)),
    ("email", "Courriel", str, ("email",)),
)
_SHOW = {name: show for name, _, show, _ in _ROWS}
CORRECTABLE = {name: fields for name, _, _, fields in _ROWS if fields}
"""By line of the page, the fields that its form sets."""


def facts(document: Json, entries: Sequence[Json]) -> list[Fact]:
    """The lines in their order; ``entries`` are the sources with their ``values``. Facts that nobody
    states and nobody may correct are left out."""
    return [fact for row in _ROWS if (fact := _fact(row, document, entries)) is not None]


def _fact(row: tuple[Any, ...], document: Json, entries: Sequence[Json]) -> Fact | None:
    name, title, show, corrects = row
    value = _value(name, document)
    if value is None and not corrects:
        return None
    text = show(value) if value is not None else ""
    return Fact(
        name=name,
        title=title,
        text=text,
        value=value,
        source=_source(name, document),
        dissent=tuple(_dissent(name, text, entries)),
        corrects=corrects,
        corrections=tuple(each for each in document["corrections"] if each["field"] in corrects),
    )


def _value(name: str, document: Json) -> Any:
    if name == "coordinates":
        point = (document["latitude"], document["longitude"])
        return None if None in point else point
    value = document.get(name)
    return None if value in (None, "", []) else value


def _source(name: str, document: Json) -> str | None:
    wanted = "latitude" if name == "coordinates" else name
    return next((each["connector"] for each in document["sources"] if wanted in each["fields"]), None)


def _dissent(name: str, text: str, entries: Sequence[Json]) -> Iterator[Voice]:
    """The registries that say something else: never of the place, which each rounds in its own way."""
    if name == "coordinates":
        return
    for entry in entries:
        if (value := entry["values"].get(name)) is None:
            continue
        told = _SHOW[name](value)
        if fold(told) != fold(text):
            yield Voice(entry["connector"], told)
