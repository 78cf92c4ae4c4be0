"""What makes the rules fast must never change what they say."""

from __future__ import annotations

import itertools
import re

import pytest

from hub.clauses.signals.breaks import sentence_ends
from hub.clauses.signals.lexicon import lexicon
from hub.clauses.signals.literals import alternatives, required, stems
from hub.clauses.signals.matching import hits, mask
from hub.clauses.signals.notation import Search, Vocabulary
from hub.clauses.signals.numerals import value_of, with_percent_signs


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"clauses? d.insertion", [{"insertion"}, {"clause"}]),
        (r"(?:reserve|adapte)s? (?:aux?)?", [{"adapte", "reserve"}]),
        (r"\bheures?(?: de travail)?", [{"heure"}]),
        (r"(?:l'|d')?emploi", [{"emploi"}]),
        (r"(?:insertion|)", []),
        (r"\d+ ?h", []),
        (r"(?!social)xyz", [{"xyz"}]),
        (r"(?:ab){2,}cde", [{"cde"}]),
    ],
)
def test_the_words_that_a_pattern_cannot_do_without(pattern: str, words: list[set[str]]) -> None:
    assert [set(found) for found in required(pattern)] == words


def test_a_match_always_holds_its_words() -> None:
    searches = [s for rule in lexicon().rules for s in rule.patterns]
    sentence = (
        "le titulaire du lot 2 devra realiser une clause obligatoire d'insertion de 70 heures, marche reserve"
    )
    for search in searches:
        if search.pattern.search(sentence):
            assert search.may_match(lexicon().words.spoken(sentence)), search.pattern.pattern


def test_alternatives_are_cut_outside_brackets_only() -> None:
    assert alternatives(r"a\||(?:b|c)|[|)]d|e") == [r"a\|", "(?:b|c)", "[|)]d", "e"]


def test_a_longer_word_is_looked_for_by_the_shorter_one_in_it() -> None:
    assert stems(["insertion", " insertion", "reinsertion", "lot"]) == {
        "insertion": "insertion",
        " insertion": "insertion",
        "reinsertion": "insertion",
        "lot": "lot",
    }


def test_a_shortened_search_still_sees_its_text() -> None:
    search = Search(re.compile("reinsertion"), (frozenset({"reinsertion"}),))
    words = Vocabulary([search, Search(re.compile("insertion"), (frozenset({"insertion"}),))])
    (short,) = words.shortened([search])
    assert short.span("la reinsertion", words.spoken("la reinsertion")) == (3, 14)


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
