"""MAPA: adapted procedures below 90 000 €. No CPV, no SIRET."""

from __future__ import annotations

from datetime import date

from hub.plugin_api import Award, Lot
from hub_procurement_feed import values
from hub_procurement_feed.boamp import blocks
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node


def read(root: Node, draft: Draft) -> None:
    """Fill ``draft`` from ``donnees.MAPA``."""
    section, organisme = blocks.section(root, draft), root.at("organisme")
    buyer = blocks.buyer(organisme, draft)
    if buyer and not draft.buyers:
        draft.buyers.append(buyer)
    _object(section, draft)
    _terms(section, organisme, draft)
    if not draft.lots:
        draft.lots += [_lot(key, lot, draft) for key, lot in blocks.numbered(section.all("lots", "lot"))]
    for path in (("criteres",), ("criteresAttribution",)):
        draft.criteria += blocks.weighted(section.at(*path), None, draft)
    _awards(section, draft)


def _object(section: Node, draft: Draft) -> None:
    description = section.at("description")
    draft.set(
        title=description.value("objet") or section.value("descriptionReduite", "objet"),
        description=section.value("caracteristiques", "principales"),
        nature=blocks.nature(section.at("natureMarche")),
        duration_months=blocks.months(section.at("duree"), draft, "nbMois", "nbJours"),
    )
    for name in ("lieuExecutionLivraison", "lieuExecution"):
        for parent in (description, section):
            place = blocks.postal(parent.at(name), f"description.{name}", draft)
            if place and place not in draft.places:
                draft.places.append(place)


def _terms(section: Node, organisme: Node, draft: Draft) -> None:
    delays = section.at("delais")
    due = delays.value("receptionOffres") or delays.value("receptionCandidatures")
    documents = section.at("adressesComplt", "document")
    flags = (child.name for child in section.at("procedure").each() if child.name.startswith("procedure"))
    draft.set(
        deadline=draft.take("bad-deadline", "delais.receptionOffres", due, values.moment),
        reference=section.value("renseignements", "idMarche"),
        documents_url=documents.value("coord", "url") or organisme.value("urlProfilAcheteur"),
        procedure=next(flags, None),
    )


def _lot(key: str, lot: Node, draft: Draft) -> Lot:
    title, description = lot.value("intitule"), lot.value("description")
    return Lot(
        key=key,
        title=title or description or None,
        description=description if title and description else None,
        duration_months=blocks.months(lot.at("duree"), draft, "nbMois", "nbJours"),
    )


def _awards(section: Node, draft: Draft) -> None:
    other = section.at("autresInformations") or section.at("attribution", "autresInformations")
    estimate = blocks.estimate(other.at("valeurTotaleEstimee"), "valeurTotaleEstimee", draft)
    draft.set(value=estimate)
    day = draft.take("bad-date", "dateAttribution", other.value("dateAttribution"), values.award_day)
    for result in section.all("attribution", "resultat"):
        won = result.all("attribue")
        draft.awards += [_award(node, result, day, draft) for node in won]
        if not won and (result.has("infructueux") or result.has("sansSuite")):
            draft.awards.append(Award(lot=_lot_of(result), status="none"))


def _lot_of(node: Node) -> str | None:
    return values.lot_number(node.value("numLot")) or None


def _award(node: Node, result: Node, day: date | None, draft: Draft) -> Award:
    holder, amount = node.at("titulaire"), node.at("montant")
    identifier = holder.value("codeIdentificationNational") or holder.value("siret")
    siret, _ = draft.sirets("titulaire", identifier)
    printed = amount.value("valeur") or amount.text
    return Award(
        lot=_lot_of(node) or _lot_of(result),
        winner=_company(holder.at("PersonneMorale")) or None,  # a PersonnePhysique stays unnamed
        winner_siret=siret,
        winner_identifier=identifier or None,
        value=draft.money("attribue.montant", printed, amount.attrs.get("devise", ""), "awarded"),
        awarded=day,
    )


def _company(node: Node) -> str:
    return next((text for inner in node.walk() if (text := inner.text.strip())), "")
