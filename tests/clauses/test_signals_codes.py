"""Coded values, and the declared considerations of contracts."""

from __future__ import annotations

from datetime import date

import pytest

from hub.clauses.assessment import ClauseAnswer
from hub.clauses.signals import clause_answer, contract_signals, locate, notice_signals
from hub.plugin_api import AwardedContract, Buyer, Code, Criterion, Notice, Text


def notice(
    *codes: tuple[str, str] | tuple[str, str, str], texts: tuple[Text, ...] = (), **more: object
) -> Notice:
    return Notice(
        key="1",
        kind="competition",
        title="Travaux",
        published=date(2026, 9, 1),
        codes=[Code(field=c[0], value=c[1], lot=c[2] if len(c) > 2 else None) for c in codes],
        texts=texts,
        **more,
    )


def answer(*codes: tuple[str, str] | tuple[str, str, str], texts: tuple[Text, ...] = ()) -> ClauseAnswer:
    return clause_answer(locate(notice_signals(notice(*codes, texts=texts)), "ted", "1"))


@pytest.mark.parametrize(
    ("codes", "status", "types"),
    [
        ([("BT-775", "opp")], "declaree", ("EXEC",)),
        ([("BT-06", "soc-obj")], "declaree", ()),
        ([("criteres", "sociaux")], "declaree", ()),
        ([("BT-775", "other")], "silence", ()),
        ([("BT-775", "gen-eq")], "silence", ()),
        ([("BT-736", "yes")], "silence", ()),
        ([("BT-736", "no"), ("BT-71", "none"), ("BT-06", "none")], "silence", ()),
        ([("criteres", "environnementaux")], "silence", ()),
        ([("BT-71", "res-ws")], "presente", ("RES_HI",)),
        ([("BT-71", "res-pub-ser")], "presente", ("RES_ESS",)),
        ([("FNSimple.reservationMarche", "oui")], "presente", ("RES_HI",)),
        ([("FNSimple.reservationMarche", "non")], "silence", ()),
        ([("MARCHE_RESERVE_OUI", "ATELIERS_PROTEGES")], "presente", ("RES_HI",)),
        ([("MARCHE_RESERVE_NON", "oui")], "silence", ()),
        ([("situation.marcheReserve", "marcheReserveNON")], "silence", ()),
        ([("PRESTATION_RESERVEE_OUI", "oui")], "silence", ()),
        ([("RESTRICTED_SHELTERED_WORKSHOP", "1")], "presente", ("RES_HI",)),
        ([("RESTRICTED_SHELTERED_PROGRAM", "YES")], "presente", ("RES_HI",)),
        ([("RESERVED_ORGANISATIONS_SERVICE_MISSION", "1")], "presente", ("RES_ESS",)),
        ([("considerations_sociales", "Oui")], "declaree", ("EXEC",)),
        ([("considerations_sociales", "Non")], "exclue", ()),
        ([("marche_reserve", "Marché réservé SIAE")], "presente", ("RES_I",)),
        ([("marche_reserve", "EA / ESAT")], "presente", ("RES_H",)),
    ],
)
def test_codes(codes: list[tuple[str, str]], status: str, types: tuple[str, ...]) -> None:
    found = answer(*codes)
    assert (found.status, found.types) == (status, types)


def test_weak_codes_are_listed_even_in_silence() -> None:
    found = answer(("BT-775", "other"), ("BT-736", "yes"))
    assert [(s.field, s.excerpt, s.start, s.strength) for s in found.signals] == [
        ("BT-775", "other", None, "weak"),
        ("BT-736", "yes", None, "weak"),
    ]


def test_opp_beside_none_is_kept_and_told() -> None:
    # 438171-2024: BT-775 says opp on every lot, BT-06 says none, the text says « see the documents ».
    found = answer(("BT-775", "opp", "LOT-0001"), ("BT-06", "none", "LOT-0001"))
    assert found.status == "declaree"
    assert found.contradictions == (
        "Le formulaire dit « aucun achat stratégique déclaré », mais l’avis annonce : "
        "« emploi des personnes défavorisées ou handicapées ».",
    )


def test_codes_that_say_none_do_not_outweigh_a_sentence() -> None:
    # 654124-2024: all codes none or no, the procedure's note names the lots.
    text = Text(field="BT-300", text="Action d'insertion obligatoire sur les lots 2 et 3.")
    found = answer(("BT-06", "none"), ("BT-71", "none"), texts=(text,))
    assert (found.status, found.scope_lots) == ("presente", ("2", "3"))


def test_a_criterion_takes_its_declared_weight() -> None:
    name = "Performance en matière d'insertion professionnelle"
    record = notice(
        texts=(Text(field="BT-734-Lot", text=name, lot="LOT-0001", role="criterion"),),
        criteria=[Criterion(name=name, weight="10", unit="percent", lot="LOT-0001")],
    )
    assert [(s.type, s.weight_percent, s.lot) for s in notice_signals(record)] == [("CRIT", 10.0, "LOT-0001")]


def test_a_social_criterion_beside_opp_is_both() -> None:
    text = Text(field="BT-734", text="Insertion professionnelle 10.0 %", role="criterion")
    found = answer(("BT-775", "opp"), texts=(text,))
    assert (found.status, found.types) == ("presente", ("CRIT",))


@pytest.mark.parametrize(
    ("considerations", "status", "types"),
    [
        (("Clause sociale",), "presente", ("EXEC",)),
        (("Critère social",), "presente", ("CRIT",)),
        (("Clause sociale", "Critère social"), "presente", ("EXEC", "CRIT")),
        (("Marché réservé",), "presente", ("RES_HI",)),
        (("Concession réservée",), "presente", ("RES_HI",)),
        (("Clause sociale, Critère social",), "presente", ("EXEC", "CRIT")),
        (("Pas de considération sociale",), "exclue", ()),
        ((), "silence", ()),
        (("Sans objet", "NC"), "silence", ()),
    ],
)
def test_declared_considerations(
    considerations: tuple[str, ...], status: str, types: tuple[str, ...]
) -> None:
    contract = AwardedContract(
        key="1:2", title="T", buyer=Buyer(name="Commune"), considerations=considerations
    )
    found = clause_answer(locate(contract_signals(contract), "decp", contract.key))
    assert (found.status, found.types) == (status, types)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Marché réservé aux entreprises adaptées.", ("RES_H",)),
        ("Marché réservé aux structures d'insertion.", ("RES_I",)),
        ("Marché réservé au travail en détention (L. 2113-13-1).", ("RES_P",)),
    ],
)
@pytest.mark.parametrize("code", [("BT-71", "res-ws"), ("reservationMarche", "oui")])
def test_the_text_tells_the_kind_that_the_code_does_not(
    code: tuple[str, str], text: str, types: tuple[str, ...]
) -> None:
    assert answer(code, texts=(Text(field="BT-70", text=text),)).types == types


def test_the_kind_told_for_one_lot_says_nothing_of_another() -> None:
    text = Text(field="BT-70", text="Lot réservé aux entreprises adaptées.", lot="LOT-0001")
    found = answer(("BT-71", "res-ws", "LOT-0001"), ("BT-71", "res-ws", "LOT-0002"), texts=(text,))
    assert found.types == ("RES_H", "RES_HI")


def test_codes_of_habit_are_listed_only_beside_what_they_deny() -> None:
    assert answer(("BT-06", "none"), ("BT-71", "none")).signals == ()
    clause = Text(field="BT-70", text="Clause d'insertion de 35 heures.")
    assert [s.rule for s in answer(("BT-06", "none"), ("BT-71", "none"), texts=(clause,)).signals] == [
        "BT-06-none",
        "EXEC_CLAUSE_INS",
    ]
