"""The flat form of schema v110 (2006 to February 2015): mostly free text, read for the history."""

from __future__ import annotations

from hub.plugin_api import Buyer, Lot
from hub_procurement_feed import values
from hub_procurement_feed.boamp import blocks
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node


def read(root: Node, draft: Draft) -> None:
    """Fill ``draft`` from ``donnees``. Dates are words there ("21 juillet 2006"): ``gestion`` has them."""
    market, who = root.at("OBJET"), root.at("IDENT")
    draft.kind = "change" if root.has("RECTIF") else "competition"
    draft.set(
        form="v110/RECTIF" if root.has("RECTIF") else "v110/OBJET",
        title=market.value("TITRE_MARCHE") or market.value("OBJET_COMPLET"),
        description=market.value("OBJET_COMPLET"),
        reference=root.value("RENSEIGNEMENTS", "REF_PP").rstrip("."),
        procedure=root.at("PROCEDURE").attrs.get("type"),
        nature=blocks.nature(root.at("INFO")),
        documents_url=root.value("DOCUMENTS", "URL").rstrip("."),
    )
    codes = [code.text.strip().rstrip(".") for code in market.all("CPV_OBJ")]
    draft.cpv += draft.cpvs("OBJET.CPV_OBJ", codes)
    _buyer(who, draft)
    _lots(root.at("LOTS"), draft)
    for _ in root.all("CONDITION", "PARTICIPATION", "MARCHE_RESERVE"):
        draft.code("MARCHE_RESERVE", "oui")


def _buyer(who: Node, draft: Draft) -> None:
    name = who.value("NOM").rstrip(",.")
    if name:
        address = draft.address(
            "IDENT.CP",
            street=who.value("ADRESSE").rstrip(",."),
            postcode=who.value("CP").rstrip(",."),
            city=who.value("VILLE").rstrip(",."),
        )
        draft.buyers.append(Buyer(name=name, address=address))


def _lots(lots: Node, draft: Draft) -> None:
    titles = lots.all("DESC_LOT") or [node for node in lots.all("AUTRES") if node.text.strip()]
    for position, number in enumerate(lots.all("NUM_LOT")):
        title = titles[position].text.strip() if position < len(titles) else ""
        key = values.lot_number(number.text) or str(position + 1)
        if key not in {lot.key for lot in draft.lots}:
            draft.lots.append(Lot(key=key, title=title or None))
