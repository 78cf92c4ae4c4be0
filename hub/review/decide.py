"""Review decisions: the states and reasons people choose from, and writing one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from hub.clauses.wording import listed
from hub.plugin_api.errors import HubError
from hub.review import personal
from hub.review.standing import Kind, Line, Outrun, Standing, append, standing

__all__ = ["LONGEST_NOTE", "REASONS", "STATES", "Decision", "InvalidDecision", "Outrun", "check", "decide"]

LONGEST_NOTE = 2000
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


@dataclass(frozen=True)
class Decision:
    """What a person decides. ``version`` is the one that the person was shown, or ``None``.

    ``assignee=None`` leaves it to whom it was given, ``""`` takes it back.
    """

    state: str
    author: str
    because: str | None = None
    note: str | None = None
    assignee: str | None = None
    version: int | None = None


def decide(connection: Connection, id_: str, decision: Decision, now: datetime) -> str:
    """Append a decision on a marché; returns its present id. Needs a writing transaction."""
    check(decision)
    on = standing(connection, id_, decision.version)
    assignee = on.assignee if decision.assignee is None else decision.assignee.strip() or None
    because = decision.because if decision.state == "ecartee" else None
    note = (decision.note or "").strip() or None
    line = Line(_kind(on, decision, assignee, note), decision.state, because, assignee, note, decision.author)
    append(connection, on, line, now)
    return on.marche


def _kind(on: Standing, decision: Decision, assignee: str | None, note: str | None) -> Kind:
    """Whoever keeps the state only assigns, or only notes."""
    if not on.version or (decision.state, decision.because) != (on.state, on.because):
        return "decision"
    if assignee != on.assignee:
        return "assignment"
    return "note" if note else "decision"


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
    check_note(decision.note)


def check_note(note: str | None) -> None:
    """Raise :class:`InvalidDecision` when a note is too long or tells of a person."""
    text = note or ""
    if len(text) > LONGEST_NOTE:
        raise InvalidDecision(
            f"La note fait {len(text)} signes : {LONGEST_NOTE} au plus.",
            code="note-too-long",
            next_step="Raccourcir la note.",
        )
    if held := personal.found(text):
        raise InvalidDecision(
            f"La note contient {listed(held)} : une note parle du marché, jamais d’une personne.",
            code="note-personal",
            next_step="Le retirer ; une boîte de service (marches@…) ou un standard peuvent y rester.",
        )
