"""DSP: concessions and delegations of public service; DIVERS has the same blocks."""

from __future__ import annotations

from hub.plugin_api import Lot
from hub_procurement_feed import values
from hub_procurement_feed.boamp import blocks
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node


def read(root: Node, draft: Draft) -> None:
    """Fill ``draft`` from ``donnees.DSP``."""
    section, organisme = blocks.section(root, draft), root.at("organisme")
    buyer = blocks.buyer(organisme, draft)
    if buyer and not draft.buyers:
        draft.buyers.append(buyer)
    description = section.at("descriptionMarche")
    draft.set(
        title=description.value("titreMarche"),
        description=description.value("description"),
        reference=description.value("numeroReference"),
        nature=blocks.nature(description.at("natureMarche")),
        cpv=list(blocks.cpvs(description.at("CPV"), draft)),
        documents_url=organisme.value("urlProfilAcheteur"),
    )
    if not draft.lots:
        keyed = blocks.numbered(lot for lot in description.all("lot") if lot.children)
        draft.lots += [_lot(key, lot, draft) for key, lot in keyed]
    for parent in (root, section):
        _conditions(parent, draft)


def _lot(key: str, lot: Node, draft: Draft) -> Lot:
    places = (draft.address("codeNUTS", nuts=node.text) for node in lot.all("lieuCodeNUTS", "codeNUTS"))
    return Lot(
        key=key,
        title=lot.value("intitule") or lot.value("description") or None,
        cpv=blocks.cpvs(lot.at("CPV"), draft),
        duration_months=blocks.months(lot.at("dureeLot"), draft, "nbMois", "nbJours"),
        places=tuple(place for place in places if place),
    )


def _conditions(parent: Node, draft: Draft) -> None:
    for reserved in parent.all("situation", "marcheReserve"):
        for choice in reserved.each():
            draft.code("situation.marcheReserve", choice.name)
    due = parent.value("renseignementsAdm", "receptionInteret")
    draft.set(deadline=draft.take("bad-deadline", "renseignementsAdm.receptionInteret", due, values.moment))
