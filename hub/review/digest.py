"""What a digest says: what is new, what changed and how, what closes soon, what comes back.

Pure: what was told is a small dictionary of facts, and the next digest compares the present ones with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from hub.clauses.wording import listed, number, typeset
from hub.review import printed
from hub.review.labels import OBLIGATIONS, STAGES, STATUSES, TYPES, label

Json = dict[str, Any]

NEW, CHANGED, DRIFT, DEADLINE, RENEWALS = "new", "changed", "drift", "deadline", "renewals"
WHAT: Final[Mapping[str, str]] = {
    NEW: "les nouveaux marchés",
    CHANGED: "les changements de dates, de lots, de montant, d’étape ou d’obligation",
    DRIFT: "les changements de clause ou d’heures",
    DEADLINE: "les offres bientôt closes",
    RENEWALS: "les renouvellements dont la fenêtre s’ouvre",
}
"""What one may ask to be told of."""

TITLES: Final[Mapping[str, str]] = {
    NEW: "Nouveaux",
    CHANGED: "Changés",
    DEADLINE: "Offres bientôt closes",
    RENEWALS: "Renouvellements dont la fenêtre s’ouvre",
}
SHOWN = 15
ACTIONABLE: Final = ("ideal", "a_temps", "rectificatif")
_STATED = ("presente", "declaree", "facultative", "contradictoire", "objet")


@dataclass(frozen=True)
class Entry:
    """A marché or a renewal of a section; ``sentences`` say what changed."""

    id: str
    document: Json
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """``entries``, the most important first, and how many ``more`` there are."""

    what: str
    entries: tuple[Entry, ...]
    more: int = 0

    @property
    def title(self) -> str:
        """Its heading."""
        return TITLES[self.what]

    @property
    def total(self) -> int:
        """How many things it tells of."""
        return len(self.entries) + self.more


@dataclass(frozen=True)
class Digest:
    """``name`` is what the alert is about, ``place`` the territory when it is one; ``list_link`` is the
    path of the list with all of it."""

    day: date
    name: str
    place: str | None = None
    list_link: str = "/"
    sections: tuple[Section, ...] = field(default=())

    @property
    def total(self) -> int:
        """How many things it tells of; 0 is not sent."""
        return sum(section.total for section in self.sections)


@dataclass(frozen=True)
class Change:
    """One thing that is no longer as it was told."""

    what: str
    sentence: str

    @property
    def social(self) -> bool:
        """Whether it is about the clause."""
        return self.what in ("clause", "heures")


def facts(row: Mapping[str, Any]) -> Json:
    """What a digest tells of a marché, of a row of the queue ``{facts, body}``: what may change."""
    known, clause = row["facts"], row["body"]["clause"]
    value = known.get("value") or {}
    return {
        "stage": "ouvert" if known["stage"] == "clos" else known["stage"],
        "deadline": known["deadline"],
        "clause": clause["status"],
        "types": sorted(clause["types"]),
        "hours": _stated_hours(clause["hours_stated"]),
        "obligation": row["body"]["obligation"]["state"],
        "lots": [lot["key"] for lot in known["lots"]],
        "amount": str(value["amount"]) if value else None,
        "notices": [f"{each['connector']}:{each['key']}" for each in known["notices"]],
    }


def _stated_hours(stated: Sequence[Mapping[str, Any]]) -> int:
    totals = [each["value"] for each in stated if each["unit"] == "total" and not each.get("ratio")]
    parts = [each["value"] for each in stated if each["unit"] == "par_lot" and not each.get("ratio")]
    return int(max(totals) if totals else sum(parts))


def is_actionable(row: Mapping[str, Any]) -> bool:
    """Whether somebody could still do something about it."""
    return row["body"]["moment"]["state"] in ACTIONABLE


def closes_on_somebody(row: Mapping[str, Any]) -> bool:
    """Whether the end of the offers matters: a clause is in it, or people work on it, or may yet act."""
    at_work = row["state"] not in (None, "a_etudier")
    return at_work or is_actionable(row) or row["body"]["clause"]["status"] in _STATED


def changes(before: Json, after: Json, drifts: Iterable[Mapping[str, Any]] = ()) -> list[Change]:
    """What changed since it was told, by the words of the notices (``drifts`` of a timeline) where they
    say it, else by comparing facts. Empty when all is as it was told, whatever happened in between."""
    said = [Change(each["what"], typeset(each["sentence"])) for each in drifts]
    known = {change.what for change in said}
    return [*said, *(change for change in _compared(before, after) if change.what not in known)]


def _compared(before: Json, after: Json) -> Iterator[Change]:
    moved = {name for name in after if name != "notices" and before.get(name) != after[name]}
    if "stage" in moved:
        yield Change("étape", _stage(after["stage"]))
    if "clause" in moved:
        yield _moved("clause", "Clause", label(STATUSES, before.get("clause")), STATUSES[after["clause"]])
    elif "types" in moved:
        yield _moved("clause", "Type de clause", _types(before.get("types")), _types(after["types"]))
    if "hours" in moved:
        yield _moved("heures", "Heures écrites", _hours(before.get("hours")), _hours(after["hours"]))
    if "deadline" in moved:
        then = printed.moment(before.get("deadline")), printed.moment(after["deadline"])
        yield _moved("date limite", "Date limite", *then)
    if "lots" in moved:
        yield from _lots(before.get("lots") or [], after["lots"])
    if "amount" in moved:
        yield _moved("montant", "Montant", _euros(before.get("amount")), _euros(after["amount"]))
    if "obligation" in moved:
        states = label(OBLIGATIONS, before.get("obligation")), OBLIGATIONS[after["obligation"]]
        yield _moved("obligation", "Obligation", *states)


def _stage(stage: str) -> str:
    told = {"annule": "La consultation est annulée.", "attribue": "Le marché est attribué."}
    return told.get(stage) or f"Étape : {label(STAGES, stage)}."


def _moved(what: str, name: str, before: str, after: str) -> Change:
    return Change(what, typeset(f"{name} : {before or 'inconnu'} devient {after or 'inconnu'}."))


def _types(codes: Sequence[str] | None) -> str:
    return listed([label(TYPES, code) for code in codes or ()]) or "aucun"


def _hours(value: int | None) -> str:
    return f"{number(value)} h" if value else "aucune"


def _euros(amount: str | None) -> str:
    return printed.euros(float(amount)) if amount else ""


def _lots(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    names = {
        "ajouté": [printed.lot_key(key) for key in after if key not in before],
        "retiré": [printed.lot_key(key) for key in before if key not in after],
    }
    told = [f"{listed(keys)} {word}{'s' if len(keys) > 1 else ''}" for word, keys in names.items() if keys]
    if told:
        sentence = " ; ".join(told)
        yield Change("lots", typeset(f"{sentence[:1].upper()}{sentence[1:]}."))
