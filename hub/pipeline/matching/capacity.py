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


def share_of_activity(employer: EmployerView, need: LotNeed) -> float | None:
    """What the lot would be of a year of the structure (1 is all of it), when both are known."""
    asked, able = yearly(need.hours, need.months), yearly_capacity(employer)
    return None if asked is None or able is None else asked / able


def warning(employer: EmployerView, need: LotNeed) -> str | None:
    """The sentence, when the lot would take more than the share of :data:`WARNING_SHARE`."""
    share = share_of_activity(employer, need)
    if share is None or share <= WARNING_SHARE:
        return None
    asked = hours_text(yearly(need.hours, need.months) or 0)
    size = number(employer.capacity or 0)
    return f"Attention : {asked} par an, soit {percent(share)} de son activité annuelle ({size} ETP)."
