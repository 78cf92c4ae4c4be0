"""Review decisions: the states and reasons people choose from, and writing one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from hub.plugin_api.errors import HubError
from hub.review.queue import unknown_marche
from hub.store import decisions, marches
from hub.store import queue as rows

STATES = (
    "a_etudier",
    "a_contacter",
    "contactee",
    "clause_proposee",
    "clause_retenue",
    "ecartee",
    "suivie",
)
REASONS = (
    "trop_tard",
    "hors_territoire",
    "volume_trop_faible",
    "reprise_du_personnel",
    "metier_inadapte",
    "refus_acheteur",
    "deja_clausee",
    "doublon",
    "autre",
)


class InvalidDecision(HubError):
    """The decision lacks something or names something that does not exist."""

    default_code = "decision-invalid"
    default_next_step = "hub decide --help"


class Outrun(HubError):
    """Somebody else decided meanwhile: nothing was written."""

    default_code = "decision-outrun"
    default_next_step = "Recharger le marché, lire l’autre décision, puis décider."


@dataclass(frozen=True)
class Decision:
    """What a person decides. ``version`` is the one that the person was shown, or ``None``."""

    state: str
    author: str
    because: str | None = None
    note: str | None = None
    assignee: str | None = None
    version: int | None = None


def decide(connection: Connection, id_: str, decision: Decision, now: datetime) -> str:
    """Append a decision on a marché; returns its present id. Needs a writing transaction."""
    check(decision)
    marche = marches.resolve(connection, id_)
    found = rows.by_id(connection, [marche]) if marche else []
    if marche is None or not found:
        raise unknown_marche(id_)
    current = found[0]["decision"] or 0
    if decision.version is not None and decision.version != current:
        raise Outrun("Quelqu’un d’autre a décidé sur ce marché depuis qu’il vous a été montré.")
    anchor = decisions.anchor(connection, marche)
    assert anchor is not None
    decisions.append(
        connection,
        {
            "marche": marche,
            "anchor_kind": anchor["kind"],
            "anchor_connector": anchor["connector"],
            "anchor_key": anchor["key"],
            "state": decision.state,
            "because": decision.because,
            "note": decision.note,
            "assignee": decision.assignee,
            "author": decision.author,
            "at": now,
            "assessment": found[0]["updated"].isoformat(),
        },
    )
    return marche


def check(decision: Decision) -> None:
    """Raise :class:`InvalidDecision` when the decision is not complete."""
    if decision.state not in STATES:
        raise InvalidDecision(f"« {decision.state} » n’est pas un état : choisir parmi {', '.join(STATES)}.")
    if decision.state == "ecartee" and not decision.because:
        raise InvalidDecision(
            f"Écarter un marché demande un motif : --because {'|'.join(REASONS)}.", code="reason-missing"
        )
    if decision.because and decision.because not in REASONS:
        raise InvalidDecision(
            f"« {decision.because} » n’est pas un motif : choisir parmi {', '.join(REASONS)}."
        )
    if decision.because == "autre" and not (decision.note or "").strip():
        raise InvalidDecision("Le motif « autre » demande une note.", code="note-missing")
