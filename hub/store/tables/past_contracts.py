"""What was awarded, by trade, and the marchés that are compared with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from hub.store.columns import Euros


class PastContractRow(SQLModel, table=True):
    """One trade (four digits of CPV) of an awarded marché.

    ``amount`` is that of the trade, in euros HT over the whole duration, ``None`` when it is a ceiling
    or unknown; ``priced`` says whether it is known. ``clause`` is the clause status of the marché,
    ``hours`` the total that its notices state.
    """

    __tablename__ = "past_contract"
    __table_args__ = (
        Index("ix_past_contract_own", "trade", "buyer_siren", "notified"),
        # Half the awards of a trade have no amount: the newest that have one must be found without them.
        Index("ix_past_contract_priced", "trade", "priced", "notified"),
    )

    marche: str = Field(primary_key=True)
    trade: str = Field(primary_key=True)
    buyer_siren: str | None = None
    title: str
    amount: Decimal | None = Field(default=None, sa_type=Euros)
    priced: bool
    notified: date
    clause: str
    hours: int | None = None


class ComparisonRow(SQLModel, table=True):
    """A trade in which an assessed marché is compared with past contracts: whom a new award concerns.

    Contracts of its own buyer always concern it, those of others only when ``seeks_amount``.
    """

    __tablename__ = "comparison"
    __table_args__ = (Index("ix_comparison_own", "trade", "buyer_siren"),)

    trade: str = Field(primary_key=True)
    marche: str = Field(primary_key=True, index=True)
    buyer_siren: str | None = None
    seeks_amount: bool
