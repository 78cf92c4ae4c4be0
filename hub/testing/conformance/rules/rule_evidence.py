"""Evidence is an exact slice of a text of the notice."""

from __future__ import annotations

from collections.abc import Iterator

from hub.plugin_api import Evidence, Notice
from hub.testing.conformance.answers import signals
from hub.testing.conformance.check import Check
from hub.testing.conformance.notices import notice
from hub.testing.conformance.subjects import RuleSubject

_AROUND = ("{}", "É\u00a0: «\u00a0{}\u00a0» 😀", "ﬁche e\u0301crite\n{}\n")


def run(subject: RuleSubject) -> Iterator[str]:
    for text in subject.finds:
        for frame in _AROUND:
            given = notice(frame.format(text))
            for signal in signals(subject, given):
                evidence = getattr(signal, "evidence", None)
                if isinstance(evidence, Evidence) and not _stands(evidence, signal.field, signal.lot, given):
                    yield f"{evidence} does not stand there in {signal.field!r}, lot {signal.lot!r}"


def _stands(evidence: Evidence, field: str, lot: str | None, given: Notice) -> bool:
    texts = (text.text for text in given.texts if (text.field, text.lot) == (field, lot))
    return bool(evidence.excerpt) and any(t[evidence.start : evidence.end] == evidence.excerpt for t in texts)


check = Check(
    id="rule-evidence",
    what="`text[start:end] == excerpt` for the text whose field and lot the signal names, also with"
    " accents, ligatures and emoji before it.",
    why="The page highlights these characters, and the excerpt is quoted to a buyer: it must be what"
    " was printed, to the letter.",
    mend="Search in the text itself, or map positions back when you fold it, and build the evidence"
    " with Evidence.of(text, start, end).",
    run=run,
)
