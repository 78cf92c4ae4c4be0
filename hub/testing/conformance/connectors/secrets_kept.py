"""No secret of the settings comes out."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import astuple

from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.runs import Run
from hub.testing.conformance.secrets import MARK
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.recordings import Case
from hub.testing.replay import Fault, faults

_DAYS: tuple[tuple[str, Sequence[Fault]], ...] = (
    ("on a good day", ()),
    ("after 401", [faults.status(401).always()]),
    ("after 500", [faults.status(500).always()]),
    ("after a page of HTML", [faults.html_page().always()]),
)


def run(subject: ConnectorSubject) -> Iterator[str]:
    secret = [case for case in subject.cases if _has_secrets(subject, case)]
    if not secret:
        raise NotApplicable("the settings hold no secret")
    for case in secret:
        for day, script in _DAYS:
            places = _places(subject.run(case, faults=script))
            yield from (f"{case.name}, {day}: in {name}" for name, text in places if MARK in text)
            yield from (f"{case.name}, {day}: in {name}" for name in _check(subject, case, script))
    if MARK in repr(subject.connector) + repr(vars(subject.connector)):
        yield "in the repr of the connector, which keeps it between two runs"


def _has_secrets(subject: ConnectorSubject, case: Case) -> bool:
    return any("Secret" in type(value).__name__ for _, value in subject.settings_for(case))


def _places(run: Run) -> Iterator[tuple[str, str]]:
    yield from (("the log", line) for line in run.said)
    for item in run.items:
        yield type(item).__name__, repr(astuple(item))
    if run.error is not None:
        yield "the error", _whole(run.error)


def _check(subject: ConnectorSubject, case: Case, script: Sequence[Fault]) -> Iterator[str]:
    with subject.context(case, script) as (ctx, _):
        try:
            said = subject.connector.check(ctx)
        except Exception as error:  # noqa: BLE001 - only its text matters here
            said = _whole(error)
    if MARK in str(said):
        yield "what check says"


def _whole(error: BaseException) -> str:
    """An error with all that it carries, its causes included."""
    seen: list[str] = []
    chain: BaseException | None = error
    while chain is not None and len(seen) < 20:
        seen.append(f"{chain!r} {chain} {vars(chain)}")
        chain = chain.__cause__ or chain.__context__
    return "\n".join([*seen, *traceback.format_exception_only(error)])


check = Check(
    id="secrets-kept",
    what="A secret of the settings stands in no message, log line, record, origin, cursor or repr, on"
    " good days and on bad ones.",
    why="Messages go to the ledger, the pages, e-mails and bug reports.",
    mend="Declare it as SecretStr, call get_secret_value() only where the request is made, send it in"
    " a header, and never put a whole address or a whole answer into a message or an origin.",
    run=run,
)
