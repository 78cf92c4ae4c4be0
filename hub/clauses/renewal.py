"""When a running contract comes back: its latest end, and the window to prepare the next one (§8.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hub.clauses.calendar import add_months, paris_day
from hub.clauses.case import Case
from hub.clauses.subject import WORKS, subject

OPENS_MONTHS, CLOSES_MONTHS = 18, 4
# Shorter contracts answer a one-off need as a rule.
LEAST_MONTHS = Decimal(12)


@dataclass(frozen=True, slots=True)
class Renewal:
    """``ends`` is the latest end; the need is defined and written between ``opens`` and ``closes``."""

    ends: date
    opens: date
    closes: date


def renewal(case: Case) -> Renewal | None:
    """The renewal to expect: none for works outside a framework agreement, nor for an unknown duration."""
    of = subject(case)
    if of.nature == WORKS and not case.framework:
        return None
    ends = _ends(case, of.months)
    if ends is None:
        return None
    return Renewal(ends, add_months(ends, -OPENS_MONTHS), add_months(ends, -CLOSES_MONTHS))


def _ends(case: Case, months: Decimal | None) -> date | None:
    """From the contracts when they are known, else from the award, else from the deadline."""
    known = [
        add_months(contract.notified, contract.duration_months)
        for contract in case.contracts
        if contract.notified and contract.duration_months and contract.duration_months >= LEAST_MONTHS
    ]
    if known:
        return max(known)
    start = _start(case)
    return add_months(start, months) if start and months and months >= LEAST_MONTHS else None


def _start(case: Case) -> date | None:
    awards = [a.awarded for item in case.notices for a in item.notice.awards if a.awarded]
    results = [item.notice.published for item in case.notices if item.notice.kind == "result"]
    if awards or results:
        return max(awards or results)
    return paris_day(case.deadline) if case.deadline else None
