"""What each lot is told, when a notice says several things: marché and lots, side by side."""

# One case a line reads as a table.
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import pytest

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.signals import clause_answer, locate, notice_signals
from hub.plugin_api import Notice, Text

Texts = list[tuple[str | None, str, str]]  # lot, role, text


def answers(texts: Texts, keys: tuple[str, ...]) -> tuple[ClauseAnswer, list[ClauseAnswer]]:
    notice = Notice(
        key="1",
        kind="competition",
        title="Travaux",
        published=date(2026, 9, 1),
        texts=[
            Text(field=f"texte[{i}]", text=t, lot=lot, role=role) for i, (lot, role, t) in enumerate(texts)
        ],
    )
    found = locate(notice_signals(notice), "boamp", "1")
    return clause_answer(found, None, keys), [clause_answer(found, key, keys) for key in keys]


def whole(text: str) -> Texts:
    return [(None, "conditions", text)]


THREE = ("1", "2", "3")
CASES: list[tuple[Texts, tuple[str, ...], str, tuple[str, ...]]] = [
    # texts, lots of the marché, status of the marché, status of each lot
    (whole("Lot 1 : clause d'insertion obligatoire (70 heures). Lot 2 : clause d'insertion incitative. Lot 3 : sans clause d'insertion."), THREE, "presente", ("presente", "facultative", "exclue")),
    (whole("Tous les lots sont soumis à une clause d'insertion, sauf le lot 3."), THREE, "presente", ("presente", "presente", "silence")),
    (whole("La clause sociale s'applique à l'ensemble des lots à l'exception des lots 1 et 2."), THREE, "presente", ("silence", "silence", "presente")),
    (whole("Clause d'insertion : lot 1 : 300 heures ; lot 2 : néant ; lot 3 : 150 heures."), THREE, "presente", ("presente", "silence", "presente")),
    (whole("Clause sociale facultative pour les lots 1 et 2."), THREE, "facultative", ("facultative", "facultative", "silence")),
    (whole("Les lots 2 et 3 ne comportent pas de clause sociale."), THREE, "exclue", ("silence", "exclue", "exclue")),
    (whole("Le lot 2 est réservé aux entreprises adaptées. Les lots 1 et 3 ne sont pas réservés."), THREE, "presente", ("exclue", "presente", "exclue")),
    (whole("Lot 1 : 100 heures d'insertion. Le lot 1 ne comporte aucune clause d'insertion. Lot 2 : 50 heures d'insertion."), THREE, "contradictoire", ("contradictoire", "presente", "silence")),
    (whole("Clause d'insertion pour les lots A et B."), ("A", "B", "C"), "presente", ("presente", "presente", "silence")),
    ([("1", "object", "Travaux de peinture"), ("2", "object", "Prestations d'insertion professionnelle pour des allocataires du RSA")], ("1", "2"), "objet", ("silence", "objet")),
    ([("LOT-0001", "conditions", "Clause d'insertion : 35 heures."), ("LOT-0002", "conditions", "Aucune clause d'insertion.")], ("LOT-0001", "LOT-0002"), "presente", ("presente", "exclue")),
    ([("LOT-0001", "conditions", "Les entreprises sont invitées à proposer une action d'insertion."), ("LOT-0002", "conditions", "Conditions d'exécution à caractère social détaillées au CCAP.")], ("LOT-0001", "LOT-0002"), "facultative", ("facultative", "declaree")),
    ([("LOT-0001", "criterion", "Insertion sociale 10 %"), ("LOT-0002", "conditions", "Exécution confiée pour 5 % des heures à des demandeurs d'emploi.")], ("LOT-0001", "LOT-0002"), "presente", ("presente", "presente")),
    ([(None, "conditions", "Se référer au CCAP."), ("LOT-0002", "conditions", "Marché réservé aux ESAT (article L. 2113-13).")], ("LOT-0001", "LOT-0002"), "contradictoire", ("silence", "contradictoire")),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "keys", "of_marche", "of_lots"), CASES, ids=lambda v: str(v)[:50])
def test_marche_and_lots(
    texts: Texts, keys: tuple[str, ...], of_marche: str, of_lots: tuple[str, ...]
) -> None:
    marche, lots = answers(texts, keys)
    assert (marche.status, tuple(lot.status for lot in lots)) == (of_marche, of_lots)


def test_all_lots_but_one_are_the_others() -> None:
    marche, _ = answers(whole("Clause d'insertion pour tous les lots sauf le lot 2."), THREE)
    assert marche.scope_lots == ("1", "3")
    assert marche.signals[0].except_lots == ("2",)


def test_lots_that_are_not_known_cannot_be_told_by_exception() -> None:
    marche, _ = answers(whole("Clause d'insertion pour tous les lots sauf le lot 2."), ())
    assert marche.scope_lots is None


def test_lots_by_letter_keep_their_letters() -> None:
    marche, _ = answers(whole("Clause d'insertion : lot A : 70 heures, lot C : 35 heures."), ("A", "B", "C"))
    assert marche.scope_lots == ("A", "C")
    assert [(h.value, h.lot) for h in marche.hours_stated] == [(70.0, "A"), (35.0, "C")]


@pytest.mark.parametrize(
    "text",
    [
        "Le lot a pour objet une clause d'insertion.",
        "Lot d'insertion",
        "Clause d'insertion du lot l'emportant",
    ],
)
def test_a_letter_that_is_a_word_is_no_lot(text: str) -> None:
    marche, _ = answers(whole(text), ("A", "D", "L"))
    assert all(s.lots is None for s in marche.signals)
