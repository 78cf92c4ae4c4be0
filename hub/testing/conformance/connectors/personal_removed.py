"""Personal data that the source holds does not land."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple

from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.subjects import ConnectorSubject


def run(subject: ConnectorSubject) -> Iterator[str]:
    declared, samples = subject.connector.info.personal_fields, subject.personal_samples
    if not declared and not samples:
        raise NotApplicable("no personal field is declared")
    if not samples:
        yield f"{', '.join(declared[:3])} … are declared, and personal_samples names no value to look for"
    recorded = _recorded(subject)
    yield from (f"{sample!r} is not in the recordings" for sample in samples if sample not in recorded)
    for raw in subject.raws():
        landed = _unescaped(repr(astuple(raw))) + raw.payload.decode("utf-8", "replace")
        yield from (f"{raw.key} holds {sample!r}" for sample in samples if sample in landed)


def _recorded(subject: ConnectorSubject) -> str:
    files = {*subject.files, *(path for case in subject.cases for path in case.files)}
    # A workbook is compressed: what it holds is found by the author, not here.
    return "".join(_unescaped(path.read_bytes().decode("utf-8", "replace")) for path in files)


def _unescaped(text: str) -> str:
    return text + (json.loads(f'"{_quoted(text)}"') if "\\u" in text else "")


def _quoted(text: str) -> str:
    return json.dumps(text)[1:-1].replace("\\\\u", "\\u")


check = Check(
    id="personal-removed",
    what="The strings of `personal_samples`, which stand in the recordings, stand in no raw record; a"
    " connector that declares personal_fields names at least one.",
    why="Names, mailboxes and telephones of people are not needed to find a clause: what never lands"
    " can neither leak nor be asked back.",
    mend="Take the fields out in one function before the RawRecord is made, in `fetch` and in `read`"
    " alike, also where a field holds a document inside a string.",
    run=run,
)
