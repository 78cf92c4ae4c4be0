"""Every sentence of an eForms notice, with the term it came from.

One walk over the whole tree. A text that has a term is kept whatever its length; any other text is kept
under its path when it is long enough to be a sentence, so that none can hide in a field that nobody
thought of. Organisations, contacts, addresses and identifiers are not texts.
"""

from __future__ import annotations

from typing import Final

from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft, Role
from hub_procurement_feed.eforms.lots import lot_key
from hub_procurement_feed.node import Node

# (parent, element) → (term, role). A role of "conditions" is only for the performance of the contract.
_TERMS: Final[dict[tuple[str, str], tuple[str, Role]]] = {
    ("ProcurementProject", "Name"): ("BT-21", "object"),
    ("ProcurementProject", "Description"): ("BT-24", "description"),
    ("ProcurementProject", "Note"): ("BT-300", "information"),
    ("ProcurementAdditionalType", "ProcurementType"): ("BT-777", "conditions"),
    ("ContractExecutionRequirement", "Description"): ("BT-70", "conditions"),
    ("SubordinateAwardingCriterion", "Name"): ("BT-734", "criterion"),
    ("SubordinateAwardingCriterion", "Description"): ("BT-540", "criterion"),
    ("AwardingCriterion", "CalculationExpression"): ("BT-543", "criterion"),
    ("AwardingCriterion", "Description"): ("BT-733", "criterion"),
    ("SelectionCriteria", "Name"): ("BT-749", "information"),
    ("SelectionCriteria", "Description"): ("BT-750", "information"),
    ("SpecificTendererRequirement", "Description"): ("BT-67", "information"),
    ("TendererQualificationRequest", "CompanyLegalForm"): ("BT-76", "information"),
    ("PaymentTerms", "Note"): ("BT-77", "information"),
    ("RequiredFinancialGuarantee", "Description"): ("BT-75", "information"),
    ("TenderingTerms", "RecurringProcurementDescription"): ("BT-95", "information"),
    ("TenderingTerms", "FundingProgram"): ("BT-5010", "information"),
    ("SecurityClearanceTerm", "Description"): ("BT-732", "information"),
    ("PresentationPeriod", "Description"): ("BT-99", "information"),
    ("ContractExtension", "OptionsDescription"): ("BT-54", "information"),
    ("Period", "Description"): ("BT-57", "information"),
    ("PlannedPeriod", "Description"): ("BT-781", "information"),
    ("RealizedLocation", "Description"): ("BT-728", "information"),
    ("TenderingProcess", "Description"): ("BT-88", "information"),
    ("ProcessJustification", "Description"): ("BT-135", "information"),
    ("FrameworkAgreement", "Justification"): ("BT-109", "information"),
    ("Change", "ChangeDescription"): ("BT-141", "change"),
    ("ChangeReason", "ReasonDescription"): ("BT-762", "change"),
    ("SettledContract", "Title"): ("BT-721", "award"),
    ("SubcontractingTerm", "TermDescription"): ("BT-554", "award"),
}
_NOT_TEXTS: Final = frozenset(
    {
        "Organizations",
        "Contact",
        "PostalAddress",
        "Party",
        "TenderingParty",
        "TechnicalCommitteePerson",
        "UltimateBeneficialOwner",
        "FieldsPrivacy",
    }
)
_NOT_SENTENCES: Final = (
    "ID",
    "URI",
    "Code",
    "StreetName",
    "CityName",
    "Department",
    "Postbox",
    "AccessToolName",
)
_SCOPES: Final = {"Lot": "Lot", "Part": "Part", "LotsGroup": "LotsGroup"}


def sweep(root: Node, draft: Draft) -> None:
    """Add every text of the notice to ``draft``: those of the notice first, then lot by lot."""
    for node in root.each():
        if node.name in _NOT_TEXTS:
            continue
        if node.name == "ProcurementProjectLot":
            scheme = node.at("ID").attrs.get("schemeName", "Lot").strip()
            _section(node, _SCOPES.get(scheme, "Lot"), lot_key(node) or None, draft)
        else:
            scope = "Notice" if node.name in {"Changes", "NoticeResult"} else "Procedure"
            _section(node, scope, None, draft)


def _section(section: Node, scope: str, lot: str | None, draft: Draft) -> None:
    if values.is_sentence(section.text):
        draft.text(f"{section.name}-{scope}", section.text, "information", lot)
    stack = [(section, section.name)] if section.children else []
    while stack:
        node, path = stack.pop()
        below = []
        for name, siblings in node.children.items():
            if name in _NOT_TEXTS:
                continue
            term, role = _TERMS.get((node.name, name), ("", "information"))
            where = f"{term}-{scope}" if term else ""
            for child in siblings:
                if child.text and (where or _is_text(child)):
                    draft.text(where or f"{path}/{name}-{scope}", child.text, role, lot)
                if child.children:
                    below.append((child, f"{path}/{name}"))
        below.reverse()
        stack += below


def _is_text(node: Node) -> bool:
    return values.is_sentence(node.text) and not node.name.endswith(_NOT_SENTENCES)
