"""Folding: what rules read, and the way back to what is printed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.clauses.signals.fold import fold


def sentences(text: str) -> list[str]:
    return [s.text.strip() for s in fold(text).sentences()]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Clause d’INSERTION", "clause d'insertion"),
        ("l\x92activité", "l'activite"),
        ("main d'œuvre, mise en \x9cuvre", "main d'oeuvre, mise en oeuvre"),
        ("1\u00a0600\u202fh", "1 600 h"),
        ("un   double\n espace", "un double espace"),
        ("<LIRE xmlns:xsi='x'>En vertu</LIRE>", "en vertu "),
        ("l&#039;acc&egrave;s &agrave; l&rsquo;emploi", "l'acces a l'emploi"),
        ("e\u0301loigne\u0301", "eloigne"),
        ("com\u00adplet", "complet"),
        ("", ""),
    ],
)
def test_folding(printed: str, folded: str) -> None:
    assert fold(printed).text == folded


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("dans le CCAP.Début des travaux", ["dans le ccap.", "debut des travaux"]),
        ("1600 hConsultation comportant", ["1600 h", "consultation comportant"]),
        ("150 heuresLe titulaire", ["150 heures", "le titulaire"]),
        ("L'article L. 2113-12 du C.C.P. Le lot 2", ["l'article l. 2113-12 du c.c.p.", "le lot 2"]),
        (
            "Clause d'insertion.\nLot 1 : 35 h\nLot 2 : 70 h",
            ["clause d'insertion.", "lot 1 : 35 h", "lot 2 : 70 h"],
        ),
        ("normales.2°) A des structures", ["normales.", "2°) a des structures"]),
        ("clause\nd'insertion", ["clause d'insertion"]),
        ("cf. art. 5 et no. 3 du CCAP", ["cf. art. 5 et no. 3 du ccap"]),
    ],
)
def test_sentences(printed: str, expected: list[str]) -> None:
    assert sentences(printed) == expected


def test_a_slice_goes_back_to_what_is_printed() -> None:
    printed = "Le titulaire <b>réalisera</b>  une action d\x92insertion &eacute;tendue à la main d'œuvre.Fin"
    folded = fold(printed)
    for words, original in {
        "realisera": "réalisera",
        "action d'insertion": "action d\x92insertion",
        "etendue": "&eacute;tendue",
        "oeuvre": "œuvre",
        "fin": "Fin",
    }.items():
        start = folded.text.index(words)
        assert printed[slice(*folded.span(start, start + len(words)))] == original


PIECES = [*"aéÉœ\x92\x9c’ .;:\n<>&#0169AbhL-\u00a0\u00ad\u0301ﬁß½", "<b>", "&eacute;"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_sentence_maps_inside_the_original(text: str) -> None:
    folded = fold(text)
    at = 0
    for sentence in folded.sentences():
        assert sentence.text == folded.text[sentence.start : sentence.end]
        assert sentence.start >= at
        at = sentence.end
        start, end = folded.span(sentence.start, sentence.end)
        assert 0 <= start <= end <= len(text)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_positions_never_go_backwards(text: str) -> None:
    folded = fold(text)
    starts = [folded.start_of(i) for i in range(len(folded.text))]
    assert starts == sorted(starts)
