"""The hours a lot asks for beside what one structure does in a year."""

from __future__ import annotations

from hub.clauses.wording import hours_text, number, percent
from hub.pipeline.matching.views import EmployerView, LotNeed

HOURS_A_YEAR = 1607
"""One full-time job (ETP), domain reference §4.2."""

WARNING_SHARE = 0.30
"""Above this share of its yearly activity a structure depends on one contract (§5.2)."""


def yearly(hours: float | None, months: float | None) -> float | None:
    """Hours of one year: the total spread over its months, whole when it lasts a year or less."""
    if hours is None:
        return None
    return hours / max(1.0, (months or 0.0) / 12)


def yearly_capacity(employer: EmployerView) -> int | None:
    """Hours a year that the structure's jobs make; ``None`` when its capacity is not known."""
    return employer.capacity * HOURS_A_YEAR if employer.capacity and employer.capacity > 0 else None


def is_too_large(asked: float, employer: EmployerView) -> bool:
    """Whether ``asked`` hours a year are more than :data:`WARNING_SHARE` of what the structure does."""
    able = yearly_capacity(employer)
    return able is not None and asked > WARNING_SHARE * able


def warning(employer: EmployerView, need: LotNeed) -> str | None:
    """The sentence, when the lot is too large for the structure."""
    asked, able = yearly(need.hours, need.months), yearly_capacity(employer)
    if asked is None or able is None or not is_too_large(asked, employer):
        return None
    return (
        f"Attention : {hours_text(asked)} par an, soit {percent(asked / able)} de son activité annuelle "
        f"({number(employer.capacity or 0)} ETP)."
    )
