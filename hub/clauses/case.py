"""A marché as the assessment sees it: plain data, made by consolidation from notices and contracts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from hub.plugin_api.records import Address, AwardedContract, Buyer, Money, Nature, Notice, Regime

Stage = Literal["amont", "ouvert", "clos", "attribue", "annule"]
Certainty = Literal["certain", "probable", "incertain"]


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """A notice of the marché with the connector it came from."""

    connector: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class CaseLot:
    """A lot, merged from the notices. A marché without lots has none; it is then assessed whole."""

    key: str
    title: str | None = None
    description: str | None = None
    nature: Nature | None = None
    cpv: tuple[str, ...] = ()
    value: Money | None = None
    maximum: Money | None = None
    duration_months: Decimal | None = None
    renewals: int | None = None
    renewal_months: Decimal | None = None
    places: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseTerritory:
    """A territory that the marché touches, and how sure that is."""

    id: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Case:
    """One marché. ``notices`` are oldest first; ``dispatched`` is that of the original call.

    ``value`` is the estimate of the whole (never a framework ceiling, which is ``maximum``);
    durations are in months, ``deadline`` is the current one.
    """

    id: str
    title: str
    stage: Stage
    notices: tuple[CaseNotice, ...] = ()
    contracts: tuple[AwardedContract, ...] = ()
    buyer: Buyer | None = None
    nature: Nature | None = None
    regime: Regime = "marche"
    procedure: str | None = None
    formal: bool | None = None
    framework: bool | None = None
    social_services: bool = False
    dispatched: date | None = None
    published: date | None = None
    deadline: datetime | None = None
    cpv: tuple[str, ...] = ()
    value: Money | None = None
    maximum: Money | None = None
    duration_months: Decimal | None = None
    renewals: int | None = None
    renewal_months: Decimal | None = None
    lots: tuple[CaseLot, ...] = ()
    places: tuple[Address, ...] = ()
    departements: tuple[str, ...] = ()
    territories: tuple[CaseTerritory, ...] = field(default=())

    @property
    def last_notice(self) -> Notice | None:
        """The newest notice, if there is any."""
        return self.notices[-1].notice if self.notices else None
