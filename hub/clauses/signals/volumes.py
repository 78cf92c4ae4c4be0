"""The hours stated by the notices: each once, a total and its parts both."""

from __future__ import annotations

from collections.abc import Sequence

from hub.clauses.assessment import LocatedSignal
from hub.plugin_api.rules import Hours


def hours_stated(signals: Sequence[LocatedSignal]) -> tuple[Hours, ...]:
    """The volumes in reading order, repetitions left out.

    A total that is said again for the only lot concerned is that lot's (gold 21-18595).
    """
    seen = tuple(dict.fromkeys(h for s in signals for h in s.hours))
    by_lot = {h.value for h in seen if h.unit == "par_lot"}
    several = len([h for h in seen if h.unit == "par_lot"]) > 1
    return tuple(h for h in seen if several or h.unit != "total" or h.value not in by_lot)
