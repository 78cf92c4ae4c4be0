"""The flat forms of schemas v230 and v240 (March 2015 to early 2024): ``IDENTITE``, ``OBJET`` …"""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from hub.plugin_api import Award, Buyer, Criterion, Lot, Money
from hub.plugin_api.records import NoticeKind
from hub_procurement_feed import values
from hub_procurement_feed.boamp import blocks
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.eforms.criteria import CriterionKind
from hub_procurement_feed.node import NOTHING, Node

_ACTS: Final[dict[str, NoticeKind]] = {
    "ANNULATION": "cancellation",
    "RECTIF": "change",
    "ATTRIBUTION": "result",
    "MODIF": "result",
}


def read(root: Node, draft: Draft) -> None:
    """Fill ``draft`` from ``donnees`` itself: this form has no element of its own."""
    act = next((name for name in _ACTS if root.has(name)), "")
    draft.kind = _ACTS.get(act, "competition")
    draft.set(form=f"v230/{act or 'OBJET'}")
    _buyer(root, draft)
    for market in root.all("OBJET"):
        _market(market, draft)
    _terms(root, draft)
    draft.criteria += _criteria(root.at("PROCEDURE", "CRITERES_ATTRIBUTION"), None, draft)
    for decision in root.all("ATTRIBUTION", "DECISION"):
        draft.awards += _awards(decision, draft)
    total = root.at("ATTRIBUTION", "VALEUR_TOTALE")
    draft.set(value=_money(total, "ATTRIBUTION.VALEUR_TOTALE", draft, awarded=True))


def _buyer(root: Node, draft: Draft) -> None:
    who = root.at("IDENTITE")
    identifier = who.value("CODE_IDENT_NATIONAL") or who.value("TYPE_IDENT_NATIONAL", "SIRET")
    siret, siren = draft.sirets("IDENTITE.CODE_IDENT_NATIONAL", identifier)
    kinds = ((name, blocks.flag(root.at(name))) for name in ("TYPE_ORGANISME", "TYPE_POUVOIR_ADJUDICATEUR"))
    activity = blocks.flag(root.at("ACTIVITE_PRINCIPALE", "POUVOIR_ADJUDICATEUR"))
    if who.value("DENOMINATION") or identifier:
        draft.buyers.append(
            Buyer(
                name=who.value("DENOMINATION"),
                siret=siret,
                siren=siren,
                identifier=identifier or None,
                legal_type=next((f"{name}:{kind}" for name, kind in kinds if kind), None),
                activity=f"ACTIVITE_PRINCIPALE:{activity}" if activity else None,
                address=draft.address(
                    "IDENTITE.CP",
                    street=who.value("ADRESSE"),
                    postcode=who.value("CP"),
                    city=who.value("VILLE"),
                    nuts=who.value("ADJUDICATEUR_NUTS"),
                    country=who.value("PAYS"),
                ),
            )
        )
    draft.set(documents_url=who.value("URL_DOCUMENT") or who.value("URL_PROFIL_ACHETEUR"))


def _market(market: Node, draft: Draft) -> None:
    features, renewals = market.at("CARACTERISTIQUES"), market.at("CARACTERISTIQUES", "RECONDUCTIONS")
    times = renewals.value("NB_RECONDUCTIONS") or renewals.value("NB_RECONDUCTIONS_MAX")
    draft.set(
        title=market.value("TITRE_MARCHE") or market.value("OBJET_COMPLET"),
        description=market.value("OBJET_COMPLET"),
        reference=market.value("REF_MARCHE"),
        nature=blocks.nature(market.at("TYPE_MARCHE")),
        cpv=list(_cpvs(market, draft)),
        value=_estimate(features, "OBJET.CARACTERISTIQUES", draft),
        duration_months=blocks.months(market.at("DUREE_DELAI"), draft, "DUREE_MOIS", "DUREE_JOURS"),
        renewals=draft.take("bad-number", "NB_RECONDUCTIONS", times, values.count),
        renewal_months=blocks.months(renewals, draft, "DUREE_MOIS", "DUREE_JOURS"),
    )
    _places(market.at("LIEU_EXEC_LIVR"), draft)
    keys = {lot.key for lot in draft.lots}
    for key, lot in blocks.numbered(market.all("LOTS", "LOT")):
        if key not in keys:
            draft.lots.append(_lot(key, lot, draft))
            draft.criteria += _criteria(lot.at("CRITERES_ATTRIBUTION"), key, draft)


def _cpvs(node: Node, draft: Draft) -> tuple[str, ...]:
    found = (*node.all("CPV", "PRINCIPAL"), *node.all("CPV", "SUPPLEMENTAIRE"))
    return draft.cpvs("CPV.PRINCIPAL", [code.text for code in found])


def _places(place: Node, draft: Draft) -> None:
    for nuts in place.all("CODE_NUTS") or [NOTHING]:
        address = draft.address(
            "LIEU_EXEC_LIVR",
            street=place.value("ADRESSE"),
            postcode=place.value("CP"),
            city=place.value("VILLE"),
            nuts=nuts.text.strip(),
        )
        if address:
            draft.places.append(address)


def _money(node: Node, where: str, draft: Draft, *, awarded: bool = False) -> Money | None:
    return draft.money(where, node.text, node.attrs.get("DEVISE", ""), "awarded" if awarded else "estimate")


def _estimate(node: Node, where: str, draft: Draft) -> Money | None:
    for name in ("VALEUR", "VALEUR_TOTALE"):
        found = _money(node.at(name), f"{where}.{name}", draft)
        if found:
            return found
    ceiling = node.at("VALEUR_MAX")
    return draft.money(f"{where}.VALEUR_MAX", ceiling.text, ceiling.attrs.get("DEVISE", ""), "range_maximum")


def _lot(key: str, lot: Node, draft: Draft) -> Lot:
    label, codes = lot.value("LIEU_PRINCIPAL"), lot.all("CODE_NUTS") or [NOTHING]
    places = (draft.address("LOT.CODE_NUTS", nuts=code.text.strip(), label=label) for code in codes)
    return Lot(
        key=key,
        title=lot.value("INTITULE") or lot.value("DESCRIPTION") or None,
        description=lot.value("DESCRIPTION") or None,
        cpv=_cpvs(lot, draft),
        value=_estimate(lot, "LOTS.LOT", draft),
        duration_months=blocks.months(lot, draft, "DUREE_MOIS", "DUREE_JOURS"),
        starts=draft.take("bad-date", "LOT.DATE_DEBUT", lot.value("DATE_DEBUT"), values.day),
        ends=draft.take("bad-date", "LOT.DATE_FIN", lot.value("DATE_FIN"), values.day),
        places=tuple(place for place in places if place),
    )


def _terms(root: Node, draft: Draft) -> None:
    delays, procedure = root.at("CONDITION_DELAI"), root.at("PROCEDURE")
    due = delays.value("RECEPT_OFFRES") or delays.value("RECEPT_CANDIDAT")
    draft.set(
        deadline=draft.take("bad-deadline", "CONDITION_DELAI.RECEPT_OFFRES", due, values.moment),
        procedure=blocks.flag(procedure.at("TYPE_PROCEDURE")) or procedure.attrs.get("type"),
        reference=root.value("CONDITION_ADMINISTRATIVE", "REFERENCE_MARCHE"),
    )
    agreements = (*root.all("OBJET", "ACCORD_CADRE"), *procedure.all("ACCORD_CADRE"))
    implied = (*root.all("OBJET", "AVIS_IMPLIQUE"), *procedure.all("AVIS_IMPLIQUE"))
    if any(not node.has("NON") for node in agreements) or any(_is_framework(node) for node in implied):
        draft.framework = True
    _reserved(root.at("CONDITION_PARTICIPATION"), draft)


def _is_framework(node: Node) -> bool:
    return node.has("ACCORD_CADRE") or node.has("ACCORD_CADRE_OUI")


def _reserved(participation: Node, draft: Draft) -> None:
    # PRESTATION_RESERVEE is a regulated profession (architect, lawyer): a text, never this code.
    for name in ("MARCHE_RESERVE_OUI", "MARCHE_RESERVE_NON"):
        for node in participation.all(name):
            for value in [child.name for child in node.each()] or ["oui"]:
                draft.code(name, value)


def _criteria(node: Node, lot: str | None, draft: Draft) -> list[Criterion]:
    found = [
        criterion
        for group in ("CRITERES_PONDERES", "CRITERES_QUALITE", "CRITERES_COUT", "CRITERES_PRIORITES")
        for item in node.all(group, "CRITERE")
        if (criterion := _criterion(item, _KIND_OF_GROUP.get(group), lot, draft))
    ]
    for price in node.all("CRITERES_PRIX", "POIDS"):
        weight = draft.take("bad-weight", "CRITERES_PRIX.POIDS", price.text, values.percentage)
        found.append(Criterion(name="Prix", weight=weight, unit=_unit(weight), kind="price", lot=lot))
    return found


_KIND_OF_GROUP: Final[dict[str, CriterionKind]] = {"CRITERES_QUALITE": "quality", "CRITERES_COUT": "cost"}


def _criterion(item: Node, kind: CriterionKind | None, lot: str | None, draft: Draft) -> Criterion | None:
    if not item.text.strip():
        return None
    weight = draft.take("bad-weight", "CRITERE.POIDS", item.attrs.get("POIDS", ""), values.percentage)
    return Criterion(name=item.text.strip(), weight=weight, unit=_unit(weight), kind=kind, lot=lot)


def _unit(weight: object) -> str | None:
    return None if weight is None else "percent"


def _awards(decision: Node, draft: Draft) -> list[Award]:
    lot = values.lot_number(decision.value("NUM_LOT")) or None
    holders, details = decision.all("TITULAIRE"), decision.all("RENSEIGNEMENT")
    if not holders:
        none = any(word in name for name in decision.children for word in ("INFRUCTUEU", "SANS_SUITE"))
        return [Award(lot=lot, status="none")] if none else []
    # The first winner goes with the first RENSEIGNEMENT: the pairs are siblings, in order.
    pairs = list(zip_longest(holders, details[: len(holders)], fillvalue=NOTHING))
    return [_award(lot, holder, detail, draft) for holder, detail in pairs]


def _award(lot: str | None, holder: Node, detail: Node, draft: Draft) -> Award:
    identifier = holder.value("CODE_IDENT_NATIONAL")
    siret, _ = draft.sirets("TITULAIRE.CODE_IDENT_NATIONAL", identifier)
    day = detail.value("DATE_ATTRIBUTION")
    return Award(
        lot=lot,
        winner=holder.value("DENOMINATION") or None,
        winner_siret=siret,
        winner_identifier=identifier or None,
        value=_money(detail.at("MONTANT"), "RENSEIGNEMENT.MONTANT", draft, awarded=True),
        awarded=draft.take("bad-date", "RENSEIGNEMENT.DATE_ATTRIBUTION", day, values.award_day),
    )
