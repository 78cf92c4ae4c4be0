"""What a rectificatif changed, said in a sentence."""

from __future__ import annotations

from hub.clauses.drift import drift
from hub.plugin_api import Notice


def notice(**facts):
    return Notice.model_validate(
        {"key": "1", "kind": "competition", "title": "T", "published": "2026-09-01", **facts}
    )


def eforms(text, **facts):
    return notice(form="EFORMS/ContractNotice/16", texts=[{"field": "BT-70", "text": text}], **facts)


def sentences(earlier, later):
    return [change.sentence for change in drift(earlier, later)]


def test_a_clause_added_after_publication():
    found = drift(
        eforms("Voir le CCAP."),
        eforms("Clause d'insertion obligatoire : 105 heures d'insertion.", kind="change"),
    )
    assert [change.what for change in found] == ["clause", "heures"]
    assert found[1].sentence == "Heures d’insertion : aucune heure avant, 105 h désormais."


def test_a_clause_cut_down():
    before = eforms("Le titulaire réserve 1000 heures d'insertion.")
    after = eforms("Le titulaire réserve 600 heures d'insertion.", kind="change")
    assert sentences(before, after) == ["Heures d’insertion : 1\u202f000 h avant, 600 h désormais."]


def test_the_deadline_and_the_lots():
    before = eforms("x", deadline="2026-10-01T12:00:00+02:00", lots=[{"key": "LOT-0001"}])
    after = eforms(
        "x",
        kind="change",
        deadline="2026-10-15T23:30:00+00:00",
        lots=[{"key": "LOT-0001"}, {"key": "LOT-0002"}],
    )
    assert sentences(before, after) == [
        "Date limite : 01/10/2026 devient 16/10/2026.",
        "Lots ajouté(s) : LOT-0002.",
    ]


def test_a_national_rectificatif_is_quoted():
    later = notice(
        kind="change",
        form="FNSimple/rectificatif",
        changes=[
            {"field": "Délai", "before": "1er octobre", "after": "15 octobre"},
            {"text": "Ajout d'une clause."},
        ],
    )
    assert sentences(notice(), later) == [
        "Délai : au lieu de « 1er octobre », lire « 15 octobre ».",
        "Ajout d'une clause.",
    ]


def test_nothing_changed():
    assert drift(eforms("Voir le CCAP."), eforms("Voir le CCAP.", kind="change")) == ()
