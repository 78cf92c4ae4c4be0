"""What makes the rules fast must never change what they say."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.clauses.signals.breaks import sentence_ends
from hub.clauses.signals.matching import hits, mask
from hub.clauses.signals.notation import Index, Search, alternatives
from hub.clauses.signals.numerals import value_of, with_percent_signs


def test_alternatives_are_cut_outside_brackets_only() -> None:
    assert alternatives(r"a\||(?:b|c)|[|)]d|e") == [r"a\|", "(?:b|c)", "[|)]d", "e"]


ALTERNATIVES = Search(("ab+", "a", "b+c", "cd?"), first=7)


@given(st.text("abcd ", max_size=30))
def test_leaving_out_what_cannot_be_found_changes_no_match(text: str) -> None:
    able = frozenset(n for n, part in enumerate(ALTERNATIVES.parts, 7) if re.search(part, text))
    whole = list(ALTERNATIVES.pattern.finditer(text))
    assert [m.span() for m in ALTERNATIVES.matches(text, able)] == [m.span() for m in whole]
    assert ALTERNATIVES.span(text, able) == (whole[0].span() if whole else None)
    assert ALTERNATIVES.blanked(text, able) == ALTERNATIVES.blanked(text, frozenset(range(7, 11)))


def test_an_owner_speaks_once_by_the_first_of_its_searches_that_finds_something() -> None:
    index = Index(
        [("clause", [Search(("x",), 0), Search(("clause", "clauses"), 1)]), ("lot", [Search(("lot",), 3)])]
    )
    assert list(index.found("lot de clauses x", frozenset({1, 2, 3}))) == [
        ("clause", (7, 13)),
        ("lot", (0, 3)),
    ]
    assert list(index.found("lot de clauses x", frozenset({0, 1, 2}))) == [("clause", (15, 16))]
    assert list(index.found("lot de clauses x", frozenset())) == []


def test_masking_keeps_the_length_and_hides_what_only_looks_like_ours() -> None:
    sentence = "l'acheteur se reserve le droit de verifier la raison sociale"
    masked = mask(sentence)
    assert len(masked) == len(sentence)
    assert "reserve" not in masked
    assert "sociale" not in masked
    assert hits(sentence) == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Une clause. Une autre.", ["Une clause.", " Une autre."]),
        ("détaillées dans le CCAP.Début des travaux", ["détaillées dans le CCAP.", "Début des travaux"]),
        ("Clause d'insertion ? Non", ["Clause d'insertion ? Non"]),
        ("1600 hConsultation close", ["1600 h", "Consultation close"]),
        ("Clause :\nLot 1 : 35 h\nLot 2 : 70 h", ["Clause :\n", "Lot 1 : 35 h\n", "Lot 2 : 70 h"]),
        ("art. 12 du CCAP", ["art. 12 du CCAP"]),
    ],
)
def test_where_sentences_end(text: str, parts: list[str]) -> None:
    bounds = [0, *(end for end in sentence_ends(text) if end < len(text)), len(text)]
    assert [text[a:b] for a, b in itertools.pairwise(bounds)] == parts


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("cent", 100),
        ("cent cinq", 105),
        ("deux cents", 200),
        ("mille", 1000),
        ("mille deux cent cinquante", 1250),
        ("quatre-vingt-dix", 90),
        ("soixante et onze", 71),
        ("trois mille cinq cents", 3500),
        ("beaucoup", None),
    ],
)
def test_numbers_in_words(words: str, value: int | None) -> None:
    assert value_of(words) == value


def test_percentages_in_words() -> None:
    assert with_percent_signs("sept pour cent des heures, 5 pour cent") == "7 % des heures, 5 %"
