"""A notice being read: every reader adds what it knows, then it becomes a frozen :class:`Notice`.

Fields are set once: readers run from the most to the least trusted, and :meth:`Draft.set` keeps the
first answer. What is printed and cannot be read leaves a :class:`Finding`, never an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar

from hub.plugin_api import (
    Address,
    Award,
    Buyer,
    Change,
    Code,
    Criterion,
    Finding,
    Lot,
    Money,
    Notice,
    NoticeLink,
    Text,
    identifiers,
)
from hub.plugin_api.records import Basis, LinkKind, Nature, NoticeKind, Regime
from hub_procurement_feed import values

T = TypeVar("T")
Role = Literal["object", "description", "conditions", "criterion", "information", "change", "award"]

_NOTHING_SAID: tuple[Any, ...] = (None, "", [])


@dataclass(slots=True)
class Draft:
    """The fields of :class:`Notice`, as lists where it has tuples."""

    key: str
    published: date
    kind: NoticeKind = "competition"
    title: str = ""
    form: str | None = None
    url: str | None = None
    documents_url: str | None = None
    description: str | None = None
    nature: Nature | None = None
    regime: Regime = "marche"
    procedure: str | None = None
    procedure_id: str | None = None
    notice_id: str | None = None
    reference: str | None = None
    legal_basis: str | None = None
    formal: bool | None = None
    social_services: bool = False
    dispatched: date | None = None
    deadline: datetime | None = None
    buyers: list[Buyer] = field(default_factory=list)
    cpv: list[str] = field(default_factory=list)
    value: Money | None = None
    maximum: Money | None = None
    framework: bool | None = None
    duration_months: Decimal | None = None
    renewals: int | None = None
    renewal_months: Decimal | None = None
    places: list[Address] = field(default_factory=list)
    departements: list[str] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    links: list[NoticeLink] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _coded: set[tuple[str, str, str | None]] = field(default_factory=set)
    _used: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)

    def set(self, **known: Any) -> None:
        """Fill the fields that are still empty; an empty value says nothing."""
        for name, value in known.items():
            if value not in _NOTHING_SAID and getattr(self, name) in _NOTHING_SAID:
                setattr(self, name, value)

    def find(self, code: str, where: str, printed: str = "") -> None:
        """Note that ``where`` holds something that could not be read."""
        finding = Finding(code=code, field=where, value=printed.strip()[:200])
        if finding not in self.findings:
            self.findings.append(finding)

    def take(self, code: str, where: str, printed: str, reader: Callable[[str], T]) -> T | None:
        """What ``reader`` makes of ``printed``; ``None`` with a finding when it refuses."""
        if not printed or not printed.strip():
            return None
        try:
            return reader(printed)
        except (ValueError, ArithmeticError, OverflowError):
            self.find(code, where, printed)
            return None

    def text(self, where: str, text: str, role: Role = "information", lot: str | None = None) -> None:
        """Keep a text under a field of its own: a second text of the same field and lot is ``field#2``."""
        if not text.strip():
            return
        kept = self._used.setdefault((where, lot), [])
        if text not in kept:
            kept.append(text)
            name = where if len(kept) == 1 else f"{where}#{len(kept)}"
            self.texts.append(Text(field=name, text=text, lot=lot, role=role))

    def code(self, where: str, value: str, lot: str | None = None) -> None:
        """Keep a coded value once."""
        if (where, value, lot) not in self._coded:
            self._coded.add((where, value, lot))
            self.codes.append(Code(field=where, value=value, lot=lot))

    def link(self, kind: LinkKind, key: str, connector: str | None = None) -> None:
        """Name another notice, once, and never this one."""
        known = {link.key for link in self.links}
        if key and key != self.key and key not in known:
            self.links.append(NoticeLink(kind=kind, key=key, connector=connector))

    def money(self, where: str, printed: str, currency: str = "", basis: Basis = "estimate") -> Money | None:
        """An amount; ``None`` when it is zero, absent or unreadable. Without a currency it is euros."""
        value = self.take("bad-amount", where, printed, values.amount)
        if value is None:
            return None
        code = currency.strip().upper() or "EUR"
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            self.find("bad-currency", where, currency)
            return None
        return Money(amount=value, currency=code, basis=basis)

    def cpvs(self, where: str, printed: Iterable[str]) -> tuple[str, ...]:
        """CPV codes in order, each once."""
        read = (self.take("bad-cpv", where, text, identifiers.cpv) for text in printed)
        return tuple(dict.fromkeys(code for code in read if code))

    def sirets(self, where: str, printed: str) -> tuple[str | None, str | None]:
        """The valid SIRET and SIREN in what was printed as an identifier. Only one of 9 digits is a SIREN."""
        if not printed:
            return None, None
        try:
            siret = identifiers.siret(printed)
        except identifiers.InvalidIdentifier:
            try:
                return None, identifiers.siren(printed)
            except identifiers.InvalidIdentifier:
                self.find("bad-siret", where, printed)
                return None, None
        return siret.value, siret.siren

    def address(self, where: str, **printed: str) -> Address | None:
        """An address from its printed parts: street, postcode, city, nuts, country, label."""
        parts: dict[str, str | None] = {name: text or None for name, text in printed.items()}
        if printed.get("nuts"):
            parts["nuts"] = self.take("bad-nuts", f"{where}.nuts", printed["nuts"], identifiers.nuts)
        if printed.get("postcode") and printed.get("country", "") in {"", "FRA", "FR"}:
            parts |= self._french(f"{where}.postcode", printed["postcode"])
        return Address(**parts) if any(parts.values()) else None

    def _french(self, where: str, printed: str) -> dict[str, str | None]:
        code = self.take("bad-postcode", where, printed, identifiers.postcode)
        if code is None:
            return {"postcode": None}
        try:
            return {"postcode": code, "departement": identifiers.departement_of(code)}
        except identifiers.InvalidIdentifier:
            return {"postcode": code}

    def finish(self) -> Notice:
        """The notice, frozen and checked."""
        names = [item.name for item in fields(self) if not item.name.startswith("_")]
        found = {name: getattr(self, name) for name in names}
        return Notice(**{name: tuple(v) if isinstance(v, list) else v for name, v in found.items()})


def agreed(values_of_lots: Iterable[T | None]) -> T | None:
    """What all lots say, when they all say the same."""
    distinct = set(values_of_lots)
    return distinct.pop() if len(distinct) == 1 else None
