"""Who won what: ``AWARD_CONTRACT``, the prizes of design contests, and modified contracts."""

from __future__ import annotations

from datetime import date
from typing import Final

from hub.plugin_api import Award, Money
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node
from hub_procurement_feed.ted.legacy import lots

_WINNERS: Final = (("CONTRACTORS", "CONTRACTOR"), ("CONTRACTOR",), ("WINNERS", "WINNER"), ("WINNER",))
_ADDRESSES: Final = ("ADDRESS_CONTRACTOR", "ADDRESS_WINNER")


def read(form: Node, draft: Draft) -> None:
    """Add the awards of a form of 2014 to ``draft``."""
    for block in form.all("AWARD_CONTRACT"):
        _contract(block, draft)
    for results in form.all("RESULTS"):
        _prizes(results, draft)
    for modified in form.all("MODIFICATIONS_CONTRACT"):
        _modified(modified, draft)


def _contract(block: Node, draft: Draft) -> None:
    keys: list[str | None] = [values.lot_number(n.text) for n in block.all("LOT_NO") if n.text.strip()]
    for contract in block.all("AWARDED_CONTRACT"):
        day = contract.value("DATE_CONCLUSION_CONTRACT")
        awarded = draft.take("bad-date", "DATE_CONCLUSION_CONTRACT", day, values.award_day)
        draft.awards += winners(contract, (keys or [None])[0], _awarded(contract, draft), awarded, draft)
    if block.has("NO_AWARDED_CONTRACT"):
        draft.awards += [Award(lot=key, status="none") for key in keys or [None]]


def _awarded(contract: Node, draft: Draft) -> Money | None:
    """The value of an awarded contract: an estimate printed beside it is none."""
    found = lots.value(contract, draft)
    return found if found and found.basis != "estimate" else None


def winners(
    contract: Node, lot: str | None, value: Money | None, awarded: date | None, draft: Draft
) -> list[Award]:
    """The members of the group that won, the amount on the first one; one award when nobody is named."""
    found: list[Award] = []
    for node in (node for path in _WINNERS for node in contract.all(*path)):
        who = next((place for name in _ADDRESSES if (place := node.at(name))), node)
        identifier = who.value("NATIONALID")
        siret, _ = draft.sirets("NATIONALID", identifier)
        found.append(
            Award(
                lot=lot,
                winner=who.value("OFFICIALNAME") or None,
                winner_siret=siret,
                winner_identifier=identifier or None,
                # The amount is the group's: printed once, on its first member, or sums would double.
                value=None if found else value,
                awarded=awarded,
            )
        )
    return found or ([Award(lot=lot, value=value, awarded=awarded)] if value or awarded else [])


def _prizes(results: Node, draft: Draft) -> None:
    for prize in results.all("AWARDED_PRIZE"):
        amount = prize.at("VAL_PRIZE")
        money = draft.money("VAL_PRIZE", amount.text, amount.attrs.get("CURRENCY", ""), "awarded")
        day = draft.take(
            "bad-date", "DATE_DECISION_JURY", prize.value("DATE_DECISION_JURY"), values.award_day
        )
        draft.awards += winners(prize, None, money, day, draft)
    if results.has("NO_AWARDED_PRIZE"):
        draft.awards.append(Award(status="none"))


def _modified(modified: Node, draft: Draft) -> None:
    info = modified.at("INFO_MODIFICATIONS")
    after = (info.at("VALUES") or info).at("VAL_TOTAL_AFTER")
    money = draft.money("VAL_TOTAL_AFTER", after.text, after.attrs.get("CURRENCY", ""), "awarded")
    draft.value = money or draft.value
    for section in modified.all("DESCRIPTION_PROCUREMENT"):
        lot = values.lot_number(section.value("LOT_NO")) or None
        if not draft.awards:
            draft.awards += winners(section, lot, money or lots.value(section, draft), None, draft)
