"""The older forms, which defence kept until 2024 (F16 to F18): other names for the same facts.

Each form nests them differently under long names that say the form's own: elements are found by name,
wherever they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from hub.plugin_api import Address, Award, Criterion, Lot, Money
from hub.plugin_api.records import Basis
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import NOTHING, Node
from hub_procurement_feed.ted.legacy.lots import NATURES

_LOTS: Final = ("F17_ANNEX_B", "F16_ANNEX_B", "ANNEX_B", "LOT_PRIOR_INFORMATION")
_AWARDS: Final = ("AWARD_OF_CONTRACT_DEFENCE", "AWARD_OF_CONTRACT")
_TOTALS: Final = (
    "TOTAL_FINAL_VALUE",
    "NATURE_QUANTITY_SCOPE",
    "QUANTITY_SCOPE_WORKS_DEFENCE",
    "TOTAL_ESTIMATED",
)
_DEADLINES: Final = ("RECEIPT_LIMIT_DATE", "RECEIPT_DATE")
_UNITS: Final = (("MONTHS", "MONTH"), ("DAYS", "DAY"))
_FRAMEWORKS: Final = (
    ("DURATION_FRAMEWORK_MONTH", "MONTH"),
    ("DURATION_FRAMEWORK_YEAR", "YEAR"),
)


class _Index:
    """The elements of a form by name, those of its lots apart."""

    def __init__(self, form: Node) -> None:
        self.lots: list[Node] = []
        self._found: defaultdict[str, list[Node]] = defaultdict(list)
        stack = [form]
        while stack:
            node = stack.pop()
            if node.name in _LOTS:
                self.lots.append(node)
                continue
            self._found[node.name].append(node)
            stack.extend(reversed(list(node.each())))

    def all(self, *names: str) -> Iterator[Node]:
        for name in names:
            yield from self._found.get(name, ())

    def at(self, *names: str) -> Node:
        return next(self.all(*names), NOTHING)

    def value(self, name: str) -> str:
        return next((text for node in self.all(name) if (text := node.text.strip())), "")


def read(form: Node, draft: Draft) -> None:
    """Fill ``draft`` from a form of the older schemas."""
    index = _Index(form)
    kind = index.at("TYPE_CONTRACT").attrs.get("VALUE", "")
    draft.cpv += _cpvs(index.all("CPV"), draft)
    draft.set(
        title=index.value("TITLE_CONTRACT"),
        description=index.value("SHORT_CONTRACT_DESCRIPTION"),
        reference=index.value("FILE_REFERENCE_NUMBER"),
        nature=NATURES.get(kind.strip()),
        procedure=next((n.name for n in form.walk() if n.name.startswith("PT_")), None),
        deadline=draft.take(
            "bad-deadline", "RECEIPT_LIMIT_DATE", _stamp(index.at(*_DEADLINES)), values.moment
        ),
        value=next((money for box in index.all(*_TOTALS) if (money := _money(box, "estimate", draft))), None),
        duration_months=_months(index.at("PERIOD_WORK_DATE_STARTING"), draft, _UNITS)
        or _months(index.at("F17_FRAMEWORK"), draft, _FRAMEWORKS),
    )
    if index.at("F17_FRAMEWORK") or _is_framework(index):
        draft.framework = True
    draft.places += [
        place
        for place in map(partial(_place, draft), index.all("LOCATION_NUTS", "SITE_OR_LOCATION"))
        if place
    ]
    draft.criteria += _criteria(index, draft)
    draft.lots += [_lot(position, lot, draft) for position, lot in enumerate(index.lots, 1)]
    draft.cpv += [code for lot in draft.lots for code in lot.cpv if code not in draft.cpv]
    for block in index.all(*_AWARDS):
        draft.awards += _awards(block, draft)
    _reserved(index, draft)


def _is_framework(index: _Index) -> bool:
    said = [
        index.at("NOTICE_INVOLVES_DEFENCE").attrs.get("VALUE", ""),
        index.at("FRAMEWORK_AGREEMENT").attrs.get("VALUE", ""),
    ]
    return "FRAMEWORK" in said[0] or said[1] == "YES"


def _cpvs(boxes: Iterator[Node] | list[Node], draft: Draft) -> tuple[str, ...]:
    paths = (("CPV_MAIN", "CPV_CODE"), ("CPV_ADDITIONAL", "CPV_CODE"))
    codes = [node.attrs.get("CODE", "") for box in boxes for path in paths for node in box.all(*path)]
    return draft.cpvs("CPV", codes)


def _stamp(node: Node) -> str:
    """``<DAY/><MONTH/><YEAR/><TIME/>`` as one printed moment."""
    day = "-".join(node.value(name).zfill(2) for name in ("YEAR", "MONTH", "DAY"))
    clock = node.value("TIME")
    return (f"{day}T{clock.zfill(5)}" if clock else day) if node.children else ""


def _money(box: Node, basis: Basis, draft: Draft) -> Money | None:
    for name in ("COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE", "COSTS_RANGE_AND_CURRENCY"):
        costs = box.at(name)
        exact, high = costs.at("VALUE_COST"), costs.at("RANGE_VALUE_COST", "HIGH_VALUE")
        currency = costs.attrs.get("CURRENCY", "")
        readings: tuple[tuple[Node, Basis], ...] = ((exact, basis), (high, "range_maximum"))
        for node, what in readings:
            printed = node.attrs.get("FMTVAL") or node.text
            money = draft.money(f"{box.name}.{node.name}", printed, currency, what)
            if money:
                return money.model_copy(update={"vat": "TTC"}) if costs.has("INCLUDING_VAT") else money
    return None


def _months(box: Node, draft: Draft, units: tuple[tuple[str, str], ...]) -> Decimal | None:
    for name, unit in units:
        found = draft.take("bad-duration", name, box.value(name), partial(values.months, unit=unit))
        if found:
            return found
    return None


def _place(draft: Draft, box: Node) -> Address | None:
    label = box.value("LOCATION") or box.value("LABEL")
    return draft.address("LOCATION_NUTS", nuts=box.at("NUTS").attrs.get("CODE", ""), label=label)


def _criteria(index: _Index, draft: Draft) -> Iterator[Criterion]:
    for node in index.all("CRITERIA_DEFINITION"):
        name = node.value("CRITERIA")
        weight = draft.take("bad-weight", "WEIGHTING", node.value("WEIGHTING"), values.percentage)
        if name:
            yield Criterion(name=name, weight=weight)


def _lot(position: int, lot: Node, draft: Draft) -> Lot:
    return Lot(
        key=values.lot_number(lot.value("LOT_NUMBER")) or str(position),
        title=lot.value("LOT_TITLE") or None,
        description=lot.value("LOT_DESCRIPTION") or None,
        cpv=_cpvs(lot.all("CPV"), draft),
        value=_money(lot.at("NATURE_QUANTITY_SCOPE"), "estimate", draft),
        duration_months=_months(lot.at("PERIOD_WORK_DATE_STARTING"), draft, _UNITS),
    )


def _awards(block: Node, draft: Draft) -> list[Award]:
    box = block.at("CONTRACT_VALUE_INFORMATION")
    money = _money(box, "awarded", draft)
    who = block.at("ECONOMIC_OPERATOR_NAME_ADDRESS", "CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME", "ORGANISATION")
    identifier = who.value("NATIONALID")
    siret, _ = draft.sirets("NATIONALID", identifier)
    awarded: date | None = draft.take(
        "bad-date", "CONTRACT_AWARD_DATE", _stamp(block.at("CONTRACT_AWARD_DATE")), values.award_day
    )
    return [
        Award(
            lot=values.lot_number(block.value("LOT_NUMBER")) or None,
            winner=who.value("OFFICIALNAME") or None,
            winner_siret=siret,
            winner_identifier=identifier or None,
            value=money,
            awarded=awarded,
        )
    ]


def _reserved(index: _Index, draft: Draft) -> None:
    for name in ("RESTRICTED_TO_SHELTERED_WORKSHOPS", "RESTRICTED_TO_FRAMEWORK_SHELTERED_PROGRAMME"):
        for node in index.all(name):
            draft.code(name, node.attrs.get("VALUE", "").strip() or "YES")
