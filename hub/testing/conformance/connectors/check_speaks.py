"""``check`` tells an operator in one sentence whether the source answers."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.subjects import ConnectorSubject, described
from hub.testing.conformance.verdicts import RIGHT
from hub.testing.recordings import Case
from hub.testing.replay import Fault, faults

_CHEAP = 5


def run(subject: ConnectorSubject) -> Iterator[str]:
    if not subject.cases:
        raise NotApplicable("there is no recorded conversation, only files")
    case = subject.cases[0]
    yield from _asked(subject, case, ())
    asked = len(subject.stage.requests)
    if asked > _CHEAP:
        yield f"it asked {asked} requests, {_CHEAP} at most are due"
    if asked:
        yield from _asked(subject, case, [faults.status(503).always()])


def _asked(subject: ConnectorSubject, case: Case, script: list[Fault] | tuple[()]) -> Iterator[str]:
    with subject.context(case, script) as (ctx, _):
        try:
            said = subject.connector.check(ctx)
        except RIGHT:
            return
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            yield f"it raised {described(error)}"
            return
    if script:
        yield f"the source was down, and it said {said!r}"
    elif not isinstance(said, str) or not said.strip() or "\n" in said.strip():
        yield f"it returned {said!r}: one sentence is due"


check = Check(
    id="check-speaks",
    what="`check(ctx)` returns one sentence after five requests at most, and raises"
    " SourceUnavailable, SourceChanged or NotConfigured when the source does not answer as it"
    " should.",
    why="It is what an operator runs after installing your plugin, and what the page of the sources shows.",
    mend="Ask for the cheapest thing that proves the address and the token (one record, one listing)"
    " and let the errors of `ctx.http` pass.",
    run=run,
)
