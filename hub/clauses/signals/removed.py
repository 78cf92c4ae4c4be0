"""What a rectificatif takes away: a clause under « supprimer » is a denial."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hub.clauses.signals.contradictions import RESERVATIONS
from hub.plugin_api.rules import Signal

CLAUSE, RESERVATION = "RECTIF_CLAUSE_SUPPRIMEE", "RECTIF_RESERVATION_SUPPRIMEE"
TITLES = {
    CLAUSE: "Le rectificatif supprime la clause",
    RESERVATION: "Le rectificatif supprime la réservation",
}
_CLAUSES = ("EXEC", "CRIT", "FORM")


def as_denials(removed: Iterable[Signal], kept: Iterable[Signal]) -> Iterator[Signal]:
    """Denials for the ``removed`` signals, but for what the same notice states again elsewhere."""
    again = {_rule(signal) for signal in kept if not signal.negated}
    for signal in removed:
        rule = _rule(signal)
        if rule and rule not in again and not signal.negated:
            denial = replace(signal, type="NONE", rule=rule, strength="strong", negated=True)
            yield replace(denial, modality=None, hours=(), rate_percent=None)


def _rule(signal: Signal) -> str | None:
    if signal.type in RESERVATIONS:
        return RESERVATION
    return CLAUSE if signal.type in _CLAUSES else None
