"""Clause drift: what a later notice changed in social content, dates and lots, in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.calendar import paris_day
from hub.clauses.signals import clause_answer, locate, notice_signals
from hub.clauses.wording import number
from hub.plugin_api.records import Notice

What = Literal["clause", "heures", "date limite", "lots", "texte"]

_STATUS = {
    "presente": "une considération sociale est énoncée",
    "declaree": "une considération sociale est annoncée",
    "facultative": "une considération sociale facultative",
    "contradictoire": "des mentions sociales contradictoires",
    "exclue": "aucune considération sociale, dit l’avis",
    "silence": "aucune considération sociale repérée",
    "objet": "l’insertion est l’objet du marché",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One change. ``before`` and ``after`` are what stood in the notices, ``None`` for nothing."""

    what: What
    before: str | None
    after: str | None
    sentence: str


def drift(earlier: Notice, later: Notice) -> tuple[Drift, ...]:
    """What ``later`` changed. A notice that restates the call is compared with ``earlier``; one
    that only announces its changes is quoted."""
    if later.changes and not restates(later):
        return (*_announced(later), *_deadline(earlier, later))
    return (*_clause(earlier, later), *_deadline(earlier, later), *_lots(earlier, later))


def restates(notice: Notice) -> bool:
    """Whether a correction restates the whole call: an eForms change does, a national one does not."""
    return bool(notice.form and notice.form.startswith("EFORMS"))


def _announced(later: Notice) -> tuple[Drift, ...]:
    found = []
    for change in later.changes:
        if change.before or change.after:
            where = f"{change.field} : " if change.field else ""
            instead = f"au lieu de « {_short(change.before)} », " if change.before else ""
            said = f"{where}{instead}lire « {_short(change.after)} »."
        else:
            said = f"{_short(change.text)}"
        found.append(Drift("texte", change.before, change.after or change.text, said))
    return tuple(found)


def _short(text: str | None, limit: int = 160) -> str:
    flat = " ".join((text or "…").split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…"


def _answer(notice: Notice) -> ClauseAnswer:
    located = locate(notice_signals(notice), "", notice.key)
    return clause_answer(located, None, tuple(lot.key for lot in notice.lots))


def _clause(earlier: Notice, later: Notice) -> tuple[Drift, ...]:
    before, after = _answer(earlier), _answer(later)
    found = []
    if before.status != after.status:
        one, other = _STATUS[before.status], _STATUS[after.status]
        found.append(Drift("clause", before.status, after.status, f"Avant : {one}. Désormais : {other}."))
    elif before.types != after.types:
        one, other = ", ".join(before.types) or "aucun", ", ".join(after.types) or "aucun"
        found.append(Drift("clause", one, other, f"Type de clause : {one} devient {other}."))
    hours = _hours(before), _hours(after)
    if hours[0] != hours[1]:
        one, other = (f"{number(value)} h" if value else "aucune heure" for value in hours)
        found.append(Drift("heures", one, other, f"Heures d’insertion : {one} avant, {other} désormais."))
    return tuple(found)


def _hours(answer: ClauseAnswer) -> float:
    totals = [h.value for h in answer.hours_stated if h.unit == "total" and not h.ratio]
    parts = [h.value for h in answer.hours_stated if h.unit == "par_lot" and not h.ratio]
    return max(totals) if totals else sum(parts)


def _deadline(earlier: Notice, later: Notice) -> tuple[Drift, ...]:
    if later.deadline is None or later.deadline == earlier.deadline:
        return ()
    before, after = _day(earlier.deadline), _day(later.deadline)
    return (Drift("date limite", before, after, f"Date limite : {before or 'inconnue'} devient {after}."),)


def _day(moment: datetime | None) -> str | None:
    return f"{paris_day(moment):%d/%m/%Y}" if moment else None


def _lots(earlier: Notice, later: Notice) -> tuple[Drift, ...]:
    before, after = (tuple(lot.key for lot in notice.lots) for notice in (earlier, later))
    added, removed = [k for k in after if k not in before], [k for k in before if k not in after]
    if not before or not after or not (added or removed):
        return ()
    said = [f"ajouté(s) : {', '.join(added)}"] if added else []
    said += [f"retiré(s) : {', '.join(removed)}"] if removed else []
    return (Drift("lots", ", ".join(before), ", ".join(after), f"Lots {' ; '.join(said)}."),)
