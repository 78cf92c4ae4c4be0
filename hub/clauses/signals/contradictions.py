"""Where the notices disagree with themselves, told in French sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hub.clauses.assessment import LocatedSignal
from hub.clauses.signals.codes import code_titles
from hub.clauses.signals.lexicon import denied_family
from hub.clauses.signals.scope import overlap

_HANDICAP, _INTEGRATION = ("2113-12", "2313-12"), ("2113-13", "2313-13")
_OPTIONAL = ("facultative", "incitative", "a_proposer")
RESERVATIONS = ("RES_H", "RES_I", "RES_HI", "RES_P", "RES_ESS")


def contradictions(signals: Sequence[LocatedSignal]) -> tuple[tuple[str, ...], bool]:
    """The sentences, and whether they make the whole answer contradictory.

    A code that only says « none » by default is named but never outweighs a sentence.
    """
    hard = tuple(dict.fromkeys((*_denied(signals), *_optional_but_required(signals), *_article(signals))))
    soft = tuple(dict.fromkeys(_codes(signals)))
    return (*hard, *soft), bool(hard)


def _denied(signals: Sequence[LocatedSignal]) -> Iterator[str]:
    for no in signals:
        if not no.negated or no.strength == "weak":
            continue
        family = denied_family(no.rule)
        for yes in signals:
            if _is_stated(yes, family) and overlap(no, yes):
                yield f"Un passage l’annonce (« {_short(yes)} »), un autre le dément (« {_short(no)} »)."


def _is_stated(signal: LocatedSignal, family: str) -> bool:
    if signal.negated or signal.strength == "weak" or signal.declared_only:
        return False
    reserved = signal.type in RESERVATIONS
    if family == "RES":
        return reserved
    if family == "EXEC":
        return signal.type in {"EXEC", "CRIT", "FORM"}
    return reserved or signal.type in {"EXEC", "CRIT", "FORM"}


def _optional_but_required(signals: Sequence[LocatedSignal]) -> Iterator[str]:
    required = [s for s in signals if s.rule == "SUITE_OFFRE_IRREGULIERE"]
    for must in required:
        same = [s for s in signals if _same_text(s, must) and s.type == must.type and s not in required]
        primary = [s for s in same if not s.rule.startswith("SUITE_") or s.rule == "SUITE_FACULTATIVE"]
        if primary and all(s.modality in _OPTIONAL for s in primary):
            yield (
                f"La clause est laissée au choix de l’entreprise (« {_short(primary[0])} »), "
                f"mais l’offre qui n’y répond pas est écartée (« {_short(must)} »)."
            )


def _same_text(one: LocatedSignal, other: LocatedSignal) -> bool:
    return (one.connector, one.notice, one.field, one.lot) == (
        other.connector,
        other.notice,
        other.field,
        other.lot,
    )


def _article(signals: Sequence[LocatedSignal]) -> Iterator[str]:
    for signal in signals:
        cited = signal.article or ""
        handicap, integration = any(a in cited for a in _HANDICAP), any(a in cited for a in _INTEGRATION)
        if signal.type == "RES_I" and handicap and not integration:
            yield (
                f"La réservation vise les structures d’insertion, mais l’article cité ({cited}) est celui "
                "des entreprises adaptées et ESAT : à demander à l’acheteur."
            )
        if signal.type == "RES_H" and integration and not handicap:
            yield (
                f"La réservation vise les entreprises adaptées ou ESAT, mais l’article cité ({cited}) est "
                "celui des structures d’insertion : à demander à l’acheteur."
            )


def _codes(signals: Sequence[LocatedSignal]) -> Iterator[str]:
    stated = [s for s in signals if not s.negated and s.strength != "weak"]
    for no in signals:
        if not no.negated or no.strength != "weak":
            continue
        if rivals := [s for s in stated if denies(no, s)]:
            yield f"Le formulaire dit « {_short(no)} », mais l’avis annonce : « {_short(rivals[0])} »."


def denies(habit: LocatedSignal, other: LocatedSignal) -> bool:
    """True when a form says « none » of what ``other`` says (BT-06: of clauses, others: of reservations)."""
    return (other.type in RESERVATIONS) == ("BT-06" not in habit.rule) and overlap(habit, other)


def _short(signal: LocatedSignal) -> str:
    """What the signal says: its words, or for a code its meaning."""
    if signal.start is None and (title := code_titles().get(signal.rule)):
        return title.rpartition(" : ")[2]
    text = " ".join(signal.excerpt.split())
    return text if len(text) <= 110 else text[:107].rsplit(" ", 1)[0] + " …"
