"""The prefilter may only spare work: without it, every text must say the same.

« Without it » means: every text is looked through for every word of the trade by `str`, and every pattern
is searched in every sentence by `re`. That is how slow the rules would be, and what they must answer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.clauses.case import Case, CaseNotice
from hub.clauses.evidence import gather
from hub.clauses.signals import notice, notice_signals, woken
from hub.clauses.signals.characters import as_bytes, one_for_one
from hub.clauses.signals.lexicon import lexicon, tables
from hub.clauses.signals.notation import compiled
from hub.clauses.signals.prefilter import Able, Prefilter, Words, relaxed
from hub.plugin_api import Notice, Rule, Signal, Text

SAMPLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "procurement"


def _woken_by_hand(texts: Sequence[Text]) -> list[tuple[Text, list[str]]]:
    spoken = [(t, [f for word, f in lexicon().trigger.items() if word in t.text.lower()]) for t in texts]
    return [(text, words) for text, words in spoken if words]


@contextmanager
def _no_prefilter() -> Iterator[None]:
    def everything(self: Prefilter, _text: str) -> Able:
        return self.every

    with patch.object(Prefilter, "able", everything), patch.object(notice, "woken", _woken_by_hand):
        yield


def _same(*texts: Text) -> tuple[Signal, ...]:
    read = Notice(key="1", kind="competition", title="T", published=date(2026, 9, 1), texts=texts)
    found = notice_signals(read)
    with _no_prefilter():
        assert notice_signals(read) == found
    return found


PIECES = [
    *"aéÉœ\x92\x9c’‘–—•€…²µªæÆ .;:,\n\t<>&?!#%09AbhL-()/ \u00a0\u00ad\u0301\u0130\u212a٣३ßﬁ½ſ~",
    *("<b>", "&eacute;", "&nbsp;", " 70 h", " 5 %", " lot 2", " non", "\r\n", "LE ", "sept pour cent"),
    *(" se réserve le droit", "sécurité sociale", "responsable d'", "des réserves", "au lieu de ", " lire "),
    *(" clause", " sociale", " d'insertion", "INSERTION", " réservé", " à l’emploi", " ESAT", "L. 2113-12"),
    *(
        " doit",
        " obligatoire",
        " facultative",
        " pas de",
        " heures",
        " personnes",
        " éloignées",
        " de l'emploi",
    ),
    *(
        " stagiaires",
        " marché",
        " titulaire",
        " handicap",
        " pondéré",
        " critère",
        " facilitateur",
        " du PLIE",
    ),
    *(" par tranche de 10 000 €", " engagement", " entreprises adaptées", " de demandeurs", " conditions"),
]
FIELDS = ("objet", "conditions", "critere", "supprimer", "titulaire")
HOSTILE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=50).map("".join)
PRINTED = st.builds(partial(Text, lot=None), field=st.sampled_from(FIELDS), text=HOSTILE)


@given(st.lists(PRINTED, min_size=1, max_size=4))
@settings(max_examples=250, deadline=None)
def test_hostile_texts_say_the_same_without_the_prefilter(texts: list[Text]) -> None:
    _same(*texts)


PHRASES = {
    "EXEC": "Le titulaire devra réaliser une action d'insertion de 70 heures pour le lot n° 2.",
    "RES_H": "Marché réservé aux entreprises adaptées et aux ESAT (article L. 2113-12).",
    "FORM": "Le titulaire s'engage à accueillir un stagiaire ; clause de formation obligatoire.",
    "NONE": "Le marché ne comporte pas de clause sociale.",
    "CRIT": "Performances en matière d'insertion professionnelle : 10 %",
}


@pytest.mark.parametrize("kind", PHRASES)
@pytest.mark.parametrize(
    "around", ["{}", "L’an dernier – {} – œuvre", "É&eacute;<br/>\n\n{}\x92", "{} ٣ ß ﬁ"]
)
def test_a_phrase_speaks_whatever_stands_around_it(kind: str, around: str) -> None:
    field = "critere" if kind == "CRIT" else "conditions"
    found = _same(Text(field=field, text=around.replace("{}", PHRASES[kind])))
    assert kind in {signal.type for signal in found}


def test_the_text_is_found_among_its_neighbours() -> None:
    texts = [Text(field=f"f{i}", text="Œuvre d’art – \u0130" * i or "Rien") for i in range(5)]
    texts[3:3] = [Text(field="ici", text="Clause d’INSERTION obligatoire.")]
    assert {signal.field for signal in _same(*texts)} == {"ici"}


# Every third notice of the largest folders: all of them once took half a minute.
FEWER = {"boamp_2021_t1": 3, "boamp_dila_xml": 1, "ted_eforms": 1, "ted_legacy_xml": 3}


@pytest.mark.samples
@pytest.mark.parametrize("folder", FEWER)
def test_genuine_notices_say_the_same_without_the_prefilter(folder: str) -> None:
    if not (SAMPLES / folder).is_dir():
        pytest.skip("procurement samples absent: ../shared/samples not found")
    from benchmarks.flagging.loaders import library

    notices = [n for n in library(SAMPLES / folder).by_key.values() if isinstance(n, Notice)][
        :: FEWER[folder]
    ]
    with_it = [notice_signals(n) for n in notices]
    with _no_prefilter():
        assert [notice_signals(n) for n in notices] == with_it
    assert any(with_it)


def test_without_google_re2_all_is_searched_and_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re2", None)
    patterns = ["insertion", "clause"]
    assert Prefilter(patterns).able("rien") == {0, 1}
    assert Words([b"insert", b"socia"]).found(b"clause d'insertion") == [b"insert"]
    read = Notice(
        key="1",
        kind="competition",
        title="T",
        published=date(2026, 9, 1),
        texts=[Text(field="conditions", text=PHRASES["EXEC"]), Text(field="lieu", text="Brest")],
    )
    caches = (lexicon, woken._words)
    for cached in caches:
        cached.cache_clear()
    without = notice_signals(read)
    monkeypatch.undo()
    for cached in caches:
        cached.cache_clear()
    assert without == notice_signals(read) != ()


def test_all_patterns_are_read_by_both_engines() -> None:
    re2 = pytest.importorskip("re2")
    for pattern in lexicon().prefilter._patterns:
        compiled((pattern,))
        re2.compile(relaxed(pattern))


def test_a_pattern_that_re2_refuses_is_always_tried() -> None:
    able = Prefilter([r"(a)\1", "zzz"]).able("aa")
    assert 0 in able
    assert 1 not in able


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\d+ heures", "٣ heures"),
        (r"mains?(?! courante)", "main"),
        (r"(?<![(])insertion(?=[)])", "insertion)"),
        (r"[\s(]insertion", "\u2028insertion"),
        (r"reserves?\b(?!(?: aux? (?:pmr|bus)|[)]))", "reserve"),
    ],
)
def test_a_relaxed_pattern_never_finds_less(pattern: str, text: str) -> None:
    assert compiled((pattern,)).search(text)
    assert Prefilter([pattern]).able(text) == {0}


def test_characters_equal_in_lower_case_are_equal_as_bytes() -> None:
    for code in range(0x2200):
        char = chr(code)
        assert as_bytes(char.lower())[:1] == as_bytes(char), hex(code)


@given(st.text(st.sampled_from([p for p in PIECES if len(p) == 1])))
def test_a_folded_text_has_one_character_for_each(text: str) -> None:
    assert one_for_one(text) == "".join(map(one_for_one, text))
    assert len(as_bytes(text)) == len(text)


def test_every_word_of_the_trade_is_found_by_its_bytes() -> None:
    for word in tables()["trigger"]:
        assert _woken_by_hand([Text(field="f", text=word.upper())])
        assert [t.text for t, _ in notice.woken([Text(field="f", text=word.upper())])] == [word.upper()]


class _Always(Rule):
    id = "toujours"

    def signals(self, notice: Notice) -> Iterator[Signal]:
        yield Signal("EXEC", self.id, "f", "weak", code=notice.key)


def test_the_rules_of_plugins_run_whatever_the_text_says() -> None:
    read = Notice(key="7", kind="competition", title="T", published=date(2026, 9, 1))
    assert notice_signals(read) == ()
    found = gather(Case(read.key, read.title, "ouvert", (CaseNotice("boamp", read),)), [_Always()])
    assert [(s.rule, s.excerpt) for s in found.signals] == [("toujours", "7")]
