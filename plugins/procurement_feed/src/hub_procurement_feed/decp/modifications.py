"""The modifications of a contract, and the contract with them applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hub.plugin_api import Award, Modification, Money
from hub.plugin_api.records import Basis
from hub_procurement_feed.decp import printed
from hub_procurement_feed.decp.fields import Fields, entries
from hub_procurement_feed.decp.notes import Notes
from hub_procurement_feed.decp.parties import winners

Number = tuple[bool, int, str]


@dataclass(frozen=True, slots=True)
class State:
    """What a modification may change. ``amount`` is in euros, ``months`` counts options in."""

    amount: Decimal | None
    months: Decimal | None
    winners: tuple[Award, ...]


def modifications(fields: Fields, basis: Basis, notes: Notes) -> tuple[Modification, ...]:
    """All modifications, in the order of their notification, then of their number; undated ones last."""
    found = [_read(entry, basis, notes) for entry in entries(fields.get("modifications"), "modification")]
    told = [item for item in found if item != Modification()]
    return tuple(sorted(told, key=lambda item: (item.notified or date.max, _rank(item.number))))


def _rank(number: str | None) -> Number:
    text = number or ""
    return (True, int(text), "") if text.isascii() and text.isdigit() else (False, 0, text)


def _read(entry: Fields, basis: Basis, notes: Notes) -> Modification:
    return Modification(
        number=printed.clean(entry.text("id"))[:100] or None,
        notified=_notified(entry, notes),
        published=notes.take(
            "modification.datePublicationDonneesModification",
            entry.text("datePublicationDonneesModification"),
            printed.published,
        ),
        amount=money(amount(entry, "modification", notes), basis),
        duration_months=notes.take("modification.dureeMois", entry.text("dureeMois"), printed.months),
        winners=winners(entry.get("titulaires"), "modification.titulaires", notes),
    )


def _notified(entry: Fields, notes: Notes) -> date | None:
    for name in ("dateNotificationModification", "dateSignatureModification"):
        if text := entry.text(name):
            return notes.take(f"modification.{name}", text, printed.day)
    return None


def amount(fields: Fields, where: str, notes: Notes) -> Decimal | None:
    """``montant`` of a contract or ``valeurGlobale`` of a concession, unless somebody proved it wrong.

    Converters give every contract both members: the one with a value speaks.
    """
    written = [(name, fields.text(name)) for name in ("montant", "valeurGlobale")]
    name, text = next((item for item in written if item[1].strip("0.")), written[0])
    doubt = fields.text("montant_anomalie")
    if doubt == "aberrant":
        notes.add("absurd-amount", f"{where}.{name}".lstrip("."), text)
        return None
    if doubt:
        notes.add("suspect-amount", f"{where}.{name}".lstrip("."), text)
    return notes.take(f"{where}.{name}".lstrip("."), text, printed.amount)


def money(value: Decimal | None, basis: Basis) -> Money | None:
    """Euros without VAT."""
    return None if value is None else Money(amount=value, basis=basis)


def applied(first: State, changes: tuple[Modification, ...]) -> State:
    """The contract today: each modification replaces what it states and leaves the rest."""
    state = first
    for change in changes:
        state = State(
            change.amount.amount if change.amount else state.amount,
            change.duration_months or state.months,
            change.winners or state.winners,
        )
    return state
