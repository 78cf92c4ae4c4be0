"""``donnees`` of EFORMS notices: the UBL tree with prefixed names."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from hub.testing.demo.awards import notified, wins
from hub.testing.demo.calendar import eforms_date, eforms_time, paris
from hub.testing.demo.eforms_lot import lot, lot_id, nature_code
from hub.testing.demo.eforms_parts import (
    BUYER,
    FIRST_WINNER,
    SENDER,
    address,
    code,
    euros,
    extension,
    ident,
    organization,
    organizations,
    text,
)
from hub.testing.demo.identity import notice_id, procedure_id
from hub.testing.demo.model import Json, Plan
from hub.testing.demo.wording import description, lots_of

_NETWORK = {"energie", "station", "eaux"}
_ROOTS = {"planning": "PriorInformationNotice", "award": "ContractAwardNotice"}
_KINDS = {"planning": ("planning", "pin-only"), "award": ("result", "can-standard")}
_REASONS = {"cancel": "cancel", "change": "update-add"}


def is_network(plan: Plan) -> bool:
    """Whether directive 2014/25/EU applies: water, energy, transport."""
    return plan.marche.buyer.kind in _NETWORK


def donnees(plan: Plan) -> Json:
    """The whole notice."""
    tree = {
        "ext:UBLExtensions": extension(_extension(plan)),
        **_identity(plan),
        "cac:ContractingParty": _buyer(plan),
        "cac:TenderingProcess": {"cbc:ProcedureCode": code("procurement-procedure-type", "open")},
        "cac:ProcurementProject": _project(plan),
        "cac:ProcurementProjectLot": _lots(plan),
    }
    return {"EFORMS": {_ROOTS.get(plan.act, "ContractNotice"): tree}}


def _identity(plan: Plan) -> Json:
    social = "cn-social" if plan.marche.social_services else "cn-standard"
    form, kind = _KINDS.get(plan.act, ("competition", social))
    sent = datetime.combine(plan.sent, time(17, 10), paris())
    return {
        "cbc:UBLVersionID": "2.3",
        "cbc:CustomizationID": "eforms-sdk-1.13",
        "cbc:ID": ident("notice-id", notice_id(plan)),
        "cbc:ContractFolderID": procedure_id(plan),
        "cbc:IssueDate": eforms_date(sent),
        "cbc:IssueTime": eforms_time(sent),
        "cbc:VersionID": "01",
        "cbc:RegulatoryDomain": "32014L0025" if is_network(plan) else "32014L0024",
        "cbc:NoticeTypeCode": code(form, kind),
        "cbc:NoticeLanguageCode": "FRA",
        **(
            {"cbc:PlannedDate": eforms_date(plan.sent + timedelta(days=90))} if plan.act == "planning" else {}
        ),
    }


def _subtype(plan: Plan) -> str:
    if plan.marche.social_services:
        return "33" if plan.act == "award" else "20"
    first = {"planning": 4, "award": 29}.get(plan.act, 16)
    return str(first + is_network(plan))


def _extension(plan: Plan) -> Json:
    organisations = organizations(plan.marche.buyer, plan.marche.contact)
    tree: Json = {
        "efac:NoticeSubType": {"cbc:SubTypeCode": code("notice-subtype", _subtype(plan))},
        "efac:Organizations": {"efac:Organization": organisations},
    }
    if plan.act in _REASONS:
        tree["efac:Changes"] = _changes(plan)
    if plan.act == "award":
        organisations += _winners(plan)
        tree["efac:NoticeResult"] = _result(plan)
    return tree


def _changes(plan: Plan) -> Json:
    changed = plan.earlier[-1]
    return {
        "efbc:ChangedNoticeIdentifier": f"{notice_id(changed)}-01",
        "efac:ChangeReason": {
            "cbc:ReasonCode": code("change-corrig-justification", _REASONS[plan.act]),
            "efbc:ReasonDescription": text(plan.change),
        },
        "efac:Change": {
            "efbc:ChangeDescription": text(plan.change),
            "efac:ChangedSection": {"efbc:ChangedSectionIdentifier": "LOT-0001"},
        },
    }


def _buyer(plan: Plan) -> Json:
    buyer = plan.marche.buyer
    sender = {"cac:Party": {"cac:PartyIdentification": {"cbc:ID": ident("organization", SENDER)}}}
    return {
        "cbc:BuyerProfileURI": f"https://plateforme.exemple.fr/{buyer.id}",
        "cac:ContractingPartyType": {"cbc:PartyTypeCode": code("buyer-legal-type", buyer.legal)},
        "cac:ContractingActivity": {"cbc:ActivityTypeCode": code("authority-activity", "gen-pub")},
        "cac:Party": {
            "cac:PartyIdentification": {"cbc:ID": ident("organization", BUYER)},
            "cac:ServiceProviderParty": {
                "cbc:ServiceTypeCode": code("organisation-role", "ted-esen"),
                **sender,
            },
        },
    }


def _project(plan: Plan) -> Json:
    marche = plan.marche
    tree: Json = {
        "cbc:ID": marche.reference,
        "cbc:Name": text(marche.title),
        "cbc:Description": text(description(plan)),
        "cbc:ProcurementTypeCode": code("contract-nature", nature_code(plan)),
        "cbc:Note": text(plan.clause.information) if plan.clause.information else "",
        "cac:RequestedTenderTotal": _total(plan),
        "cac:MainCommodityClassification": {"cbc:ItemClassificationCode": code("cpv", marche.cpv)},
        "cac:RealizedLocation": {"cac:Address": address(marche.place)},
    }
    return {k: v for k, v in tree.items() if v}


def _total(plan: Plan) -> Json:
    marche = plan.marche
    tree: Json = {}
    if marche.maximum:
        tree["ext:UBLExtensions"] = extension({"efbc:FrameworkMaximumAmount": euros(marche.maximum)})
    if marche.value is not None:
        tree["cbc:EstimatedOverallContractAmount"] = euros(marche.value)
    return tree


def _lots(plan: Plan) -> Json | list[Json]:
    trees = [lot(plan, item) for item in lots_of(plan.marche)]
    return trees[0] if len(trees) == 1 else trees


def _winners(plan: Plan) -> list[Json]:
    where = address(plan.marche.buyer.seat)
    return [
        organization(
            f"ORG-{FIRST_WINNER + n:04d}",
            win.name,
            where,
            win.siret,
            {"cbc:ElectronicMail": "contact@entreprise.exemple.fr"},
        )
        for n, win in enumerate(wins(plan))
    ]


def _result(plan: Plan) -> Json:
    found = wins(plan)
    ranks = [f"{n:04d}" for n in range(1, len(found) + 1)]
    return {
        "cbc:TotalAmount": euros(sum(win.amount for win in found)),
        "efac:LotResult": [
            {
                "cbc:ID": ident("result", f"RES-{rank}"),
                "cbc:TenderResultCode": code("winner-selection-status", "selec-w"),
                "efac:LotTender": {"cbc:ID": ident("tender", f"TEN-{rank}")},
                "efac:SettledContract": {"cbc:ID": ident("contract", f"CON-{rank}")},
                "efac:TenderLot": {"cbc:ID": ident("Lot", lot_id(plan, win.lot))},
            }
            for rank, win in zip(ranks, found, strict=True)
        ],
        "efac:LotTender": [
            {
                "cbc:ID": ident("tender", f"TEN-{rank}"),
                "cac:LegalMonetaryTotal": {"cbc:PayableAmount": euros(win.amount)},
                "efac:TenderingParty": {"cbc:ID": ident("tendering-party", f"TPA-{rank}")},
                "efac:TenderLot": {"cbc:ID": ident("Lot", lot_id(plan, win.lot))},
            }
            for rank, win in zip(ranks, found, strict=True)
        ],
        "efac:SettledContract": [
            {
                "cbc:ID": ident("contract", f"CON-{rank}"),
                "cbc:AwardDate": eforms_date(notified(plan)),
                "cbc:IssueDate": eforms_date(notified(plan)),
                "efac:LotTender": {"cbc:ID": ident("tender", f"TEN-{rank}")},
            }
            for rank in ranks
        ],
        "efac:TenderingParty": [
            {
                "cbc:ID": ident("tendering-party", f"TPA-{rank}"),
                "efac:Tenderer": {"cbc:ID": ident("organization", f"ORG-{FIRST_WINNER + n:04d}")},
            }
            for n, rank in enumerate(ranks)
        ],
    }
