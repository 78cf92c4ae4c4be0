"""A matcher answers to any lot, with any employers."""

from __future__ import annotations

from collections.abc import Iterator

from hub.testing.conformance.answers import matches
from hub.testing.conformance.check import Check
from hub.testing.conformance.notices import hostile_employers, hostile_lots
from hub.testing.conformance.subjects import MatcherSubject, MatchExample, described


def run(subject: MatcherSubject) -> Iterator[str]:
    for name, example in _hostile(subject):
        try:
            matches(subject, example)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            yield f"{name}: {described(error)}"


def _hostile(subject: MatcherSubject) -> Iterator[tuple[str, MatchExample]]:
    strange = hostile_employers()
    for example in subject.examples:
        yield "nobody to choose from", MatchExample(example.lot, example.notice, ())
        yield "employers that say nothing", MatchExample(example.lot, example.notice, strange)
        for name, lot, notice in hostile_lots():
            yield name, MatchExample(lot, notice, (*example.employers, *strange))


check = Check(
    id="matcher-total",
    what="Neither a lot that says nothing, nor a strange code, nor an employer without address, kind"
    " or sector makes the matcher raise.",
    why="A matcher that raises says nothing about the whole lot: its good answers are lost with the bad one.",
    mend="Nearly every field may be None: look before you compare.",
    run=run,
)
