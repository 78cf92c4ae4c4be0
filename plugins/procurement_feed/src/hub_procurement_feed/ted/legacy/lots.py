"""The object of the contract and its lots (``OBJECT_DESCR``), the procedure and its deadline."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Final

from hub.plugin_api import Address, Lot, Money
from hub.plugin_api.records import Basis, Nature
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft, agreed
from hub_procurement_feed.node import NOTHING, Node
from hub_procurement_feed.ted.legacy import criteria

NATURES: Final[dict[str, Nature]] = {
    "WORKS": "travaux",
    "SERVICES": "services",
    "SUPPLIES": "fournitures",
}
_VALUES: Final[dict[str, Basis]] = {"VAL_TOTAL": "awarded", "VAL_ESTIMATED_TOTAL": "estimate"}
_DESCRIPTIONS: Final = ("OBJECT_DESCR", "DESCRIPTION_PROCUREMENT")


def read(form: Node, draft: Draft) -> None:
    """Fill ``draft`` from a form of 2014."""
    for contract in form.all("OBJECT_CONTRACT"):
        _contract(contract, draft)
    for key, section in keyed(form):
        _section(key, section, draft)
    _procedure(form.at("PROCEDURE"), draft)
    lots = draft.lots
    draft.cpv += [code for lot in lots for code in lot.cpv if code not in draft.cpv]
    draft.cpv[:] = dict.fromkeys(draft.cpv)
    draft.set(
        duration_months=agreed(lot.duration_months for lot in lots),
        places=list(dict.fromkeys(place for lot in lots for place in lot.places)),
    )


def keyed(form: Node) -> Iterator[tuple[str | None, Node]]:
    """The descriptions of a form with the lot that each is: its printed number, else its position; ``None``
    when the contract has no lots. Each key is used once."""
    used: set[str] = set()
    for contract in (*form.all("OBJECT_CONTRACT"), *form.all("MODIFICATIONS_CONTRACT")):
        sections = [node for name in _DESCRIPTIONS for node in contract.all(name)]
        divided = contract.has("LOT_DIVISION") or len(sections) > 1
        for position, section in enumerate(sections, 1):
            printed = values.lot_number(section.value("LOT_NO"))
            if not (printed or divided):
                yield None, section
                continue
            key = printed or str(position)
            while key in used:
                key += "bis"
            used.add(key)
            yield key, section


def _contract(contract: Node, draft: Draft) -> None:
    main = contract.at("CPV_MAIN", "CPV_CODE").attrs.get("CODE", "")
    kind = contract.at("TYPE_CONTRACT").attrs.get("CTYPE", "").strip()
    draft.cpv += draft.cpvs("CPV_MAIN", [main] if main else [])
    draft.set(
        title=contract.value("TITLE"),
        description=contract.value("SHORT_DESCR"),
        reference=contract.value("REFERENCE_NUMBER"),
        nature=NATURES.get(kind),
        value=value(contract, draft),
    )


def value(node: Node, draft: Draft) -> Money | None:
    """What a contract was awarded for, else its estimate, else the upper end of a printed range."""
    box = node.at("VALUES") or node.at("VALUE") or node
    for name, basis in _VALUES.items():
        found = box.at(name)
        money = draft.money(name, found.text, found.attrs.get("CURRENCY", ""), basis)
        if money:
            return money
    scale = box.at("VAL_RANGE_TOTAL")
    currency = scale.attrs.get("CURRENCY", "")
    return draft.money("VAL_RANGE_TOTAL", scale.value("HIGH"), currency, "range_maximum")


def _section(key: str | None, section: Node, draft: Draft) -> None:
    draft.criteria += criteria.read(section, key, draft)
    if key is None:
        _whole(section, draft)
    elif key not in {lot.key for lot in draft.lots}:
        draft.lots.append(_lot(key, section, draft))


def _lot(key: str, section: Node, draft: Draft) -> Lot:
    return Lot(
        key=key,
        title=section.value("TITLE") or None,
        description=section.value("SHORT_DESCR") or None,
        cpv=_cpvs(section, draft),
        value=_estimate(section, draft),
        duration_months=_duration(section, draft),
        starts=draft.take("bad-date", "DATE_START", section.value("DATE_START"), values.day),
        ends=draft.take("bad-date", "DATE_END", section.value("DATE_END"), values.day),
        places=tuple(_places(section, draft)),
    )


def _whole(section: Node, draft: Draft) -> None:
    draft.cpv += [code for code in _cpvs(section, draft) if code not in draft.cpv]
    draft.set(
        description=section.value("SHORT_DESCR"),
        value=_estimate(section, draft) or value(section, draft),
        duration_months=_duration(section, draft),
    )
    draft.places += [place for place in _places(section, draft) if place not in draft.places]


def _cpvs(section: Node, draft: Draft) -> tuple[str, ...]:
    found = (*section.all("CPV_MAIN", "CPV_CODE"), *section.all("CPV_ADDITIONAL", "CPV_CODE"))
    return draft.cpvs("CPV_ADDITIONAL", [node.attrs.get("CODE", "") for node in found])


def _estimate(section: Node, draft: Draft) -> Money | None:
    found = section.at("VAL_OBJECT")
    return draft.money("VAL_OBJECT", found.text, found.attrs.get("CURRENCY", ""))


def _duration(section: Node, draft: Draft) -> Decimal | None:
    printed = section.at("DURATION")
    unit = printed.attrs.get("TYPE", "MONTH").strip().upper()
    return draft.take("bad-duration", "DURATION", printed.text, partial(values.months, unit=unit))


def _places(section: Node, draft: Draft) -> list[Address]:
    label = section.value("MAIN_SITE")
    codes = section.all("NUTS") or [NOTHING]
    found = (draft.address("NUTS", nuts=code.attrs.get("CODE", ""), label=label) for code in codes)
    return [place for place in found if place]


def _procedure(procedure: Node, draft: Draft) -> None:
    day, clock = procedure.value("DATE_RECEIPT_TENDERS"), procedure.value("TIME_RECEIPT_TENDERS")
    deadline = draft.take(
        "bad-deadline", "DATE_RECEIPT_TENDERS", day, partial(values.joined, time_printed=clock)
    )
    types = (child.name for child in procedure.each() if child.name.startswith("PT_"))
    draft.set(deadline=deadline, procedure=next(types, None))
    if procedure.has("FRAMEWORK"):
        draft.framework = True
