"""The project, its lots, and what each lot asks: values, durations, places, deadlines, codes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final

from hub.plugin_api import Address, Lot, Money
from hub.plugin_api.records import Nature
from hub_procurement_feed import numbers, values
from hub_procurement_feed.draft import Draft, agreed
from hub_procurement_feed.eforms import criteria
from hub_procurement_feed.node import Node

_NATURES: Final[dict[str, Nature]] = {
    "works": "travaux",
    "services": "services",
    "supplies": "fournitures",
}
_ADDITIONAL: Final = {
    "strategic-procurement": "BT-06",
    "social-objective": "BT-775",
    "environmental-impact": "BT-774",
    "innovative-acquisition": "BT-776",
    "gpp-criteria": "BT-805",
    "contract-nature": "BT-531",
}
_DEADLINES: Final = (
    ("BT-131", "TenderSubmissionDeadlinePeriod"),
    ("BT-1311", "ParticipationRequestReceptionPeriod"),
    ("BT-630", "InterestExpressionReceptionPeriod"),
)


def read(root: Node, draft: Draft) -> None:
    """Fill ``draft`` from the project and its lots (BT-137), or the parts of a planning notice."""
    project = root.at("ProcurementProject")
    sections = [node for node in root.all("ProcurementProjectLot") if is_lot(node)]
    draft.lots += [_lot(section, draft) for section in sections]
    for section in sections:
        _terms(section, draft)
    _project(project, draft)
    _follow(root, draft)
    _whole(draft, [_deadline(section, draft) for section in sections], _frameworks(sections))


def is_lot(section: Node) -> bool:
    """Whether a ``ProcurementProjectLot`` is a lot or a part; a group of lots is neither."""
    return bool(lot_key(section)) and section.at("ID").attrs.get("schemeName", "Lot").strip() != "LotsGroup"


def lot_key(section: Node) -> str:
    """BT-137: ``LOT-0001`` (``PAR-0001`` for a part)."""
    return section.value("ID")


def _project(project: Node, draft: Draft) -> None:
    first = draft.lots[0] if draft.lots else None
    codes = draft.cpvs("BT-262-Procedure", _cpvs(project))
    draft.set(
        title=project.french("Name") or (first and first.title) or "",  # BT-21
        description=project.french("Description"),  # BT-24
        reference=project.value("ID"),  # BT-22
        nature=_nature(project),
        value=_money(project, "BT-27", draft),
        maximum=_money(project, "BT-271", draft),
        duration_months=_duration(project, draft),
    )
    lots_cpv = [code for lot in draft.lots for code in lot.cpv]
    draft.cpv += [c for c in dict.fromkeys([*codes, *lots_cpv]) if c not in draft.cpv]
    draft.places += _places(project, draft)


def _lot(section: Node, draft: Draft) -> Lot:
    project = section.at("ProcurementProject")
    period = project.at("PlannedPeriod")
    renewals = project.value("ContractExtension", "MaximumNumberNumeric")  # BT-58
    return Lot(
        key=lot_key(section),
        title=project.french("Name") or None,
        description=project.french("Description") or None,
        nature=_nature(project),
        cpv=draft.cpvs("BT-262-Lot", _cpvs(project)),
        value=_money(project, "BT-27", draft),
        maximum=_money(project, "BT-271", draft),
        duration_months=_duration(project, draft),
        renewals=draft.take("bad-number", "BT-58", renewals, values.count),
        starts=draft.take("bad-date", "BT-536", period.value("StartDate"), values.day),
        ends=draft.take("bad-date", "BT-537", period.value("EndDate"), values.day),
        places=tuple(_places(project, draft)),
    )


def _nature(project: Node) -> Nature | None:
    return next((_NATURES[c] for c in _nature_codes(project) if c in _NATURES), None)


def _nature_codes(project: Node) -> list[str]:
    return project.listed("contract-nature", "ProcurementTypeCode") or [project.value("ProcurementTypeCode")]


def _cpvs(project: Node) -> list[str]:
    main = project.all("MainCommodityClassification", "ItemClassificationCode")  # BT-262
    other = project.all("AdditionalCommodityClassification", "ItemClassificationCode")  # BT-263
    return [node.text.strip() for node in (*main, *other)]


def _money(project: Node, term: str, draft: Draft) -> Money | None:
    ceiling = term == "BT-271"
    tag = "FrameworkMaximumAmount" if ceiling else "EstimatedOverallContractAmount"
    node = project.at("RequestedTenderTotal", tag)
    currency = node.attrs.get("currencyID", "")
    return draft.money(term, node.text, currency, "framework_maximum" if ceiling else "estimate")


def _duration(project: Node, draft: Draft) -> Decimal | None:
    measure = project.at("PlannedPeriod", "DurationMeasure")  # BT-36
    unit = measure.attrs.get("unitCode", "MONTH").strip().upper()
    return draft.take("bad-duration", "BT-36", measure.text, partial(values.months, unit=unit))


def _places(project: Node, draft: Draft) -> list[Address]:
    found = (_place(node, draft) for node in project.all("RealizedLocation"))
    return [place for place in found if place]


def _place(location: Node, draft: Draft) -> Address | None:
    address = location.at("Address")
    labels = (location.french("Description"), address.french("Description"), address.value("Region"))
    return draft.address(
        "BT-5121",
        street=address.value("StreetName"),  # BT-5101
        postcode=address.value("PostalZone"),  # BT-5121
        city=address.value("CityName"),  # BT-5131
        nuts=address.value("CountrySubentityCode"),  # BT-5071
        country=address.value("Country", "IdentificationCode"),
        label=next(filter(None, labels), ""),  # BT-728, else BT-727
    )


def _terms(section: Node, draft: Draft) -> None:
    key, terms = lot_key(section), section.at("TenderingTerms")
    _codes(section, key, draft)
    draft.criteria += criteria.read(terms, key, draft)
    for wanted in ("non-restricted-document", "restricted-document"):  # BT-15, else BT-615
        draft.set(documents_url=_documents(terms, wanted))
    draft.set(documents_url=terms.value("TenderRecipientParty", "EndpointID"))  # BT-18


def _documents(terms: Node, wanted: str) -> str:
    for reference in terms.all("CallForTendersDocumentReference"):
        if reference.value("DocumentType") == wanted:
            return reference.value("Attachment", "ExternalReference", "URI")
    return ""


def _codes(section: Node, key: str, draft: Draft) -> None:
    for node in section.all("ProcurementProject", "ProcurementAdditionalType", "ProcurementTypeCode"):
        term = _ADDITIONAL.get(node.attrs.get("listName", ""))
        if term and node.text.strip():
            draft.code(term, node.text.strip(), key)
    terms, process = section.at("TenderingTerms"), section.at("TenderingProcess")
    requests = ("TendererQualificationRequest", "SpecificTendererRequirement", "TendererRequirementTypeCode")
    for value in terms.listed("reserved-procurement", *requests):
        draft.code("BT-71", value, key)
    for value in terms.listed(
        "reserved-execution", "ContractExecutionRequirement", "ExecutionRequirementCode"
    ):
        draft.code("BT-736", value, key)
    for list_name, term in (("framework-agreement", "BT-765"), ("dps-usage", "BT-766")):
        for value in process.listed(list_name, "ContractingSystem", "ContractingSystemTypeCode"):
            draft.code(term, value, key)
    recurring = terms.value("RecurringProcurementIndicator")  # BT-94
    if recurring:
        draft.code("BT-94", recurring, key)


def _deadline(section: Node, draft: Draft) -> tuple[int, datetime] | None:
    process = section.at("TenderingProcess")
    for rank, (term, tag) in enumerate(_DEADLINES):
        period = process.at(tag)
        day, clock = period.value("EndDate"), period.value("EndTime")
        when = draft.take("bad-deadline", term, day, partial(values.joined, time_printed=clock))
        if when:
            return rank, when
    return None


def _frameworks(sections: list[Node]) -> list[str]:
    path = ("TenderingProcess", "ContractingSystem", "ContractingSystemTypeCode")
    return [code for section in sections for code in section.listed("framework-agreement", *path)]


def _whole(draft: Draft, deadlines: list[tuple[int, datetime] | None], frameworks: list[str]) -> None:
    # The bids of one lot may be due before the others: the notice is pressing from the first one on.
    due = sorted(deadline for deadline in deadlines if deadline)
    lots = draft.lots
    draft.set(
        deadline=due[0][1] if due else None,
        duration_months=agreed(lot.duration_months for lot in lots),
        renewals=agreed(lot.renewals for lot in lots),
        nature=agreed(lot.nature for lot in lots),
        places=list(dict.fromkeys(place for lot in lots for place in lot.places)),
    )
    if frameworks and draft.framework is None:
        draft.framework = any(code != "none" for code in frameworks)


def _follow(root: Node, draft: Draft) -> None:
    for section in (root, *root.all("ProcurementProjectLot")):
        for reference in section.all("TenderingProcess", "NoticeDocumentReference"):  # BT-125, BT-1251
            part = reference.value("ReferencedDocumentInternalAddress")
            if part:
                draft.code("BT-1251", part, lot_key(section) if section is not root else None)
            printed = reference.value("ID")
            number = numbers.publication_number(printed)
            draft.link("follows", number or printed, "ted" if number else None)
