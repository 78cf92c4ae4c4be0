"""A marché or a renewal in a few lines, for a calendar or a feed reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hub.clauses.wording import hours_text
from hub.exports.texts import one_line
from hub.review import printed
from hub.review.labels import (
    EMPLOYERS,
    LEVELS,
    MOMENTS,
    OBLIGATIONS,
    STAGES,
    STATUSES,
    TYPES,
    label,
)

Json = dict[str, Any]
Lines = Iterator[tuple[str, str]]
_EMPLOYERS = 3


def told(document: Json, territories: Mapping[str, str]) -> list[tuple[str, str]]:
    """``[(name, value)]``, legal texts of one line each; what is unknown is left out."""
    lines = _renewal(document, territories) if "window" in document else _marche(document, territories)
    return [(name, one_line(value)) for name, value in lines if value]


def title(document: Json) -> str:
    """The title, or what stands for it."""
    return one_line(document.get("title") or "") or "Marché sans titre"


def _marche(item: Json, territories: Mapping[str, str]) -> Lines:
    moment, clause, law = item["moment"], item["clause"], item["obligation"]
    yield "À faire", item["next_step"]
    yield "Moment", label(MOMENTS, moment["state"])
    yield "Agir avant le", printed.day(moment["act_before"])
    yield "Limite des offres", printed.moment(item["deadline"])
    yield "Étape", label(STAGES, item["stage"])
    yield "Acheteur", item["buyer"]["name"]
    yield "Où", printed.where(item, territories)
    yield "Clause", _clause(clause)
    yield "Obligation", f"{label(OBLIGATIONS, law['state'])} ({law['article']})"
    yield "Potentiel", label(LEVELS, item["potential"]["level"])
    yield "Heures", printed.hours(item["hours"])
    yield "Montant", printed.amount_with_basis(item["value"])
    yield "Employeurs", ", ".join(map(_employer, item["employers"][:_EMPLOYERS]))


def _renewal(item: Json, territories: Mapping[str, str]) -> Lines:
    yield "Fenêtre pour agir", printed.window(item)
    yield "Fin au plus tard", printed.day(item["end_max"])
    yield "Acheteur", item["buyer"]["name"]
    yield "Où", ", ".join(printed.territory_names(item, territories)[:1])
    yield "Clause actuelle", _clause(item["previous_clause"])
    yield "Heures", hours_text(item["hours"]) if item["hours"] else ""
    yield "Montant", printed.amount_with_basis(item["amount"])
    yield "Confiance", f"{item['confidence']} sur 100"
    yield "Motifs", " ".join(item["reasons"])


def _clause(clause: Json | None) -> str:
    if not clause:
        return ""
    types = ", ".join(label(TYPES, code) for code in clause["types"])
    return label(STATUSES, clause["status"]) + (f" ({types})" if types else "")


def _employer(employer: Json) -> str:
    kind = employer["kind"]
    named = f"{employer['name']}" + (f" ({kind})" if kind in EMPLOYERS else "")
    km = printed.distance(employer["distance_km"])
    return f"{named}, {km}" if km else named
