"""What the rule returns are signals, in the hub's words, under the rule's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from hub.plugin_api import Notice, Signal
from hub.plugin_api.rules import Modality, SignalType, Strength
from hub.testing.conformance.answers import signals
from hub.testing.conformance.check import Check
from hub.testing.conformance.notices import notice
from hub.testing.conformance.subjects import RuleSubject

_WORDS = {
    "type": get_args(SignalType),
    "strength": get_args(Strength),
    "modality": (None, *get_args(Modality)),
}


def run(subject: RuleSubject) -> Iterator[str]:
    for text in subject.finds:
        given = notice(text)
        for signal in signals(subject, given):
            yield from _problems(subject.rule.id, signal, given)


def _problems(name: str, signal: object, given: Notice) -> Iterator[str]:
    if not isinstance(signal, Signal):
        yield f"the rule returned {type(signal).__name__}, Signal is due"
        return
    if signal.rule != name:
        yield f"a signal is signed {signal.rule!r}, {name!r} is due"
    for field, words in _WORDS.items():
        if getattr(signal, field) not in words:
            yield f"{field} is {getattr(signal, field)!r}, one of {words} is due"
    if signal.evidence is None and signal.code is None:
        yield "a signal has neither evidence nor code"
    named = {signal.lot, *(signal.lots or ()), *signal.except_lots} - {None}
    if unknown := named - {lot.key for lot in given.lots}:
        yield f"a signal names the lots {sorted(map(str, unknown))}, which the notice does not have"


check = Check(
    id="rule-signals",
    what="Each signal is a Signal with the rule's id, known words for type, strength and modality,"
    " evidence or a code, and lots of the notice.",
    why="An assessment is built of them: a word that the hub does not know marks the whole marché as"
    " not assessed.",
    mend="Use the words listed in hub.plugin_api.rules, and `self.id`.",
    run=run,
)
