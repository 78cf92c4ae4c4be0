"""Award criteria (``AC``): price, cost and quality with their weights, or free criteria."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal

from hub.plugin_api import Criterion
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node

Unit = Literal["percent", "points"]
CriterionKind = Literal["price", "cost", "quality"]

_KINDS: Final[dict[str, CriterionKind | None]] = {
    "AC_QUALITY": "quality",
    "AC_COST": "cost",
    "AC_CRITERIA": None,
    "AC_PRICE": "price",
}
_POINTS: Final = re.compile(r"\s*(?:points?|pts?)\.?\s*$", re.IGNORECASE)
_BOXES: Final = ("AC", "DIRECTIVE_24_EU", "DIRECTIVE_25_EU", "DIRECTIVE_23_EU", "DIRECTIVE_2009_81_EC")


def read(section: Node, lot: str | None, draft: Draft) -> list[Criterion]:
    """The criteria of an ``OBJECT_DESCR``. A bare number is a percentage when all of them make 100."""
    boxes = [section, *(box for name in _BOXES for box in section.all(name))]
    boxes += [inner for name in _BOXES[1:] for inner in section.all(name, "AC")]
    found = [criterion for box in boxes for criterion in _in_box(box, lot, draft)]
    total = sum((c.weight or Decimal(0) for c in found), Decimal(0))
    percent = total == 100 and all(c.unit != "points" for c in found)
    return [c.model_copy(update={"unit": "percent"}) if c.weight and percent else c for c in found]


def _in_box(box: Node, lot: str | None, draft: Draft) -> list[Criterion]:
    weighted = [_weighted(item, kind, lot, draft) for name, kind in _KINDS.items() for item in box.all(name)]
    free = [
        Criterion(name=item.text.strip(), lot=lot) for item in box.all("AC_CRITERION") if item.text.strip()
    ]
    return [criterion for criterion in weighted if criterion] + free


def _weighted(item: Node, kind: CriterionKind | None, lot: str | None, draft: Draft) -> Criterion | None:
    printed = item.value("AC_WEIGHTING")
    name = item.value("AC_CRITERION") or ("Prix" if kind == "price" else "")
    if not name:
        return None
    number, unit = _unit(printed)
    weight = draft.take("bad-weight", "AC_WEIGHTING", number, values.percentage)
    return Criterion(name=name, weight=weight, unit=unit if weight is not None else None, kind=kind, lot=lot)


def _unit(printed: str) -> tuple[str, Unit | None]:
    if "%" in printed:
        return printed, "percent"
    if _POINTS.search(printed):
        return _POINTS.sub("", printed), "points"
    return printed, None
