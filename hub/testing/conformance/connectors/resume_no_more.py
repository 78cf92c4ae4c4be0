"""Resuming repeats no more than the overlap that the connector declares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hub.plugin_api import RawRecord
from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import healthy_runs


def run(subject: ConnectorSubject) -> Iterator[str]:
    found_one = False
    for case, whole in healthy_runs(subject):
        for place, cursor in whole.checkpoints:
            found_one = True
            before = whole.raws_before(place)
            allowed = _may_repeat(before, subject.overlap_days)
            repeated = {raw.key for raw in before} & set(subject.run(case, since=cursor).keys)
            if repeated - allowed:
                yield f"{case.name}: from {cursor!r}, {sorted(repeated - allowed)[:5]} came again"
    if not found_one:
        raise NotApplicable("no checkpoint: a snapshot starts anew")


def _may_repeat(before: list[RawRecord], days: int) -> set[str]:
    """The keys of the last ``days`` days before a checkpoint."""
    last = max((raw.published for raw in before if raw.published), default=None)
    if last is None or not days:
        return set()
    first: date = last - timedelta(days=days)
    return {raw.key for raw in before if raw.published is None or raw.published >= first}


check = Check(
    id="resume-no-more",
    what="Starting again from a cursor repeats only records published in the last `overlap_days` days"
    " before it (0 when the suite does not set it).",
    why="A cursor that is not looked at makes every run a full read: right at first, and banned by"
    " the source within the month.",
    mend="Use the cursor in the question that you ask. If the source is corrected late and you read"
    " some days again on purpose, say how many: `overlap_days = 3` in the suite.",
    run=run,
)
