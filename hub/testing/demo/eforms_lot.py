"""The tree of one eForms lot: project, terms, process."""

from __future__ import annotations

from hub.testing.demo.calendar import eforms_date, eforms_time
from hub.testing.demo.eforms_parts import COURT, address, code, euros, extension, ident, text
from hub.testing.demo.identity import notice_id
from hub.testing.demo.model import Json, Lot, Plan
from hub.testing.demo.wording import (
    APPEAL,
    FINANCIAL,
    TECHNICAL,
    Criterion,
    candidacy,
    criteria,
    lot_text,
    renewal_text,
)

_STRATEGIC = "strategic-procurement"


def lot(plan: Plan, item: Lot) -> Json:
    """A lot; only those of calls have terms and a process."""
    head = {"cbc:ID": ident("Part" if plan.act == "planning" else "Lot", lot_id(plan, item))}
    if plan.act in {"planning", "award"}:
        return {**head, "cac:ProcurementProject": project(plan, item)}
    return {
        **head,
        "cac:TenderingTerms": _terms(plan, item),
        "cac:TenderingProcess": _process(plan),
        "cac:ProcurementProject": project(plan, item),
    }


def lot_id(plan: Plan, item: Lot) -> str:
    """``LOT-0001``, or ``PAR-0001`` in planning notices."""
    return f"{'PAR' if plan.act == 'planning' else 'LOT'}-{int(item.number):04d}"


def project(plan: Plan, item: Lot) -> Json:
    """What the lot buys."""
    marche = plan.marche
    tree: Json = {
        "cbc:ID": ident("InternalID", item.number),
        "cbc:Name": text(item.title),
        "cbc:Description": text(lot_text(plan, item)),
        "cbc:ProcurementTypeCode": code("contract-nature", nature_code(plan)),
        "cac:ProcurementAdditionalType": _strategic(plan, item),
        "cac:RequestedTenderTotal": {
            "cbc:EstimatedOverallContractAmount": euros(item.value if item.value else "0.00")
        },
        "cac:MainCommodityClassification": {"cbc:ItemClassificationCode": code("cpv", item.cpv)},
        "cac:RealizedLocation": {"cac:Address": address(marche.place)},
        "cac:PlannedPeriod": {"cbc:DurationMeasure": {"@unitCode": "MONTH", "#text": str(marche.months)}},
        "cac:ContractExtension": _extension(plan),
    }
    if marche.value is None:
        del tree["cac:RequestedTenderTotal"]
    return {k: v for k, v in tree.items() if v}


def nature_code(plan: Plan) -> str:
    """The eForms word for the nature."""
    return {"travaux": "works", "services": "services", "fournitures": "supplies"}[plan.marche.trade.nature]


def _extension(plan: Plan) -> Json:
    if not plan.marche.renewals:
        return {}
    period = {"cac:Period": {"cbc:Description": text(renewal_text(plan.marche))}}
    return {"cbc:MaximumNumberNumeric": str(plan.marche.renewals), "cac:Renewal": period}


def _strategic(plan: Plan, item: Lot) -> list[Json] | Json:
    codes = plan.clause.codes_of(item.number) if plan.act != "planning" else {}
    found: list[Json] = []
    if value := codes.get("BT-06"):
        about = {"cbc:ProcurementType": text(codes["BT-777"])} if "BT-777" in codes else {}
        found.append({"cbc:ProcurementTypeCode": code(_STRATEGIC, value), **about})
    if value := codes.get("BT-775"):
        found.append({"cbc:ProcurementTypeCode": code("social-objective", value)})
    return found[0] if len(found) == 1 else found


def _terms(plan: Plan, item: Lot) -> Json:
    codes = plan.clause.codes_of(item.number)
    selection = [
        {
            "cbc:TendererRequirementTypeCode": code("selection-criterion", kind),
            "cbc:Description": text(words),
        }
        for kind, words in (
            ("slc-suit-auth-mbrshp", candidacy(plan)),
            ("slc-stand-ins", FINANCIAL),
            ("slc-abil", TECHNICAL),
        )
    ]
    reserved = code("reserved-procurement", codes.get("BT-71", "none"))
    return {
        "ext:UBLExtensions": extension({"efac:SelectionCriteria": selection}),
        "cbc:VariantConstraintCode": code("permission", "not-allowed"),
        "cbc:FundingProgramCode": code("eu-funded", "no-eu-funds"),
        "cbc:RecurringProcurementIndicator": "true" if plan.marche.renewals else "false",
        "cac:CallForTendersDocumentReference": _documents(plan),
        "cac:TendererQualificationRequest": [
            {
                "cac:SpecificTendererRequirement": {
                    "cbc:TendererRequirementTypeCode": code("selection-criteria-source", "epo-notice")
                }
            },
            {"cac:SpecificTendererRequirement": {"cbc:TendererRequirementTypeCode": reserved}},
        ],
        "cac:ContractExecutionRequirement": _requirements(plan, item),
        "cac:AwardingTerms": {"cac:AwardingCriterion": {"cac:SubordinateAwardingCriterion": _criteria(plan)}},
        "cac:AppealTerms": {
            "cac:PresentationPeriod": {"cbc:Description": text(APPEAL)},
            "cac:AppealReceiverParty": {"cac:PartyIdentification": {"cbc:ID": ident("organization", COURT)}},
        },
    }


def _documents(plan: Plan) -> Json:
    uri = f"https://plateforme.exemple.fr/consultation?ref={plan.marche.reference}&amp;type=DCE"
    return {
        "cbc:ID": plan.marche.reference,
        "cbc:DocumentType": "non-restricted-document",
        "cac:Attachment": {"cac:ExternalReference": {"cbc:URI": uri}},
    }


def _requirements(plan: Plan, item: Lot) -> list[Json]:
    clause = plan.clause
    found: list[Json] = [
        {"cbc:ExecutionRequirementCode": code("einvoicing", "required")},
        {"cbc:ExecutionRequirementCode": code("esignature-submission", "false")},
        {
            "cbc:ExecutionRequirementCode": code(
                "reserved-execution", clause.codes_of(item.number).get("BT-736", "no")
            )
        },
    ]
    if clause.text and (not clause.only or item.number in clause.only):
        condition = {
            "cbc:ExecutionRequirementCode": code("conditions", "performance"),
            "cbc:Description": text(clause.text),
        }
        found.append(condition)
    return found


def _criteria(plan: Plan) -> list[Json]:
    return [_criterion(c) for c in criteria(plan)]


def _criterion(item: Criterion) -> Json:
    weight = {
        "efbc:ParameterCode": code("number-weight", "per-exa"),
        "efbc:ParameterNumeric": str(item.weight),
    }
    return {
        "ext:UBLExtensions": extension({"efac:AwardCriterionParameter": weight}),
        "cbc:AwardingCriterionTypeCode": code("award-criterion-type", item.kind),
        "cbc:Name": text(item.name),
        "cbc:Description": text(f"{item.name}, selon le détail donné au règlement de la consultation"),
    }


def _process(plan: Plan) -> Json:
    framework = "fa-wo-rc" if plan.marche.maximum or plan.marche.renewals else "none"
    tree: Json = {
        "cbc:SubmissionMethodCode": code("esubmission", "required"),
        "cac:ContractingSystem": [
            {"cbc:ContractingSystemTypeCode": code("framework-agreement", framework)},
            {"cbc:ContractingSystemTypeCode": code("dps-usage", "none")},
        ],
    }
    planned = [p for p in plan.earlier if p.act == "planning"]
    if planned:
        tree["cac:NoticeDocumentReference"] = {
            "cbc:ID": ident("notice-id-ref", f"{notice_id(planned[-1])}-01"),
            "cbc:ReferencedDocumentInternalAddress": "PAR-0001",
        }
    if plan.deadline:
        tree["cac:TenderSubmissionDeadlinePeriod"] = {
            "cbc:EndDate": eforms_date(plan.deadline),
            "cbc:EndTime": eforms_time(plan.deadline),
        }
    return tree
