"""What a fetch may do on a source's bad day: say so, or recover. Never end as if all was well with less."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hub.plugin_api import NotConfigured, SourceChanged, SourceUnavailable
from hub.testing.conformance.check import NotApplicable
from hub.testing.conformance.runs import Run
from hub.testing.conformance.subjects import SLOWEST_S, ConnectorSubject, described
from hub.testing.recordings import Case
from hub.testing.replay import Fault

RIGHT = (SourceUnavailable, SourceChanged, NotConfigured)
"""What a fetch may raise."""

Strike = tuple[str, Fault]
"""A fault and its name in a sentence (``"503 at request 2"``)."""


def healthy_runs(subject: ConnectorSubject) -> Iterator[tuple[Case, Run]]:
    """Each recorded conversation without any fault; ``NotApplicable`` when there is none."""
    cases = subject.cases
    if not cases:
        raise NotApplicable("there is no recorded conversation, only files")
    for case in cases:
        run = subject.run(case)
        if run.error is None and run.requests:
            yield case, run


def each_request(fault: Fault, name: str, run: Run) -> Iterator[Strike]:
    """The fault at the first, middle and last request: once, and from there on for ever."""
    count = len(run.requests)
    for number in sorted({1, (count + 1) // 2, count}):
        yield f"{name} at request {number} of {count}", fault.on(number)
        yield f"{name} from request {number} of {count} on", fault.on(number, times=None)


def struck(
    subject: ConnectorSubject, strikes: Callable[[Run], Iterator[Strike]], timeout_s: float = SLOWEST_S
) -> Iterator[str]:
    """The problems of a connector under faults: records lost in silence, or the wrong error."""
    for case, healthy in healthy_runs(subject):
        for name, fault in strikes(healthy):
            run = subject.run(case, faults=[fault], timeout_s=timeout_s)
            yield from (
                f"{case.name}: {name}: {problem}" for problem in _problems(subject, case, healthy, run)
            )


def _problems(subject: ConnectorSubject, case: Case, healthy: Run, run: Run) -> Iterator[str]:
    if run.error is None:
        yield from _silent_loss(subject, healthy, run)
    elif not isinstance(run.error, RIGHT):
        yield f"raised {described(run.error)}, where SourceUnavailable or SourceChanged is due"
    elif run.checkpoints:
        yield from _loss_on_return(subject, case, healthy, run)


def _silent_loss(subject: ConnectorSubject, healthy: Run, run: Run) -> Iterator[str]:
    missing = set(healthy.keys) - set(run.keys)
    extra = [raw for raw in run.raws if raw.key not in set(healthy.keys)]
    if missing and sum(map(subject.is_rejected, extra)) < len(missing):
        yield (
            f"the fetch ended as if all was well, without {len(missing)} of {len(set(healthy.keys))} records"
            f" ({', '.join(sorted(missing)[:3])})"
        )


def _loss_on_return(subject: ConnectorSubject, case: Case, healthy: Run, run: Run) -> Iterator[str]:
    place, cursor = run.checkpoints[-1]
    got = {raw.key for raw in run.raws_before(place)}
    promised = [where for where, known in healthy.checkpoints if known == cursor]
    if promised:  # whether the rest comes from there is resume-whole's question
        missing = {raw.key for raw in healthy.raws_before(promised[0])} - got
    else:
        missing = set(healthy.keys) - got - set(subject.run(case, since=cursor).keys)
    if missing:
        yield f"the run failed after promising {cursor!r}, and the next one misses {sorted(missing)[:3]}"
