"""The connector patches nothing that others use."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance import process
from hub.testing.conformance.acting import act
from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject


def run(subject: ConnectorSubject) -> Iterator[str]:
    before = process.contents()
    try:
        act(subject)
        yield from [f"{name} is another one" for name in process.patched(before)]
    finally:
        process.unpatch(before)


check = Check(
    id="no-monkey-patch",
    what="The functions and classes of builtins, socket, ssl, json, time, datetime, requests … and of"
    " the plugin API are the same objects before and after.",
    why="A patch of yours works until another plugin patches the same thing.",
    mend="Wrap what you need in your own function. If `ctx.http` lacks something, ask for it.",
    run=run,
)
