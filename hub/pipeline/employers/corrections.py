"""What a person says of an employer against the registries: it wins, and it lasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, get_args

from sqlalchemy import Connection

from hub.geo import commune
from hub.pipeline.employers.mailbox import generic
from hub.pipeline.employers.survivorship import ACTIVE, GONE, INACTIVE, OWN_ADDRESS, Facts, recentre
from hub.plugin_api import identifiers
from hub.plugin_api.errors import HubError
from hub.plugin_api.records import EmployerKind
from hub.store import employers
from hub.store.bulk import Row

Number = TypeVar("Number", int, float)


class InvalidCorrection(HubError):
    """The field cannot be corrected, or not to that value."""

    default_code = "correction-invalid"
    default_next_step = "hub employers"


@dataclass(frozen=True)
class Correction:
    """``field`` is a name of the JSON surface. A ``value`` of ``None`` gives the word back to the
    registries."""

    field: str
    value: Any
    author: str
    reason: str


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("un texte est attendu")
    return value.strip()


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"choisir parmi {', '.join(allowed)}")
        return str(value)

    return check


def _commune(value: Any) -> dict[str, str]:
    found = commune(_text(value))
    if found is None:
        raise ValueError("le code INSEE d’une commune est attendu")
    return {"insee": found.insee, "name": found.name}


def _siret(value: Any) -> str:
    found = identifiers.siret(_text(value))
    if found.antenna:
        raise ValueError("ce SIRET d’antenne n’est pas de l’INSEE")
    return found.value


def _degrees(limit: int) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        found = _number(float, value)
        if found is None or not -limit <= found <= limit:
            raise ValueError(f"des degrés entre -{limit} et {limit} sont attendus")
        return found

    return check


def _capacity(value: Any) -> int:
    found = _number(int, value)
    if found is None or not 0 < found < 100_000:
        raise ValueError("un nombre de postes est attendu")
    return found


def _number(kind: Callable[[Any], Number], value: Any) -> Number | None:
    try:
        return kind(value)
    except (ValueError, TypeError):
        return None


def _mailbox(value: Any) -> str:
    found = generic(_text(value))
    if found is None:
        raise ValueError("une boîte de fonction est attendue, comme contact@…, pas celle d’une personne")
    return found


def _activities(value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise TypeError("une liste d’activités est attendue")
    return [_text(item) for item in value]


FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "name": _text,
    "kind": _one_of(*get_args(EmployerKind)),
    "siret": _siret,
    "commune": _commune,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "activities": _activities,
    "capacity": _capacity,
    "status": _one_of(ACTIVE, INACTIVE, GONE),
    "website": _text,
    "phone": _text,
    "email": _mailbox,
}
"""What may be corrected, and how a value is checked."""


def correct_employer(connection: Connection, id_: str, correction: Correction, now: datetime) -> str:
    """Append a correction, anchored to the entry that the employer's id comes from; returns that id.

    Raises ``unknown-employer``, ``correction-invalid``. The next consolidation applies it.
    """
    check(correction)
    employer = employers.resolve(connection, id_)
    facts = employers.by_id(connection, [employer])[employer]["facts"]
    anchor = employers.EntryName(*facts["anchor"])
    row = {"connector": anchor.connector, "key": anchor.key, "at": now}
    employers.correct(connection, row | {name: getattr(correction, name) for name in _STORED})
    employers.touch(connection, [anchor])
    return employer


_STORED = ("field", "value", "author", "reason")


def check(correction: Correction) -> None:
    """Raise :class:`InvalidCorrection` when it cannot be applied, or says neither who nor why."""
    if correction.field not in FIELDS:
        raise InvalidCorrection(
            f"« {correction.field} » ne se corrige pas : choisir parmi {', '.join(FIELDS)}."
        )
    if not correction.author.strip() or not correction.reason.strip():
        raise InvalidCorrection("Une correction dit qui la fait et pourquoi.", code="reason-missing")
    if correction.value is None:
        return
    try:
        FIELDS[correction.field](correction.value)
    except (ValueError, TypeError) as error:
        raise InvalidCorrection(f"« {correction.value} » ne convient pas : {error}.") from error


def apply(facts: Facts, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Put the corrections that stand over the facts; returns ``{field, value, author, at, reason}`` each."""
    last = {row["field"]: row for row in sorted(rows, key=lambda row: int(row["id"]))}
    standing = [row for row in last.values() if row["value"] is not None and row["field"] in FIELDS]
    for row in standing:
        facts.put(row["field"], FIELDS[row["field"]](row["value"]), None)
    corrected = {row["field"] for row in standing}
    if "siret" in corrected:
        facts.put("siren", facts.values["siret"][:9], None)
    if "commune" in corrected:
        facts.put("departement", identifiers.departement_of(facts.values["commune"]["insee"]), None)
        if not {"latitude", "longitude"} & corrected:
            recentre(facts)
    if {"latitude", "longitude"} <= corrected:
        facts.put("position", OWN_ADDRESS, None)
    return [
        {name: row[name] for name in ("field", "value", "author", "reason")} | {"at": row["at"].isoformat()}
        for row in standing
    ]
