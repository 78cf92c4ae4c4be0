"""Hours as a person corrects them: four inputs a lot, beside the estimate, which stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from hub.clauses.hours import formula
from hub.plugin_api.errors import HubError
from hub.review.corrected import plain
from hub.review.decide import check_note
from hub.review.standing import standing
from hub.store import decisions, sizings

Json = dict[str, Any]

_BLANK = re.compile(r"[\s\u00a0\u202f]|€|%|HT\b")
_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,4})?")


class SizingInvalid(HubError):
    """One of the four inputs cannot be what it is said to be."""

    default_code = "hours-invalid"
    default_next_step = "Corriger la valeur, puis recalculer."


@dataclass(frozen=True)
class Inputs:
    """Euros HT, share 0–1, rate 0–1, euros an hour."""

    amount: Decimal
    labour_share: Decimal
    insertion_rate: Decimal
    hourly_cost: Decimal

    @property
    def hours(self) -> int:
        """What they give, by the same formula as the estimate."""
        return formula(self.amount, *(float(each) for each in self._factors))

    @property
    def _factors(self) -> tuple[Decimal, Decimal, Decimal]:
        return self.labour_share, self.insertion_rate, self.hourly_cost

    def as_json(self) -> Json:
        """The inputs in the names of the JSON surface."""
        share, rate, cost = (float(each) for each in self._factors)
        return {
            "amount": plain(self.amount),
            "labour_share": share,
            "insertion_rate": rate,
            "hourly_cost": cost,
        }


@dataclass(frozen=True)
class Correction:
    """What a person knows better, and why. ``lot`` is a lot key, or empty for the marché as a whole."""

    lot: str
    inputs: Inputs
    why: str
    author: str


def read_inputs(typed: Mapping[str, str]) -> Inputs:
    """``{amount, labour_share, insertion_rate, hourly_cost}`` as typed, share and rate in per cent.

    Raises :class:`SizingInvalid`.

    >>> typed = {"amount": "113 000,50", "labour_share": "40", "insertion_rate": "5", "hourly_cost": "30"}
    >>> read_inputs(typed).hours
    75
    """
    return Inputs(
        amount=_read(typed, "amount", "Montant", Decimal("0.01"), Decimal("1e10")),
        labour_share=_read(typed, "labour_share", "Part de main-d’œuvre", Decimal("0.1"), Decimal(100)) / 100,
        insertion_rate=_read(typed, "insertion_rate", "Taux d’insertion", Decimal("0.1"), Decimal(100)) / 100,
        hourly_cost=_read(typed, "hourly_cost", "Coût horaire", Decimal(5), Decimal(1000)),
    )


def _read(typed: Mapping[str, str], name: str, label: str, least: Decimal, most: Decimal) -> Decimal:
    said = typed.get(name, "")
    text = _BLANK.sub("", said)
    if not text:
        raise SizingInvalid(f"{label} : il manque une valeur.")
    if not _NUMBER.fullmatch(text):
        raise SizingInvalid(f"{label} : « {said[:40]} » n’est pas un nombre comme 12,5.")
    value = Decimal(text.replace(",", "."))
    if not least <= value <= most:
        raise SizingInvalid(f"{label} : {said[:40]} sort de l’intervalle de {least:f} à {most:f}.")
    return value


def correct(connection: Connection, id_: str, correction: Correction, now: datetime) -> str:
    """Append a correction; returns the present id of the marché. Needs a writing transaction."""
    check_note(correction.why)
    if not correction.why.strip():
        raise SizingInvalid(
            "Une correction dit d’où elle vient.", next_step="Remplir « D’où vient ce chiffre »."
        )
    on = standing(connection, id_)
    anchor = decisions.anchor(connection, on.marche)
    assert anchor is not None
    inputs = correction.inputs
    sizings.append(
        connection,
        {
            "marche": on.marche,
            "anchor_kind": anchor["kind"],
            "anchor_connector": anchor["connector"],
            "anchor_key": anchor["key"],
            "lot": correction.lot,
            **inputs.as_json(),
            "amount": inputs.amount,
            "hours": inputs.hours,
            "why": correction.why.strip(),
            "author": correction.author,
            "at": now,
        },
    )
    return on.marche
