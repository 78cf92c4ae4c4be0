"""Coded values of the sources to signals, by the table of ``data/codes.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from hub.plugin_api.records import Code, Notice
from hub.plugin_api.rules import Signal, SignalType, Strength


@dataclass(frozen=True, slots=True)
class CodeRule:
    """A line of the table: the field's name and the value, as patterns, and what they mean."""

    id: str
    title: str
    field: re.Pattern[str]
    value: re.Pattern[str]
    type: SignalType
    strength: Strength
    declared: bool
    negated: bool
    coarse: bool


@lru_cache(maxsize=1)
def code_rules() -> tuple[CodeRule, ...]:
    """The table, in order: the first line that fits a code speaks."""
    data = tomllib.loads(files("hub.clauses").joinpath("data", "codes.toml").read_text("utf-8"))
    return tuple(_rule(line) for line in data["code"])


def _rule(line: dict[str, str | bool]) -> CodeRule:
    return CodeRule(
        id=str(line["id"]),
        title=str(line["title"]),
        field=re.compile(str(line["field"]), re.IGNORECASE),
        value=re.compile(str(line["value"]), re.IGNORECASE),
        type=line["type"],  # type: ignore[arg-type]
        strength=line["strength"],  # type: ignore[arg-type]
        declared=bool(line.get("declared", False)),
        negated=bool(line.get("negated", False)),
        coarse=bool(line.get("coarse", False)),
    )


@lru_cache(maxsize=1)
def code_titles() -> dict[str, str]:
    """One French line for each code rule, by rule id: its meaning stands after the last « : »."""
    return {rule.id: rule.title for rule in code_rules()}


def code_signals(notice: Notice) -> Iterator[Signal]:
    """What the codes of a notice say, in their order."""
    for code in notice.codes:
        if signal := _signal(code):
            yield signal


def _signal(code: Code) -> Signal | None:
    rule = _rule_of(code.field, code.value.strip())
    if rule is None:
        return None
    return Signal(
        type=rule.type,
        rule=rule.id,
        field=code.field,
        strength=rule.strength,
        lot=code.lot,
        code=code.value,
        negated=rule.negated,
        declared_only=rule.declared,
    )


@lru_cache(maxsize=4096)
def _rule_of(field: str, value: str) -> CodeRule | None:
    fitting = (r for r in code_rules() if r.field.search(field) and r.value.fullmatch(value))
    return next(fitting, None)
