"""Which notices speak for a marché today: the newest state wins.

An eForms change is a whole notice and replaces the one it changes; a BOAMP rectificatif is a text
and adds to it. Once the call is out, the plan no longer speaks. Results and cancellations add.
"""

from __future__ import annotations

import re
from datetime import timedelta

from hub.clauses.case import Case, CaseNotice
from hub.plugin_api.records import Notice

# Subtypes 10 to 14 are prior information notices used as a call.
_CALL = re.compile(r"EFORMS/(?:ContractNotice\b|PriorInformationNotice/1[0-4]\b)", re.IGNORECASE)
_PLAN = re.compile(r"EFORMS/PriorInformationNotice\b", re.IGNORECASE)
# The same notice appears in BOAMP and in TED a few days apart.
_SIBLING = timedelta(days=10)
_ADDING = ("result", "contract", "cancellation")


def current_notices(case: Case) -> tuple[CaseNotice, ...]:
    """The notices to read, in the order of the marché (oldest first)."""
    calls = [item for item in case.notices if states_call(item.notice)]
    plans = [item for item in case.notices if states_plan(item.notice)]
    stating = calls or plans
    newest = stating[-1] if stating else None
    return tuple(item for item in case.notices if _speaks(item, newest))


def states_call(notice: Notice) -> bool:
    """Whether the notice states a call in full: the call itself, or its eForms change."""
    return notice.kind == "competition" or (notice.kind == "change" and bool(_CALL.match(notice.form or "")))


def states_plan(notice: Notice) -> bool:
    """Whether the notice states a plan in full."""
    if states_call(notice):
        return False
    return notice.kind == "planning" or (notice.kind == "change" and bool(_PLAN.match(notice.form or "")))


def _speaks(item: CaseNotice, newest: CaseNotice | None) -> bool:
    if item.notice.kind in _ADDING or newest is None:
        return True
    if states_call(item.notice) or states_plan(item.notice):
        return item is newest or _same_publication(item, newest)
    return item.notice.published >= newest.notice.published


def _same_publication(item: CaseNotice, newest: CaseNotice) -> bool:
    """The newest notice as another source carries it: both are evidence."""
    one, other = item.notice, newest.notice
    if item.connector == newest.connector or one.kind != other.kind:
        return False
    if one.dispatched and other.dispatched:
        return one.dispatched == other.dispatched
    return abs(one.published - other.published) <= _SIBLING
