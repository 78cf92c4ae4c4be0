"""Building blocks that the forms of BOAMP share: buyers, lots, CPV, amounts, durations, criteria."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Final

from hub.plugin_api import Address, Buyer, Criterion, Money
from hub.plugin_api.records import Nature, NoticeKind
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node

SECTIONS: Final[dict[str, NoticeKind]] = {
    "initial": "competition",
    "attribution": "result",
    "rectificatif": "change",
    "annulation": "cancellation",
}
_NATURES: Final[dict[str, Nature]] = {
    "travaux": "travaux",
    "services": "services",
    "service": "services",
    "fournitures": "fournitures",
}
_NUMBERS: Final = ("numLot", "NUM", "NUM_LOT", "numero")


def section(root: Node, draft: Draft) -> Node:
    """The part of a form that says what the notice does (``initial``, ``attribution`` …)."""
    for name, kind in SECTIONS.items():
        if root.has(name):
            draft.kind = kind
            draft.set(form=f"{root.name}/{name}")
            return root.at(name)
    others = [child for child in root.each() if child.name != "organisme"]
    draft.set(form="/".join([root.name, *(child.name for child in others[:1])]))
    return others[0] if others else root


def flag(node: Node) -> str:
    """The name of the first element below ``node``: BOAMP writes choices as empty elements."""
    return next((child.name for child in node.each()), "")


def nature(node: Node) -> Nature | None:
    """``{"travaux": ""}`` as a nature, whatever the case."""
    return next((n for child in node.each() if (n := _NATURES.get(child.name.lower()))), None)


def numbered(lots: Iterable[Node]) -> list[tuple[str, Node]]:
    """Lots with their keys: the printed number, else the position; each key is used once."""
    keyed: dict[str, Node] = {}
    for position, lot in enumerate(lots, 1):
        printed = next((text for name in _NUMBERS if (text := lot.value(name))), "")
        key = values.lot_number(printed) or str(position)
        while key in keyed:
            key += "bis"
        keyed[key] = lot
    return list(keyed.items())


def cpvs(node: Node, draft: Draft) -> tuple[str, ...]:
    """``objetPrincipal``, then ``objetComplementaire``, of a ``codeCPV`` or ``CPV`` element."""
    steps = ("objetPrincipal", "objetComplementaire")
    printed = [found.text for step in steps for found in node.all(step, "classPrincipale")]
    return draft.cpvs(f"{node.name}.classPrincipale", printed)


def estimate(node: Node, where: str, draft: Draft) -> Money | None:
    """``valeurEstimee``: one value, or the upper end of a ``fourchette``."""
    currency = node.attrs.get("devise", "")
    exact = draft.money(where, node.value("valeur") or node.text, currency)
    return exact or draft.money(where, node.value("fourchette", "valeurHaute"), currency, "range_maximum")


def months(node: Node, draft: Draft, in_months: str, in_days: str) -> Decimal | None:
    """A duration given in months or in days, under these two names."""
    for name, unit in ((in_months, "MONTH"), (in_days, "DAY")):
        text = node.value(name)
        found = draft.take("bad-duration", name, text, partial(values.months, unit=unit))
        if found:
            return found
    return None


def postal(node: Node, where: str, draft: Draft) -> Address | None:
    """``{voie {num, typevoie, nomvoie}, cp, ville}`` as an address."""
    street = " ".join(filter(None, (node.value("voie", name) for name in ("num", "typevoie", "nomvoie"))))
    label = node.text.strip() if not node.children else ""
    return draft.address(
        where,
        street=street or node.value("voie"),
        postcode=node.value("cp"),
        city=node.value("ville"),
        nuts=node.value("codeNUTS"),
        label=label,
    )


def buyer(organisme: Node, draft: Draft) -> Buyer | None:
    """The buyer of FNSimple, MAPA, DSP: the organisation, never its correspondent."""
    name = organisme.value("nomOfficiel") or organisme.value("acheteurPublic")
    identifier = organisme.value("codeIdentificationNational")
    if not (name or identifier):
        return None
    siret, siren = draft.sirets("organisme.codeIdentificationNational", identifier)
    kind = organisme.value("classificationOrganisme")
    place = organisme.at("adr") or organisme
    return Buyer(
        name=name,
        siret=siret,
        siren=siren,
        identifier=identifier or None,
        legal_type=f"classificationOrganisme:{kind}" if kind else None,
        address=postal(place, "organisme.cp", draft) if place.children else None,
    )


def weighted(node: Node, lot: str | None, draft: Draft) -> list[Criterion]:
    """``criteres.criterePondere[] {criterePCT, critere}``, and criteria listed without weight."""
    found = []
    for item in (*node.all("criterePondere"), *node.all("criterePriorite")):
        name = item.value("critere") or item.text.strip()
        weight = item.value("criterePCT")
        if name:
            read = draft.take("bad-weight", "criterePCT", weight, values.percentage)
            found.append(Criterion(name=name, weight=read, unit="percent" if read else None, lot=lot))
    return found
