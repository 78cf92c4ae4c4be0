"""The lexicon as a file: complete, documented, and unable to hang."""

from __future__ import annotations

from datetime import date

import pytest

from hub.clauses.signals import notice_signals, rule_ids
from hub.clauses.signals.lexicon import lexicon, sources, tables
from hub.plugin_api import Notice, Text

DATA = tables()
RULES = [*DATA["denial"], *DATA["rule"], *DATA["follow"]]


def test_every_rule_says_what_it_sees_and_where_it_comes_from() -> None:
    assert all(rule["title"] and rule["source"] and rule["patterns"] for rule in RULES)


def test_rule_ids_are_unique() -> None:
    ids = [rule["id"] for rule in RULES]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= set(rule_ids())


def test_every_fragment_is_used() -> None:
    source = b"".join(sources()).decode("utf-8")
    assert [name for name in DATA["fragments"] if "{" + name + "}" not in source] == []


def test_the_notation_is_compiled_away() -> None:
    patterns = [search.pattern.pattern for rule in lexicon().rules for search in rule.patterns]
    assert not [p for p in patterns if "<40>" in p or "{insertion}" in p]


def test_an_apostrophe_in_a_character_class_is_left_alone() -> None:
    assert "[a-z' ]" in lexicon().hours["year_after"].pattern


HOSTILE = [
    "a" * 200_000,
    "insertion " * 20_000,
    "clause d'insertion " * 10_000,
    "réservé marché " * 13_000,
    "conditions d'exécution marché réservé aux pas de clause " * 3_600,
    "insertion 1," * 16_000,
    "lot 1, 2, 3 et " * 13_000 + "clause d'insertion",
    "1 000 heures d'insertion lot 1 " * 6_000,
    "au lieu de " * 18_000 + "insertion",
    "<" * 200_000 + "insertion",
    "&" * 200_000 + "insertion",
    "insertion" + " " * 200_000,
    "\n" * 200_000 + "insertion",
    "insertion" + "." * 200_000,
    "e\u0301" * 100_000 + "insertion",
]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: t[:20].strip() or "blank")
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    notice = Notice(
        key="1", kind="competition", title="T", published=date(2026, 9, 1), texts=[Text(field="f", text=text)]
    )
    for signal in notice_signals(notice):
        assert signal.evidence is not None
        assert text[signal.evidence.start : signal.evidence.end] == signal.evidence.excerpt
