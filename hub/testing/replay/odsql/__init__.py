"""The subset of ODSQL that public portals are asked with: filters, order, choice of fields.

A clause outside the subset is refused, never guessed: better a loud 400 in a test than a silent pass.
"""

from hub.testing.replay.odsql.clauses import Order, parse_order, parse_refine, parse_select
from hub.testing.replay.odsql.parser import parse_where
from hub.testing.replay.odsql.tokens import OdsqlError
from hub.testing.replay.odsql.values import Predicate, Row, sort_key

__all__ = [
    "OdsqlError",
    "Order",
    "Predicate",
    "Row",
    "parse_order",
    "parse_refine",
    "parse_select",
    "parse_where",
    "sort_key",
]
