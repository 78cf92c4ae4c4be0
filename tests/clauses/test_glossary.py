"""No word without its entry: codes, articles and acronyms of the answers are all explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import orjson
import pytest

from hub.clauses import glossary
from hub.clauses.assess import assess
from hub.clauses.assessment import Assessment, LotAssessment
from hub.clauses.conventions import Conventions
from hub.clauses.glossary import entries, entry, of_code, terms_in
from hub.pipeline.cases import Documents, build_case
from hub.plugin_api import Notice, RawRecord
from hub.review import labels
from hub.testing.demo import boamp_notices
from hub_procurement_feed.boamp.connector import Boamp

TODAY = date(2026, 11, 22)
QUOTED = re.compile("«[^»]*»")
ARTICLE = re.compile(r"\b[LR]\.?\s?\d{4}(?:-\d+)+")
ACRONYM = re.compile(r"\b[A-ZÉ]{2,}\b")
# Parts of an article (« L2112-2-1, II ») and of a CCAG's name.
ROMAN = {"II", "III", "IV"}

# What the ledger counts and why a run began are plain words of the machine room, not of the trade.
PLAIN = {"COUNTS", "TRIGGERS", "SERVICES", "SIGHTINGS"}

Named = list[tuple[str, str]]


def enumerations() -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, words in vars(labels).items():
        if name.isupper() and isinstance(words, Mapping):
            yield name, words


def test_every_code_shown_to_people_has_an_entry() -> None:
    missing = [
        (name, code)
        for name, words in enumerations()
        for code in words
        if name not in PLAIN and of_code(name, code) is None
    ]
    assert missing == []


def test_no_entry_explains_a_code_that_does_not_exist() -> None:
    known = {f"{name}.{code}" for name, words in enumerations() for code in words}
    explained = [code for each in entries().values() for code in each.codes]
    assert set(explained) <= known
    assert len(explained) == len(set(explained)), "one entry a code"


def sentences(found: Assessment) -> Iterator[str]:
    yield found.next_step
    yield from (part.reason for part in found.priority_parts)
    yield from found.clause.contradictions
    answers: tuple[Assessment | LotAssessment, ...] = (found, *found.lots)
    for answer in answers:
        yield from answer.obligation.reasons
        yield from answer.obligation.possible_exceptions
        yield from answer.potential.reasons
        yield from answer.moment.reasons
        yield from answer.hours.sources if answer.hours else ()
        yield answer.obligation.article


@pytest.fixture(scope="module")
def told() -> list[str]:
    """Every sentence of the answers to the demo's notices, what they quote left out."""
    connector, found = Boamp(), set()
    for demo in boamp_notices(TODAY, with_damage=False):
        raw = RawRecord(demo.record["idweb"], orjson.dumps(demo.record), "application/json", "demo")
        (notice,) = connector.parse(raw)
        assert isinstance(notice, Notice)
        case = build_case(notice.key, Documents((("boamp", notice),)), TODAY)
        found.update(QUOTED.sub("", text) for text in sentences(assess(case, Conventions(), TODAY)))
    assert len(found) > 300
    return sorted(found)


def known(word: str) -> bool:
    return any(
        word == form or word in re.findall(r"\w+", form) for e in entries().values() for form in e.forms
    )


def test_every_article_cited_resolves(told: list[str]) -> None:
    for sentence in told:
        links = {id_ for _, _, id_ in terms_in(sentence)}
        for cited in ARTICLE.findall(sentence):
            assert re.sub(r"[.\s]", "", cited) in links, sentence


def test_no_acronym_is_left_unexplained(told: list[str]) -> None:
    words = {word for text in told for word in ACRONYM.findall(ARTICLE.sub("", text))} - ROMAN
    assert {"DCE", "ESAT", "ETTI", "HT", "CPV"} <= words, "the demo cites them"
    assert [word for word in sorted(words) if not known(word)] == []


def test_an_entry_explains_its_acronyms_or_leads_to_them() -> None:
    used = {word for each in entries().values() for word in ACRONYM.findall(ARTICLE.sub("", each.text))}
    assert [word for word in sorted(used - ROMAN - {"CDI", "CDD", "FRK", "BT"}) if not known(word)] == []


def at(text: str) -> Named:
    return [(text[start:end], id_) for start, end, id_ in terms_in(text)]


def test_the_longest_term_wins() -> None:
    assert at("Un lot réservé, puis un lot.") == [("lot réservé", "lot-reserve"), ("lot", "lot")]
    assert at("L2112-2-1 et L2112-2") == [("L2112-2-1", "L2112-2-1"), ("L2112-2", "L2112-2")]
    assert at("Articles L. 2113-13-1 et L.2113-13") == [
        ("L. 2113-13-1", "L2113-13-1"),
        ("L.2113-13", "L2113-13"),
    ]


def test_capitals_make_an_acronym_and_nothing_else() -> None:
    assert at("AI, EA/ESAT") == [("AI", "ai"), ("EA", "ea"), ("ESAT", "esat")]
    assert at("J’ai le rc plié en tp, à TPS") == []
    assert at("RECTIFICATIF, rectificatif") == [("RECTIFICATIF", "rectificatif")]


def test_words_have_boundaries_and_plurals() -> None:
    assert at("les accords-cadres") == [("accords-cadres", "accord-cadre")]
    assert at("Ces lots réservés") == [("lots réservés", "lot-reserve")]
    assert at("LOT-0001, ballot, sous-lot") == []


def test_spaces_and_apostrophes_of_printing_are_the_same() -> None:
    assert at("part de main-d’œuvre\u00a0: 1\u202f607\u00a0h") == [
        ("part de main-d’œuvre", "part-main-oeuvre"),
        ("1\u202f607\u00a0h", "etp"),
    ]
    assert at("clause\u00a0d'insertion") == [("clause\u00a0d'insertion", "condition-execution")]


def test_only_the_first_of_a_term_is_marked() -> None:
    assert at("Le DCE, et le dossier de consultation, et le DCE") == [("DCE", "dce")]


def test_entries_are_whole_sentences_typeset() -> None:
    for each in entries().values():
        assert each.text[-1] in ".…?", each.id
        assert "'" not in each.text + each.term, each.id
        assert not re.search("[^\u202f\u00a0][;»]|[^\u202f\u00a0]: | €", each.text), each.id
    assert "de mémoire" not in glossary.MARKS["V"]
    assert entry("L2112-2-1").is_article
    assert not entry("dce").is_article
    with pytest.raises(KeyError):
        entry("inconnu")


def test_the_list_is_in_french_order() -> None:
    terms = [each.term for each in glossary.alphabetical()]
    assert (
        terms.index("écartée")
        < terms.index("EI")
        < terms.index("embauche directe")
        < terms.index("fenêtre pour agir")
    )
