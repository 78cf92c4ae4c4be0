"""A DECP record to one :class:`AwardedContract`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hub.plugin_api import AwardedContract, RecordRejected, identifiers
from hub.plugin_api.records import Basis, Regime
from hub_procurement_feed import values
from hub_procurement_feed.decp import labels, parties, printed
from hub_procurement_feed.decp.fields import Fields, is_blank
from hub_procurement_feed.decp.labels import fold, said
from hub_procurement_feed.decp.modifications import State, amount, applied, modifications, money
from hub_procurement_feed.decp.notes import Notes
from hub_procurement_feed.decp.place import place

UNTITLED: Final = "(objet non renseigné)"
_ID_LENGTH: Final = 16
_LONGEST_ID: Final = 100
_PATIENCE: Final = timedelta(days=366)


def identity(fields: Fields) -> tuple[str, str]:
    """The buyer's identifier and the contract's own; either may be ``""``."""
    own = printed.clean(fields.text("id"))
    return parties.buyer_id(fields), own if len(own) <= _LONGEST_ID else ""


def key_of(fields: Fields) -> str | None:
    """``{buyer id}:{contract id}``, or ``None`` when one of them is missing."""
    buyer, own = identity(fields)
    return f"{buyer}:{own}" if buyer and own else None


def contract(fields: Fields, notes: Notes) -> AwardedContract:
    """The contract. Raises ``RecordRejected`` (``decp-no-buyer``, ``decp-no-id``): without these two
    nothing can say which contract it is, and any later record would overwrite it."""
    buyer, own = identity(fields)
    if not buyer:
        raise RecordRejected("decp-no-buyer", f"no buyer's identifier in the record of id {own!r}")
    if not own:
        raise RecordRejected("decp-no-id", f"no contract's identifier in a record of buyer {buyer!r}")
    if len(own) > _ID_LENGTH:
        notes.add("long-id", "id", own)
    return _read(f"{buyer}:{own}", fields, notes)


def _read(key: str, fields: Fields, notes: Notes) -> AwardedContract:
    regime, framework = _regime(fields), _framework(fields)
    basis: Basis = "framework_maximum" if framework else "awarded"
    changes = modifications(fields, basis, notes)
    first = _first(fields, regime, notes)
    today = applied(first, changes)
    published = notes.take("datePublicationDonnees", fields.text("datePublicationDonnees"), printed.published)
    cpv = notes.take("codeCPV", fields.text("codeCPV"), identifiers.cpv, "bad-cpv")
    kind, ccag = fields.text("nature"), said(fields.text("ccag"))
    procedure = said(printed.clean(fields.text("procedure")))
    return AwardedContract(
        key=key,
        title=_title(fields, notes),
        buyer=parties.buyer(fields, notes),
        notified=_notified(fields, regime, published, notes),
        published=published,
        reference=key.partition(":")[2],
        nature=labels.nature(fields.text("type"), cpv and cpv[:2], kind, ccag),
        regime=regime,
        kind_label=said(printed.clean(kind)),
        procedure=procedure and labels.official(procedure, labels.PROCEDURES),
        cpv=(cpv,) if cpv else (),
        value=money(today.amount, basis),
        initial=money(first.amount, "initial"),
        framework=framework,
        framework_reference=said(printed.clean(fields.text("idAccordCadre"))),
        duration_months=today.months,
        initial_duration_months=first.months,
        place=place(fields, notes),
        winners=today.winners,
        considerations=labels.considerations(fields, notes),
        ccag=ccag and printed.clean(ccag),
        offers_received=notes.take("offresRecues", fields.text("offresRecues"), printed.count),
        modifications=changes,
        origin=_origin(fields),
        findings=notes.findings(),
    )


def _regime(fields: Fields) -> Regime:
    """A concession is known by its nature, its type, or the members that only concessions have."""
    kind = f"{fold(fields.text('nature'))} {fold(fields.text('_type'))}"
    if any(word in kind for word in ("concession", "delegation")):
        return "concession"
    if "defense" in kind:
        return "defense"
    only_concession = not is_blank(fields.get("concessionnaires")) and is_blank(fields.get("titulaires"))
    return "concession" if only_concession or fields.text("autoriteConcedante", "id") else "marche"


def _framework(fields: Fields) -> bool | None:
    """Whether it is a framework agreement; ``None`` in the schemas that do not ask."""
    if fold(fields.text("nature")) == fold(labels.FRAMEWORK):
        return True
    declared = labels.techniques(fields.get("techniques"))
    return labels.FRAMEWORK in declared if declared else None


def _first(fields: Fields, regime: Regime, notes: Notes) -> State:
    """The contract before its modifications."""
    name = "concessionnaires" if is_blank(fields.get("titulaires")) and regime != "marche" else "titulaires"
    return State(
        amount(fields, "", notes),
        notes.take("dureeMois", fields.text("dureeMois"), printed.months),
        parties.winners(fields.get(name), name, notes),
    )


def _notified(fields: Fields, regime: Regime, published: date | None, notes: Notes) -> date | None:
    """The day of notification, or of a concession's signature, else of its beginning."""
    names = ("dateNotification", "dateSignature", "dateDebutExecution")
    for name in names if regime == "concession" else names[:1]:
        if text := fields.text(name):
            return _plausible(notes.take(name, text, printed.day), name, text, published, notes)
    return None


def _plausible(found: date | None, name: str, text: str, published: date | None, notes: Notes) -> date | None:
    """A contract is published after it was notified: a day more than a year later is a slip."""
    if found and published and found > published + _PATIENCE:
        notes.add("future-date", name, text)
        return None
    return found


def _title(fields: Fields, notes: Notes) -> str:
    text = fields.text("objet")
    cleaned = printed.clean(text)
    if cleaned != text:
        notes.add("control-characters", "objet", cleaned)
    title = values.decode(cleaned).strip()
    if not title:
        notes.add("no-title", "objet")
    return title or UNTITLED


def _origin(fields: Fields) -> str | None:
    return said(printed.clean(fields.text("source") or fields.text("sourceDataset")))
