"""Results: LotResult → LotTender → TenderingParty → Tenderer → Organization, joined by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from hub.plugin_api import Award, Money
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.eforms.parties import Organisation
from hub_procurement_feed.node import NOTHING, Node

Status = Literal["awarded", "none", "open"]
_STATUSES: Final[dict[str, Status]] = {"selec-w": "awarded", "clos-nw": "none", "open-nw": "open"}


@dataclass(frozen=True, slots=True)
class _Result:
    tenders: dict[str, Node]
    parties: dict[str, Node]
    contracts: dict[str, Node]
    organisations: dict[str, Organisation]


def read(root: Node, organisations: dict[str, Organisation], draft: Draft) -> None:
    """Fill the awards from ``efac:NoticeResult``; ``cac:TenderResult``, full of sentinels, is never read."""
    for result in root.all("NoticeResult"):
        total, ceiling = result.at("TotalAmount"), result.at("OverallMaximumFrameworkContractsAmount")
        draft.set(
            value=_money(total, "BT-161", draft),
            maximum=draft.money(
                "BT-118", ceiling.text, ceiling.attrs.get("currencyID", ""), "framework_maximum"
            ),
        )
        index = _Result(
            tenders=_by_id(result, "LotTender"),
            parties=_by_id(result, "TenderingParty"),
            contracts=_by_id(result, "SettledContract"),
            organisations=organisations,
        )
        for lot_result in result.all("LotResult"):
            draft.awards += _awards(lot_result, index, draft)


def _by_id(result: Node, tag: str) -> dict[str, Node]:
    return {node.value("ID"): node for node in result.all(tag)}


def _money(node: Node, term: str, draft: Draft) -> Money | None:
    return draft.money(term, node.text, node.attrs.get("currencyID", ""), "awarded")


def _awards(lot_result: Node, index: _Result, draft: Draft) -> list[Award]:
    lot = lot_result.value("TenderLot", "ID") or None  # BT-13713
    status = _STATUSES.get(lot_result.value("TenderResultCode"), "awarded")  # BT-142
    if status != "awarded":
        return [Award(lot=lot, status=status)]
    contracts = [index.contracts.get(key, NOTHING) for key in _ids(lot_result, "SettledContract")]
    awards: list[Award] = []
    for key in _winning(lot_result, contracts, index):
        mine = [c for c in contracts if key in _ids(c, "LotTender")] or contracts
        awards += _winners(lot, index.tenders.get(key, NOTHING), _awarded(mine, draft), index, draft)
    return awards or [Award(lot=lot, awarded=_awarded(contracts, draft))]


def _ids(node: Node, tag: str) -> list[str]:
    return [child.text.strip() for child in node.all(tag, "ID")]


def _winning(lot_result: Node, contracts: list[Node], index: _Result) -> list[str]:
    """A lot result lists every tender; a contract names the ones that won. Without contract, by rank."""
    tenders = _ids(lot_result, "LotTender")
    contracted = {key for contract in contracts for key in _ids(contract, "LotTender")}
    if contracted & set(tenders):
        return [key for key in tenders if key in contracted]
    ranks = {key: index.tenders.get(key, NOTHING).value("RankCode") for key in tenders}
    return [key for key in tenders if ranks[key] in {"", "1"}]


def _awarded(contracts: list[Node], draft: Draft) -> date | None:
    for term, tag in (("BT-1451", "AwardDate"), ("BT-145", "IssueDate")):
        for contract in contracts:
            found = draft.take("bad-date", term, contract.value(tag), values.award_day)
            if found:
                return found
    return None


def _winners(
    lot: str | None, tender: Node, awarded: date | None, index: _Result, draft: Draft
) -> list[Award]:
    value = _money(tender.at("LegalMonetaryTotal", "PayableAmount"), "BT-720", draft)
    party = index.parties.get(tender.value("TenderingParty", "ID"), NOTHING)
    names = [index.organisations.get(key) for key in _ids(party, "Tenderer")]
    awards: list[Award] = []
    for organisation in filter(None, names):
        siret, _ = draft.sirets("BT-501", organisation.identifier)
        awards.append(
            Award(
                lot=lot,
                winner=organisation.name or None,
                winner_siret=siret,
                winner_identifier=organisation.identifier or None,
                # The amount is the group's: printed once, on its first member, or sums would double.
                value=None if awards else value,
                awarded=awarded,
            )
        )
    return awards or [Award(lot=lot, value=value, awarded=awarded)]
