"""The signals read in the notices of a marché, each rule on its own.

A rule that raises, or that returns something else than signals with exact excerpts, is named among
the failed rules and what it said of that notice is left out; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hub.clauses import signals as built_in
from hub.clauses.assessment import LocatedSignal
from hub.clauses.case import Case
from hub.clauses.current import current_notices
from hub.plugin_api.records import Notice
from hub.plugin_api.rules import Rule, Signal

BUILT_IN = "passerelle"
CONTRACTS = "decp"
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The signals of a marché, oldest notice first, and the ids of the rules that failed."""

    signals: tuple[LocatedSignal, ...]
    failed_rules: tuple[str, ...]


def gather(case: Case, rules: Sequence[Rule] = ()) -> Evidence:
    """The signals of the newest state of the marché."""
    failed: set[str] = set()
    ordered = sorted(rules, key=lambda rule: rule.id)
    found: list[LocatedSignal] = []
    for item in current_notices(case):
        seen = _guarded(BUILT_IN, built_in.notice_signals, item.notice, failed)
        for rule in ordered:
            seen += _guarded(rule.id, _checked(rule), item.notice, failed)
        found += built_in.locate(tuple(seen), item.connector, item.notice.key)
    for contract in case.contracts:
        seen = _guarded(BUILT_IN, built_in.contract_signals, contract, failed)
        found += built_in.locate(tuple(seen), CONTRACTS, contract.key)
    return Evidence(tuple(found), tuple(sorted(failed)))


def _guarded(name: str, read: Callable[[R], Iterable[Signal]], record: R, failed: set[str]) -> list[Signal]:
    try:
        return list(read(record))
    except Exception:  # noqa: BLE001 - a stranger's rule may raise anything, and the marché must stay
        failed.add(name)
        return []


def _checked(rule: Rule) -> Callable[[Notice], Iterable[Signal]]:
    """The rule, made to raise when it returns a signal that its notice does not bear out."""

    def read(notice: Notice) -> Iterable[Signal]:
        signals = list(rule.signals(notice))
        for signal in signals:
            _check(signal, notice)
        return signals

    return read


def _check(signal: object, notice: Notice) -> None:
    if not isinstance(signal, Signal):
        raise TypeError(f"not a signal: {signal!r}")
    at = signal.evidence
    if at is None:
        return
    texts = (text.text for text in notice.texts if text.field == signal.field)
    if not any(text[at.start : at.end] == at.excerpt for text in texts):
        raise ValueError(f"the excerpt is not in {signal.field}")
