"""Which threshold a buyer answers to: central, sub-central or network entity (annexe 2 of the CCP)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from hub.clauses.case import Case
from hub.clauses.tables import BuyerKind, buyer_codes, buyer_names, fold
from hub.plugin_api.records import Buyer

NETWORK_BASES = ("32014L0025", "2014/25", "DIRECTIVE-25")
CLASSIC_BASES = ("32014L0024", "2014/24", "DIRECTIVE-24")
_CLASSIC_FORCED = "Avis passé au titre de la directive 2014/24/UE, donc par un pouvoir adjudicateur."
_LOWEST = "Par prudence, le seuil le plus bas est retenu ; à vérifier selon la nature de l’acheteur."


@dataclass(frozen=True, slots=True)
class BuyerClass:
    """The class retained. ``sure`` is false when the lower threshold was taken for want of certainty;
    ``declared`` is false when nothing at all is known of the buyer's kind."""

    kind: BuyerKind
    sure: bool
    declared: bool
    reason: str


def buyer_class(case: Case) -> BuyerClass:
    """By the directive of the notice, else the buyer's name, else its legal type; else the lowest."""
    bases = " ".join(_bases(case))
    if any(basis in bases for basis in NETWORK_BASES):
        return BuyerClass("entity", True, True, "Entité adjudicatrice (directive 2014/25/UE).")
    classic = any(basis in bases for basis in CLASSIC_BASES)
    found = _by_name(case.buyer) or _by_code(case.buyer)
    if found is None:
        return BuyerClass("central", False, False, f"Nature de l’acheteur inconnue. {_LOWEST}")
    if classic and found.kind == "entity":
        return BuyerClass("central", False, True, f"{_CLASSIC_FORCED} {_LOWEST}")
    return found


def _bases(case: Case) -> list[str]:
    return [item.notice.legal_basis.upper() for item in case.notices if item.notice.legal_basis]


def _by_name(buyer: Buyer | None) -> BuyerClass | None:
    row = _row_of(buyer.name) if buyer else None
    if row is None:
        return None
    if row["class"] == "unknown":
        return BuyerClass("central", False, True, f"Acheteur : {row['label']}. {_LOWEST}")
    return BuyerClass(_kind(row["class"]), True, True, f"Acheteur : {row['label']}.")


@lru_cache(maxsize=4096)
def _row_of(name: str) -> dict[str, str] | None:
    folded = fold(name)
    return next((row for pattern, row in buyer_names() if pattern.search(folded)), None)


def _by_code(buyer: Buyer | None) -> BuyerClass | None:
    listed, _, code = ((buyer.legal_type if buyer else None) or "").rpartition(":")
    row = buyer_codes().get((listed or "BT-11", code))
    if row is None:
        return None
    if row["sure"] == "1":
        return BuyerClass(_kind(row["class"]), True, True, f"Acheteur déclaré : {row['label']}.")
    return BuyerClass("central", False, True, f"Acheteur déclaré : {row['label']}. {_LOWEST}")


def _kind(text: str) -> BuyerKind:
    if text == "entity":
        return "entity"
    return "subcentral" if text == "subcentral" else "central"
