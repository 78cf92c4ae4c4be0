"""``CODED_DATA_SECTION``: what the Publications Office coded, for what the form does not say."""

from __future__ import annotations

from typing import Final

from hub.plugin_api import Address, Buyer, Money
from hub.plugin_api.records import Basis, Nature
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node

_NATURES: Final[dict[str, Nature]] = {"1": "travaux", "2": "fournitures", "4": "services"}
_VALUES: Final[dict[str, Basis]] = {"PROCUREMENT_TOTAL": "awarded", "ESTIMATED_TOTAL": "estimate"}


def complete(root: Node, draft: Draft) -> None:
    """Fill what is still empty in ``draft``."""
    head = root.at("CODED_DATA_SECTION")
    notice, data = head.at("NOTICE_DATA"), head.at("CODIF_DATA")
    printed = data.value("DT_DATE_FOR_SUBMISSION")
    draft.set(
        title=_title(root),
        cpv=list(draft.cpvs("ORIGINAL_CPV", _codes(notice, "ORIGINAL_CPV"))),
        nature=_NATURES.get(data.at("NC_CONTRACT_NATURE").attrs.get("CODE", "")),
        procedure=_procedure(data),
        deadline=draft.take("bad-deadline", "DT_DATE_FOR_SUBMISSION", printed, values.compact_moment),
        places=_places(notice, draft),
        value=_value(notice, draft),
        documents_url=notice.value("IA_URL_ETENDERING"),
    )
    if not draft.buyers:
        names = root.all("TRANSLATION_SECTION", "ML_AA_NAMES", "AA_NAME")
        draft.buyers += [Buyer(name=name.text.strip()) for name in names[:1] if name.text.strip()]


def _title(root: Node) -> str:
    titles = root.all("TRANSLATION_SECTION", "ML_TITLES", "ML_TI_DOC")
    french = [title for title in titles if title.attrs.get("LG") == "FR"]
    return next((title.value("TI_TEXT") for title in french or titles), "")


def _codes(notice: Node, name: str) -> list[str]:
    return [node.attrs.get("CODE", "") for node in notice.all(name)]


def _procedure(data: Node) -> str | None:
    code = data.at("PR_PROC").attrs.get("CODE", "").strip()
    return f"PR_PROC:{code}" if code else None


def _places(notice: Node, draft: Draft) -> list[Address]:
    codes = _codes(notice, "PERFORMANCE_NUTS") or _codes(notice, "ORIGINAL_NUTS")
    found = (draft.address("PERFORMANCE_NUTS", nuts=code) for code in dict.fromkeys(codes))
    return [place for place in found if place]


def _value(notice: Node, draft: Draft) -> Money | None:
    for node in notice.all("VALUES", "VALUE"):
        basis = _VALUES.get(node.attrs.get("TYPE", ""))
        if basis:
            return draft.money("VALUES.VALUE", node.text, node.attrs.get("CURRENCY", ""), basis)
    return None
