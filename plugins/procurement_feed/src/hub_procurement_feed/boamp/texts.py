"""Every sentence of a notice that is not eForms, under the path it came from.

A field named below is kept whatever its length, any other leaf when it may be a sentence: nothing
hides in an element that nobody thought of. Buyers, addresses, correspondents and winners are not texts.
Paths carry no index (``MAPA.initial.lots.lot.description``): the lot's key says which.
"""

from __future__ import annotations

from typing import Final

from hub_procurement_feed import values
from hub_procurement_feed.boamp.blocks import numbered
from hub_procurement_feed.boamp.privacy import PERSONAL_FIELDS
from hub_procurement_feed.draft import Draft, Role
from hub_procurement_feed.node import Node

_ROLES: Final[dict[str, Role]] = {
    **dict.fromkeys(("intitule", "objet", "titreMarche", "TITRE_MARCHE", "INTITULE"), "object"),
    **dict.fromkeys(("description", "principales", "quantites", "quantite"), "description"),
    **dict.fromkeys(("OBJET_COMPLET", "DESCRIPTION", "PRINCIPALES", "QUANTITE", "QUANTITES"), "description"),
    **dict.fromkeys(("criteresAttrib", "critere", "criteres"), "criterion"),
    **dict.fromkeys(("CRITERE", "CRITERES_LIBRE", "LISTE"), "criterion"),
    **dict.fromkeys(("AUTRES_CONDITIONS_PART_OUI", "CONDITION_PARTICULIERE_EXECUTION"), "conditions"),
    **dict.fromkeys(("autresInformComplementaire", "visiteDetail", "rensgComplt", "infosSup"), "information"),
    **dict.fromkeys(("infosComplementaires", "INFO_COMPL", "RENS_COMPLEMENT"), "information"),
    **dict.fromkeys(("PRESTATION_RESERVEE_OUI", "INFO_COMPLEMENTAIRE", "MOTIF"), "information"),
    **dict.fromkeys(("rubrique", "supprimer", "ajouter", "lire", "auLieuDe"), "change"),
    **dict.fromkeys(("RUB_INIT", "TXT_INIT", "LIRE", "AJOUTER", "SUPPRIMER"), "change"),
    "attributionMarche": "award",
}
_PARTS: Final[dict[str, Role]] = {
    **dict.fromkeys(("rectificatif", "annulation", "RECTIF", "ANNULATION"), "change"),
    **dict.fromkeys(("attribution", "ATTRIBUTION"), "award"),
}
_RESERVED: Final = frozenset({"reservationMarche", "marcheReserve", "MARCHE_RESERVE_OUI"})
_NOT_TEXTS: Final = frozenset(PERSONAL_FIELDS) | {
    "organisme",
    "IDENTITE",
    "IDENT",
    "coord",
    "voie",
    "adr",
    "adressesComplt",
    "ADRESSES_COMPLEMENTAIRES",
    "titulaire",
    "TITULAIRE",
    "TITRE",  # the printed label of a section in v110
    "CLASSES",
    "DESCRIPTEURS",
}


def sweep(root: Node, draft: Draft, *, rooted: bool = True) -> None:
    """Add the texts below ``root``; paths begin with its name when it is ``rooted``."""
    stack: list[tuple[Node, str, str | None, Role | None]] = [(root, root.name if rooted else "", None, None)]
    while stack:
        node, path, lot, part = stack.pop()
        part = _PARTS.get(node.name, part)
        if node.text.strip():
            _keep(node, path or node.name, lot, part, draft)
        below = _children(node, lot)
        stack += [(child, f"{path}.{child.name}" if path else child.name, key, part) for child, key in below]


def _children(node: Node, lot: str | None) -> list[tuple[Node, str | None]]:
    found: list[tuple[Node, str | None]] = []
    for name, siblings in node.children.items():
        if name in {"lot", "LOT"} and any(child.children for child in siblings):
            found += [(child, key) for key, child in numbered(siblings)]
        elif name not in _NOT_TEXTS:
            found += [(child, lot) for child in siblings]
    found.reverse()
    return found


def _keep(node: Node, path: str, lot: str | None, part: Role | None, draft: Draft) -> None:
    role = _ROLES.get(node.name)
    if role is None and not (values.is_sentence(node.text) or _RESERVED & set(path.split("."))):
        return
    if role in {None, "information"}:
        role = part or "information"
    draft.text(path, node.text, role or "information", lot)
