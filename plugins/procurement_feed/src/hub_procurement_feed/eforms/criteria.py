"""Award criteria (BT-539, 734, 540, 541, 5421, 543)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from hub.plugin_api import Criterion
from hub_procurement_feed import values
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node

Unit = Literal["percent", "points", "decimal", "rank"]
CriterionKind = Literal["price", "cost", "quality"]

_UNITS: Final[dict[str, Unit]] = {
    "per-exa": "percent",
    "per-mid": "percent",
    "poi-exa": "points",
    "poi-mid": "points",
    "dec-exa": "decimal",
    "dec-mid": "decimal",
    "ord-imp": "rank",
}
_KINDS: Final[dict[str, CriterionKind]] = {"price": "price", "cost": "cost", "quality": "quality"}


def read(terms: Node, lot: str | None, draft: Draft) -> Iterator[Criterion]:
    """The criteria of a lot's ``cac:TenderingTerms``. Without a name (BT-734) the description is the name."""
    for group in terms.all("AwardingTerms", "AwardingCriterion"):
        for node in group.all("SubordinateAwardingCriterion"):
            criterion = _criterion(node, lot, draft)
            if criterion:
                yield criterion


def _criterion(node: Node, lot: str | None, draft: Draft) -> Criterion | None:
    name, description = node.french("Name"), node.french("Description")
    code = node.value("AwardingCriterionTypeCode")  # BT-539
    if not (name or description or code):
        return None
    weight, unit = _weight(node)
    return Criterion(
        name=name or description or code,
        description=description if name and description else None,
        weight=draft.take("bad-weight", "BT-541", weight, values.percentage),
        unit=unit,
        kind=_KINDS.get(code),
        lot=lot,
    )


def _weight(node: Node) -> tuple[str, Unit | None]:
    for parameter in node.all("AwardCriterionParameter"):
        codes = parameter.listed("number-weight", "ParameterCode")  # BT-5421
        if codes:
            return parameter.value("ParameterNumeric"), _UNITS.get(codes[0])
    return "", None
