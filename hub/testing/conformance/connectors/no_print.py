"""The connector does not print."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

from hub.testing.conformance.acting import act
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject


def run(subject: ConnectorSubject) -> Iterator[str]:
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard):
        act(subject)
    if said := heard.getvalue().strip():
        yield f"it printed {said[:120]!r}"


check = Check(
    id="no-print",
    what="Nothing is written to standard output or standard error.",
    why="`hub … --json` is read by programs: one line between two braces breaks them.",
    mend="Use `ctx.log`, or a logger of your module.",
    run=run,
)
