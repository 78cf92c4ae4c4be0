"""The notice itself: its form, its kind, its rule book, and the parts read in order."""

from __future__ import annotations

from typing import Final

from hub.plugin_api.records import LinkKind, NoticeKind, Regime
from hub_procurement_feed import numbers, values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import NOTHING, Node
from hub_procurement_feed.ted.legacy import awards, buyers, changes, coded, codes, lots, old, texts

# TD_DOCUMENT_TYPE. A modification and a voluntary ex-ante notice report on a contract that nobody may bid
# for any more: both are results, as their eForms are.
_KINDS: Final[dict[str, NoticeKind]] = {
    **dict.fromkeys("0BPQ6", "planning"),
    **dict.fromkeys("3459ACDHIMOY", "competition"),
    **dict.fromkeys("7GJKRV", "result"),
    **dict.fromkeys("12", "change"),
}
_BASES: Final = {
    "2014/24": "32014L0024",
    "2014/25": "32014L0025",
    "2014/23": "32014L0023",
    "2009/81": "32009L0081",
    "2004/18": "32004L0018",
    "2004/17": "32004L0017",
}
_REGIMES: Final[dict[str, Regime]] = {"32009L0081": "defense", "32014L0023": "concession"}
_SOCIAL: Final = frozenset({"F21", "F22", "F23"})
_CONCESSIONS: Final = frozenset({"F23", "F24", "F25"})
_LINKS: Final[dict[NoticeKind, LinkKind]] = {"change": "changes", "result": "awards"}


def read(root: Node, draft: Draft) -> None:
    """Fill ``draft`` from the root of a TED_EXPORT document, whose paragraphs were joined."""
    form, head = form_of(root), root.at("CODED_DATA_SECTION")
    _identity(head, form, draft)
    buyers.read(form, head, draft)
    if form.has("OBJECT_CONTRACT") or form.has("CONTRACTING_BODY"):
        lots.read(form, draft)
        codes.read(form, draft)
        awards.read(form, draft)
    else:
        old.read(form, draft)
    changes.read(form, draft)
    coded.complete(root, draft)
    _links(form, head, draft)
    texts.sweep(form, draft)


def form_of(root: Node) -> Node:
    """The form in French; else the original, else the first: a notice may be given in several languages."""
    forms = list(root.at("FORM_SECTION").each())
    french = [form for form in forms if form.attrs.get("LG", "").upper() == "FR"]
    original = [form for form in french or forms if form.attrs.get("CATEGORY") == "ORIGINAL"]
    return next(iter(original or french or forms), NOTHING)


def number_of(form: Node) -> str:
    """``F02`` for ``F02_2014``; ``F17`` for the older ``CONTRACT_DEFENCE FORM="17"``."""
    printed = form.attrs.get("FORM", "").strip().upper() or form.name.partition("_")[0]
    return f"F{int(printed):02d}" if printed.isdecimal() and len(printed) < 3 else printed


def _identity(head: Node, form: Node, draft: Draft) -> None:
    number, data = number_of(form), head.at("CODIF_DATA")
    kind = data.at("TD_DOCUMENT_TYPE").attrs.get("CODE", "").strip()
    draft.kind = _KINDS.get(kind, "change" if number == "F14" else "competition")
    subtype = form.at("NOTICE").attrs.get("TYPE", "").strip()
    printed = (
        form.at("LEGAL_BASIS").attrs.get("VALUE"),
        form.at("DIRECTIVE").attrs.get("VALUE"),
        data.at("DIRECTIVE").attrs.get("VALUE"),
    )
    basis = next((text.strip() for text in printed if text and text.strip()), "")
    draft.set(
        form="/".join(filter(None, ["TED_EXPORT", number or form.name, subtype])),
        legal_basis=_BASES.get(basis[:7], basis),
        dispatched=draft.take(
            "bad-date", "DS_DATE_DISPATCH", data.value("DS_DATE_DISPATCH"), values.compact_day
        ),
    )
    draft.regime = _regime(draft.legal_basis or "", number, form.name)
    draft.social_services = number in _SOCIAL
    draft.formal = None if draft.kind == "planning" or number.startswith("T") else True


def _regime(basis: str, number: str, name: str) -> Regime:
    if "DEFENCE" in name:
        return "defense"
    return _REGIMES.get(basis, "concession" if number in _CONCESSIONS and not basis else "marche")


def _links(form: Node, head: Node, draft: Draft) -> None:
    # A modification (F20) comes after the award of its contract: it awards nothing.
    kind = "follows" if number_of(form) == "F20" else _LINKS.get(draft.kind, "follows")
    sections = [form.at("PROCEDURE"), form.at("COMPLEMENTARY_INFO")]
    if not any(sections):  # the older forms have it deep inside
        sections = list(form.walk())
    named = [node.text for section in sections for node in section.all("NOTICE_NUMBER_OJ")]
    named += [node.text for node in head.all("NOTICE_DATA", "REF_NOTICE", "NO_DOC_OJS")]
    for printed in named:
        draft.link(kind, numbers.publication_number(printed), "ted")
