"""What the demo feed is made of: buyers and trades from the tables, marchés and notices from the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from hub.testing.demo.identity import draw

Form = Literal["EFORMS", "FNS", "MAPA", "DSP", "DIVERS", "V230"]
Act = Literal["call", "planning", "award", "change", "cancel"]
Nature = Literal["travaux", "services", "fournitures"]
Json = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A real commune, or (``insee`` empty) a whole département."""

    insee: str
    name: str
    postcode: str
    territory: str
    departement: str
    nuts: str
    area: str
    court: str


@dataclass(frozen=True)
class Buyer:
    """An invented buyer. ``siret`` is valid and belongs to nobody."""

    id: str
    name: str
    kind: str
    legal: str
    siret: str
    seat: Place
    street: str

    @property
    def mail(self) -> str:
        """A mailbox of the buyer's office, on a domain kept for examples."""
        return f"marches@{self.id}.exemple.fr"


@dataclass(frozen=True)
class Trade:
    """What is bought: texts with placeholders, amounts in euros HT (low, middle, high)."""

    id: str
    nature: Nature
    cpv: str
    descripteur: tuple[str, str]
    buyers: tuple[str, ...]
    titles: tuple[str, ...]
    sites: tuple[str, ...]
    description: str
    lots: tuple[tuple[str, str], ...]
    amounts: tuple[int, int, int]
    months: int
    renewals: int
    territories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clause:
    """What a notice says of insertion, where it says it, and what a facilitator reads in it."""

    id: str = "rien"
    status: str = "silence"
    types: tuple[str, ...] = ()
    text: str = ""
    description: str = ""
    information: str = ""
    lots: Mapping[str, str] = field(default_factory=dict)
    criterion: tuple[str, int] | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    reserved: bool = False
    criteres: bool = False
    note: str = ""

    def codes_of(self, lot: str) -> Mapping[str, str]:
        """The eForms codes carried by a lot."""
        return self.codes if not self.only or lot in self.only else {}


@dataclass(frozen=True)
class Lot:
    """A lot: number as printed (``1``), title, CPV, share of the value in euros (0: unknown)."""

    number: str
    title: str
    cpv: str
    value: int


@dataclass(frozen=True)
class Marche:
    """What is bought, by whom and where. ``value`` 0 is printed as zero, ``None`` is not printed."""

    key: str
    title: str
    description: str
    buyer: Buyer
    trade: Trade
    cpv: str
    place: Place
    lots: tuple[Lot, ...]
    value: int | None
    maximum: int | None
    months: int
    renewals: int
    contact: str
    social_services: bool = False

    @property
    def reference(self) -> str:
        """The buyer's own reference, printed in all its notices."""
        return f"{self.trade.id[:4].upper()}-{1000 + draw(9000, self.key, 'reference')}"


@dataclass(frozen=True)
class Plan:
    """One notice to be written. ``sent`` is the day of dispatch, ``deadline`` a local time in Paris."""

    idweb: str
    form: Form
    act: Act
    marche: Marche
    published: date
    sent: date
    deadline: datetime | None
    clause: Clause
    earlier: tuple[Plan, ...] = ()
    change: str = ""

    @property
    def call(self) -> Plan | None:
        """The first notice of the marché, when there is one."""
        return self.earlier[0] if self.earlier else None


@dataclass(frozen=True)
class DemoNotice:
    """A record of the feed, with what a careful facilitator reads in *that record alone*.

    ``expect_status`` is a clause status (``presente``, ``declaree``, ``facultative``,
    ``contradictoire``, ``exclue``, ``silence``, ``objet``), ``expect_types`` the clause types;
    ``note`` says why when it is not obvious. A damaged record expects nothing: both are empty.
    """

    record: Json
    expect_status: str
    expect_types: tuple[str, ...]
    note: str = ""
    case: str = ""
