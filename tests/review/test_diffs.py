"""Clause drift word by word, and what is not sure."""

from __future__ import annotations

from hub.review.diffs import clause_diffs, compared
from hub.review.doubts import doubts


def told(runs):
    return [(run.what, run.text) for run in runs]


def test_words_that_go_and_come():
    assert told(compared("réserve 1 330 heures au moins", "réserve 315 heures au moins")) == [
        ("same", "réserve "),
        ("out", "1 330 "),
        ("in", "315 "),
        ("same", "heures au moins"),
    ]


def test_what_stays_is_shortened():
    long = " ".join(f"m{n}" for n in range(100))
    runs = told(compared(f"A {long} B", f"C {long} D"))
    assert runs[2][1].startswith("m0 m1")
    assert "… " in runs[2][1]
    assert len(runs[2][1].split()) == 17


def test_a_text_too_long_to_compare_in_time_is_left_to_its_sentence():
    assert compared("mot " * 5000, "autre " * 5000) == ()


def document(**texts):
    notices = [
        {"connector": "ted", "key": key, "kind": "competition" if key == "a" else "change"} for key in texts
    ]
    return {
        "timeline": notices,
        "texts": [
            {"field": field, "lot": None, "text": text, "connector": "ted", "notice": key}
            for key, fields in texts.items()
            for field, text in fields.items()
        ],
        "clause": {"signals": [{"field": "BT-70", "lot": None, "start": 0}]},
    }


def test_only_texts_that_speak_of_insertion_are_compared():
    found = clause_diffs(
        document(
            a={"BT-70": "140 heures", "BT-24": "peinture"},
            b={"BT-70": "70 heures", "BT-24": "peinture bleue"},
        )
    )
    (diff,) = found["ted", "b"]
    assert diff.field == "BT-70"
    assert ("in", "70 ") in told(diff.runs)


def test_a_text_that_is_the_same_makes_no_diff():
    assert clause_diffs(document(a={"BT-70": "140 heures"}, b={"BT-70": "140 heures"})) == {}


def test_doubts_are_all_told():
    found = doubts(
        {
            "clause": {"contradictions": ["L’un dit oui, l’autre non."]},
            "obligation": {"possible_exceptions": ["urgence."]},
            "failed_rules": ["charte"],
            "value": None,
            "territories": [{"id": "oisans", "certainty": "incertain"}],
            "documents": [
                {"connector": "ted", "key": "1", "reason": "avis qui se citent"},
                {"connector": "decp", "key": "2", "reason": "similarité 93 % : même acheteur"},
            ],
        },
        {"oisans": "Oisans"},
    )
    assert [doubt.section for doubt in found] == ["clause", "obligation", "clause", "heures", "avis", "avis"]
    assert "incertain à Oisans" in found[4].sentence
    assert "decp:2" in found[5].sentence
