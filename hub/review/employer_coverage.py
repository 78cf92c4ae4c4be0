"""Registries that ought to list an employer and do not.

Asked when somebody looks: it follows from what each registry has been read of, which changes without any
entry changing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from hub.store.bulk import Row

COVERS: Final[Mapping[str, frozenset[str]]] = {
    "data_inclusion": frozenset({"ACI", "AI", "EI", "EITI", "ETTI", "GEIQ", "ESAT"}),
    "emplois": frozenset({"ACI", "AI", "EI", "EITI", "ETTI", "GEIQ"}),
    "lemarche": frozenset({"ACI", "AI", "EI", "EITI", "ETTI", "GEIQ", "EA", "EATT", "ESAT", "SEP"}),
    "esat": frozenset({"ESAT"}),
    "adapted": frozenset({"EA", "EATT"}),
    "geiq": frozenset({"GEIQ"}),
}
"""The kinds that each registry covers (sources-registries §11)."""

_UNLABELLED: Final = {("data_inclusion", "AI"): "kind="}
"""data·inclusion lists associations intermédiaires without their kind."""


def not_listed(
    row: Row, members: Sequence[Row], last_days: Mapping[tuple[str, str], date]
) -> list[dict[str, Any]]:
    """``{code, text, sources}`` for each registry whose part was read whole without this employer."""
    if row["status"] != "active":
        return []
    known = {member["connector"] for member in members}
    return [
        {
            "code": "not-listed",
            "text": f"Absente de {connector}, lue en entier le {day:%d/%m/%Y}, qui devrait la lister.",
            "sources": [],
        }
        for connector, kinds in COVERS.items()
        if row["kind"] in kinds and connector not in known
        for day in _read_whole(connector, row, last_days)
    ]


def _read_whole(connector: str, row: Row, last_days: Mapping[tuple[str, str], date]) -> Iterator[date]:
    kind = _UNLABELLED.get((connector, row["kind"]), f"kind={row['kind']}")
    scopes = ("", kind, f"departement={row['departement']}")
    days = [last_days[connector, scope] for scope in scopes if (connector, scope) in last_days]
    if days:
        yield max(days)
