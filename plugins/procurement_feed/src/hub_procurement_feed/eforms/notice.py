"""The notice itself: its identity, its kind, what it changes, and the parts read in order."""

from __future__ import annotations

from typing import Final

from hub.plugin_api import Change
from hub.plugin_api.records import NoticeKind, Regime
from hub_procurement_feed import numbers, values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.eforms import lots, parties, results, texts
from hub_procurement_feed.node import Node

# BT-03. A contract modification reports on an awarded contract, and a voluntary ex-ante notice names the
# winner of a contract that nobody may bid for: both are results, and ``form`` tells them apart.
_KINDS: Final[dict[str, NoticeKind]] = {
    "planning": "planning",
    "consultation": "planning",
    "competition": "competition",
    "result": "result",
    "dir-awa-pre": "result",
    "cont-modif": "result",
    "completion": "result",
}
_LIGHT_TYPES: Final = frozenset({"cn-social", "pin-cfc-social", "can-social"})
_LIGHT_SUBTYPES: Final = frozenset({12, 13, 14, 20, 21, 33, 34, 35})
_CONCESSION_SUBTYPES: Final = frozenset({14, 19, 28, 32, 35, 40})
_DEFENCE_SUBTYPES: Final = frozenset({3, 6, 9, 18, 22, 27, 31})
_CANCELS: Final = "cancel"


def read(root: Node, draft: Draft) -> None:
    """Fill ``draft`` from the root element of an eForms notice (``ContractNotice`` …)."""
    _identity(root, draft)
    _kind(root, draft)
    _regime(root, draft)
    _changes(root, draft)
    organisations = parties.organisations(root)
    parties.buyers(root, organisations, draft)
    lots.read(root, draft)
    results.read(root, organisations, draft)
    texts.sweep(root, draft)


def publication_number(root: Node) -> str:
    """OPP-010, the number in the OJ S without leading zeros (``454088-2024``), or ``""``."""
    found = root.all("Publication", "NoticePublicationID")
    printed = next((n.text.strip() for n in found if n.attrs.get("schemeName") == "ojs-notice-id"), "")
    return numbers.publication_number(printed) or printed


def subtype(root: Node) -> str:
    """OPP-070, ``1`` to ``40`` for the forms of the directives, ``E3``, ``CEI``… for others."""
    return root.value("NoticeSubType", "SubTypeCode")


def _identity(root: Node, draft: Draft) -> None:
    scheme = [node for node in root.all("ID") if node.attrs.get("schemeName") == "notice-id"]
    draft.set(
        notice_id=scheme[0].text.strip() if scheme else root.value("ID"),  # BT-701
        procedure_id=root.value("ContractFolderID"),  # BT-04
        legal_basis=root.value("RegulatoryDomain"),  # BT-01
        dispatched=draft.take("bad-date", "BT-05", root.value("IssueDate"), values.day),
        procedure=root.value("TenderingProcess", "ProcedureCode"),  # BT-105
        form="/".join(filter(None, ["EFORMS", root.name, subtype(root)])),
    )


def _kind(root: Node, draft: Draft) -> None:
    form_type = root.at("NoticeTypeCode").attrs.get("listName", "").strip()  # BT-03
    if form_type in _KINDS:
        draft.kind = _KINDS[form_type]
    elif root.name == "ContractAwardNotice":
        draft.kind = "result"
    elif root.name == "PriorInformationNotice":
        draft.kind = "planning"


def _regime(root: Node, draft: Draft) -> None:
    number = int(subtype(root)) if subtype(root).isdecimal() and len(subtype(root)) < 4 else 0
    draft.social_services = root.value("NoticeTypeCode") in _LIGHT_TYPES or number in _LIGHT_SUBTYPES
    draft.regime = _regime_of(draft.legal_basis or "", number)
    if number >= 7:
        draft.formal = True


def _regime_of(legal_basis: str, number: int) -> Regime:
    if legal_basis == "32009L0081" or (not legal_basis and number in _DEFENCE_SUBTYPES):
        return "defense"
    if legal_basis == "32014L0023" or (not legal_basis and number in _CONCESSION_SUBTYPES):
        return "concession"
    return "marche"


def _changes(root: Node, draft: Draft) -> None:
    for changes in root.all("Changes"):
        reasons = [node.text.strip() for node in changes.all("ChangeReason", "ReasonCode")]  # BT-140
        cancelled = _CANCELS in reasons
        draft.kind = "cancellation" if cancelled else "change"
        for reason in filter(None, reasons):
            draft.code("BT-140", reason)
        _link_changed(changes, draft, cancelled=cancelled)
        _describe(changes, draft)


def _link_changed(changes: Node, draft: Draft, *, cancelled: bool) -> None:
    printed = changes.value("ChangedNoticeIdentifier")  # BT-758
    number = numbers.publication_number(printed)
    draft.link("cancels" if cancelled else "changes", number or printed, "ted" if number else None)


def _describe(changes: Node, draft: Draft) -> None:
    for change in changes.all("Change"):
        text = change.french("ChangeDescription")  # BT-141
        sections = [
            n.text.strip() for n in change.all("ChangedSection", "ChangedSectionIdentifier")
        ]  # BT-13716
        lots: list[str | None] = [name for name in sections if name.startswith("LOT-")]
        for lot in lots or [None]:
            draft.changes.append(Change(field="/".join(sections) or None, lot=lot, text=text or None))
    reason = changes.french("ChangeReason", "ReasonDescription")  # BT-762
    if reason:
        draft.changes.append(Change(field="BT-762", text=reason))
