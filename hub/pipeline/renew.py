"""Find the contracts that come back, with the window to act and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from hub.clauses.case import Case
from hub.clauses.renewal import Renewal, renewal
from hub.clauses.subject import trade
from hub.pipeline.clock import Clock
from hub.pipeline.cycles import Cycle, successors
from hub.pipeline.loading import load_cases
from hub.pipeline.turn import turn
from hub.store import leases, renewals
from hub.store.bulk import Row
from hub.store.engine import Store

_CHUNK = 400
_LEAST_INTENSITY = 3


@dataclass
class Renewed:
    """Marchés looked at, and those that come back."""

    looked_at: int = 0
    found: list[str] = field(default_factory=list)


def renew(store: Store, clock: Clock, *, everything: bool = False) -> Renewed:
    """Bring the renewals up to date with the marchés."""
    done = Renewed()
    with turn(store, "renew", clock) as run:
        if everything:
            with store.write() as connection:
                renewals.forget(connection)
        while True:
            with store.write() as connection:
                leases.beat(connection, "renew", run, clock.now())
                waiting = renewals.pending(connection, _CHUNK)
                if not waiting:
                    break
                _renew_some(connection, waiting, clock, done)
    return done


def _renew_some(
    connection: Connection, waiting: Sequence[tuple[str, str]], clock: Clock, done: Renewed
) -> None:
    cases = load_cases(connection, [id_ for id_, _ in waiting], clock.today)
    rows: list[Row] = []
    nothing: list[tuple[str, str]] = []
    for id_, case_hash in waiting:
        case = cases[id_]
        coming = renewal(case) if case.stage == "attribue" else None
        intensity = _intensity(case)
        if coming is None or intensity < _LEAST_INTENSITY:
            nothing.append((id_, case_hash))
            continue
        rows.append(_row(case, case_hash, coming, intensity, clock))
    renewals.put(connection, rows, nothing)
    done.looked_at += len(waiting)
    done.found += [row["marche"] for row in rows]
    _chain(connection, [id_ for id_, _ in waiting])


def _intensity(case: Case) -> int:
    family = trade(case).family
    return family.intensity if family else 0


def _row(case: Case, case_hash: str, coming: Renewal, intensity: int, clock: Clock) -> Row:
    confidence, reasons = _confidence(case, coming.ends)
    return {
        "marche": case.id,
        "case_hash": case_hash,
        "end_max": coming.ends,
        "window_from": coming.opens,
        "window_to": coming.closes,
        "intensity": intensity,
        "confidence": confidence,
        "reasons": reasons,
        "predecessor": None,
        "successor": None,
        "updated": clock.now(),
    }


def _confidence(case: Case, ends: date) -> tuple[int, list[str]]:
    """How sure the date is: what it rests on, in sentences."""
    points, reasons = 20, [f"Fin au plus tard le {ends:%d/%m/%Y}, options et reconductions comprises."]
    if any(c.notified and c.duration_months for c in case.contracts):
        points += 35
        reasons.append("Date de notification et durée déclarées dans les données essentielles (DECP).")
    elif any(item.notice.kind == "result" for item in case.notices):
        points += 15
        reasons.append("Durée lue dans l’avis, début compté depuis l’avis d’attribution.")
    else:
        reasons.append("Durée lue dans l’avis, début supposé à la date limite des offres.")
    if case.cpv:
        points += 15
    else:
        reasons.append("Métier déduit de l’objet : aucun code CPV.")
    if case.buyer and case.buyer.siren:
        points += 10
    if case.renewals:
        reasons.append("Le marché peut s’arrêter à chaque reconduction : la fin peut venir plus tôt.")
    if case.framework:
        reasons.append("Accord-cadre : il s’arrête aussi quand son montant maximum est atteint.")
    return points, reasons


def _chain(connection: Connection, ids: Sequence[str]) -> None:
    """Join the cycles of the buyers of these marchés."""
    for buyer in renewals.buyers(connection, ids):
        cycles = [Cycle(*row) for row in renewals.cycles(connection, buyer)]
        renewals.set_chain(connection, [cycle.marche for cycle in cycles], successors(cycles))
