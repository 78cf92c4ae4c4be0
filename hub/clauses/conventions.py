"""What a territory may set: rates, costs, minimum hours, excluded trades."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conventions:
    """Defaults of the domain reference (§4.1); a territory file overrides them.

    Rates are shares (0.05 is 5 %), costs euros an hour, ``excluded_cpv`` CPV prefixes that the
    territory does not follow.
    """

    insertion_rate: float = 0.05
    hourly_cost: float = 30.0
    hourly_cost_low: float = 25.0
    hourly_cost_high: float = 35.0
    minimum_hours: int = 35
    excluded_cpv: tuple[str, ...] = ()
    label: str = "valeurs par défaut"
