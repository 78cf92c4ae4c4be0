"""FNSimple: national notices from 90 000 € to the EU thresholds, since 2024."""

from __future__ import annotations

from hub.plugin_api import Lot
from hub_procurement_feed import values
from hub_procurement_feed.boamp import award_text, blocks
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node


def read(root: Node, draft: Draft) -> None:
    """Fill ``draft`` from ``donnees.FNSimple``: organisme, then initial, attribution or rectificatif."""
    section = blocks.section(root, draft)
    buyer = blocks.buyer(root.at("organisme"), draft)
    if buyer and not draft.buyers:
        draft.buyers.append(buyer)
    _market(section.at("natureMarche"), draft)
    _procedure(section, draft)
    if not draft.lots:
        draft.lots += [_lot(key, lot, draft) for key, lot in blocks.numbered(section.all("lots", "lot"))]
    award_text.read(section.at("attributionMarche").text, draft)


def _market(market: Node, draft: Draft) -> None:
    draft.set(
        title=market.value("intitule"),
        description=market.value("description"),
        nature=blocks.nature(market.at("natureMarche")),
        cpv=list(blocks.cpvs(market.at("codeCPV"), draft)),
        value=blocks.estimate(market.at("valeurEstimee"), "natureMarche.valeurEstimee", draft),
        duration_months=blocks.months(market, draft, "dureeMois", "dureeJours"),
    )
    place = draft.address("lieuExecution", label=market.value("lieuExecution"))
    if place:
        draft.places.append(place)
    _reserved(market.at("reservationMarche"), draft)


def _reserved(node: Node, draft: Draft) -> None:
    for choice in node.each():
        draft.code("FNSimple.reservationMarche", choice.name)
        for detail in choice.each():  # what stands under "oui" is documented nowhere: kept as it comes
            draft.code(f"FNSimple.reservationMarche.{choice.name}", detail.name)


def _procedure(section: Node, draft: Draft) -> None:
    communication, procedure = section.at("communication"), section.at("procedure")
    due = procedure.value("dateReceptionOffres") or procedure.value("dateReceptionCandidatures")
    flags = (child.name for child in procedure.each() if child.name.startswith("procedure"))
    draft.set(
        reference=communication.value("identifiantInterne"),
        documents_url=communication.value("urlDocConsul") or communication.value("urlProfilAch"),
        deadline=draft.take("bad-deadline", "procedure.dateReceptionOffres", due, values.moment),
        procedure=next(flags, None),
    )
    technique = procedure.at("techAchat")
    if technique and draft.framework is None:
        draft.framework = technique.has("accordCadre")


def _lot(key: str, lot: Node, draft: Draft) -> Lot:
    place = draft.address("lieuExecutionLivraison", label=lot.value("lieuExecutionLivraison"))
    title, description = lot.value("intitule"), lot.value("description")
    return Lot(
        key=key,
        title=title or description or None,
        description=description if title and description else None,
        cpv=blocks.cpvs(lot.at("codeCPV"), draft),
        value=blocks.estimate(lot.at("valeurEstimee"), "lots.lot.valeurEstimee", draft),
        duration_months=blocks.months(lot, draft, "dureeMois", "dureeJours"),
        places=(place,) if place else (),
    )
