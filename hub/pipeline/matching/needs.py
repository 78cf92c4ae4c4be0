"""What each lot of a marché needs, from its case and the answers already given about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hub.clauses.case import Case, CaseLot
from hub.clauses.subject import subject, trade
from hub.geo import commune, communes_of_places, resolve
from hub.pipeline.matching.views import LotNeed, Point

Json = Mapping[str, Any]


def needs(case: Case, communes: Sequence[str], answers: Json) -> list[LotNeed]:
    """One need a lot; the whole marché as one when it has none. ``answers`` is the assessment's body,
    ``communes`` those of the marché, for the lots that name no place of their own."""
    if not case.lots:
        return [_need(case, None, communes, answers)]
    of_lots = answers.get("lots") or {}
    return [_need(case, lot, communes, of_lots.get(lot.key) or {}) for lot in case.lots]


def _need(case: Case, lot: CaseLot | None, communes: Sequence[str], answers: Json) -> LotNeed:
    of = subject(case, lot)
    places = _places(case, lot, communes)
    hours = answers.get("hours") or {}
    return LotNeed(
        key=lot.key if lot else "",
        cpv=_cpv(case, lot),
        nature=of.nature,
        points=tuple(points_of(places)),
        communes=places,
        departements=_departements(case, lot, places),
        hours=hours.get("default"),
        labour_hours=_labour_hours(hours.get("inputs")),
        months=float(of.months) if of.months is not None else None,
        types=tuple((answers.get("clause") or {}).get("types") or ()),
    )


def _cpv(case: Case, lot: CaseLot | None) -> str | None:
    """The code that names the trade: the printed one, unless the title tells more than it does."""
    family = trade(case, lot).family
    printed = next(iter(lot.cpv if lot and lot.cpv else case.cpv), None)
    if family is None or (printed and printed.startswith(family.cpv_prefix)):
        return printed
    return family.cpv_prefix


def _places(case: Case, lot: CaseLot | None, communes: Sequence[str]) -> tuple[str, ...]:
    """INSEE codes: of the lot, else of the marché, else the buyer's seat when it is in the département."""
    own = communes_of_places(lot.places) if lot else ()
    return own or tuple(communes) or _seat(case)


def _seat(case: Case) -> tuple[str, ...]:
    address = case.buyer.address if case.buyer else None
    place = resolve(address) if address else None
    if place is None or place.insee is None:
        return ()
    inside = not case.departements or place.departement in case.departements
    return (place.insee,) if inside else ()


def points_of(communes: Iterable[str]) -> Iterator[Point]:
    """The centres of these communes, those without coordinates left out."""
    for insee in communes:
        found = commune(insee)
        if found and found.latitude is not None and found.longitude is not None:
            yield found.latitude, found.longitude


def _departements(case: Case, lot: CaseLot | None, communes: Sequence[str]) -> tuple[str, ...]:
    of_communes = [found.departement for insee in communes if (found := commune(insee))]
    of_places = [place.departement for place in (lot.places if lot else ()) if place.departement]
    return tuple(dict.fromkeys(of_communes or of_places or case.departements))


def _labour_hours(inputs: Json | None) -> float | None:
    """All the hours of work in the price: amount × share of labour ÷ hourly cost."""
    if not inputs or not inputs.get("hourly_cost"):
        return None
    return float(inputs["amount"]) * float(inputs["labour_share"]) / float(inputs["hourly_cost"])
