"""Evidence marked in its text: the exact slice, whatever the text is made of."""

from __future__ import annotations

from hub.review.highlight import AROUND, SHORT, marked, placed


def text(body, field="BT-70", lot=None, notice="1"):
    return {"field": field, "lot": lot, "text": body, "connector": "ted", "notice": notice}


def signal(of, excerpt, nth=0, negated=False):
    start = -1
    for _ in range(nth + 1):
        start = of["text"].index(excerpt, start + 1)
    return {
        **{name: of[name] for name in ("field", "lot", "connector", "notice")},
        "excerpt": excerpt,
        "start": start,
        "end": start + len(excerpt),
        "negated": negated,
    }


def shown(pieces):
    return [(piece.text, piece.signals) for piece in pieces]


def test_the_slice_is_cut_from_the_raw_text():
    # Bidirectional and control signs before the slice: offsets must count them, the page must not show them.
    one = text("🏗️ \u202eÉnoncé\x00\r\nla clause d'insertion s’applique.")
    (proof,), others = marked([one], [signal(one, "clause d'insertion")])
    assert others == []
    assert shown(proof.pieces) == [
        ("🏗️ Énoncé  \nla ", ()),
        ("clause d'insertion", (1,)),
        (" s’applique.", ()),
    ]


def test_overlapping_slices_are_one_mark_that_proves_both():
    one = text("une clause sociale d'insertion obligatoire")
    signals = [signal(one, "clause sociale d'insertion"), signal(one, "d'insertion obligatoire")]
    (proof,), _ = marked([one], signals)
    assert shown(proof.pieces) == [("une ", ()), ("clause sociale d'insertion obligatoire", (1, 2))]
    assert placed([proof]) == {1: 1, 2: 1}


def test_slices_that_touch_stay_two_marks():
    one = text("ABCD")
    (proof,), _ = marked([one], [signal(one, "AB"), signal(one, "CD")])
    assert shown(proof.pieces) == [("AB", (1,)), ("CD", (2,))]


def test_of_two_texts_of_one_name_the_mark_is_in_the_one_that_says_it():
    first, second = text("rien"), text("....clause")
    proofs, others = marked([first, second], [signal(second, "clause")])
    assert [proof.pieces[-1].text for proof in proofs] == ["clause"]
    assert others == [first]


def test_a_slice_that_is_not_there_marks_nothing():
    one = text("une clause")
    wrong = {**signal(one, "clause"), "start": 0, "end": 6}
    assert marked([one], [wrong]) == ([], [one])


def test_a_code_marks_nothing():
    one = text("une clause", field="BT-775")
    coded = {**signal(one, "clause"), "excerpt": "opp", "start": None, "end": None}
    assert marked([one], [coded]) == ([], [one])


def test_a_long_text_shows_what_stands_around_and_keeps_the_rest_folded():
    one = text("a" * SHORT + "CLAUSE" + "b" * SHORT)
    (proof,), _ = marked([one], [signal(one, "CLAUSE")])
    assert [piece.text for piece in proof.pieces] == ["a" * AROUND, "CLAUSE", "b" * AROUND, ""]
    assert [piece.gap for piece in proof.pieces] == [True, False, False, True]
    assert "".join(piece.text for piece in proof.whole) == one["text"]


def test_marks_far_apart_each_have_their_surroundings():
    one = text("CLAUSE" + "x" * 2000 + "CLAUSE")
    (proof,), _ = marked([one], [signal(one, "CLAUSE"), signal(one, "CLAUSE", nth=1)])
    assert [piece.signals for piece in proof.pieces if piece.signals] == [(1,), (2,)]
    assert sum(len(piece.text) for piece in proof.pieces) == 2 * (6 + AROUND)
