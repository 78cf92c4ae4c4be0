"""From signals to one answer: lots, rectificatifs, several notices."""

from __future__ import annotations

from datetime import date

from hub.clauses.assessment import LocatedSignal
from hub.clauses.signals import RULES_VERSION, clause_answer, locate, notice_signals, rule_ids, rules_version
from hub.plugin_api import Code, Notice, Text


def signals(key: str, *texts: tuple[str, str], lot: str | None = None) -> tuple[LocatedSignal, ...]:
    notice = Notice(
        key=key,
        kind="competition",
        title="Travaux",
        published=date(2026, 9, 1),
        texts=[Text(field=f, text=t, lot=lot) for f, t in texts],
    )
    return locate(notice_signals(notice), "boamp", key)


LOTS = ("LOT-0001", "LOT-0002", "LOT-0003")


def test_lots_take_the_keys_of_the_marche() -> None:
    found = clause_answer(signals("1", ("BT-300", "Clause d'insertion : lot 2 : 70 heures")), lot_keys=LOTS)
    assert found.scope_lots == ("LOT-0002",)
    assert [(h.value, h.lot) for h in found.hours_stated] == [(70.0, "LOT-0002")]


def test_each_lot_has_its_own_answer() -> None:
    located = signals("1", ("BT-300", "Clause d'insertion : lot 1 : 70 heures, lot 2 : 35 heures"))
    one, three = (clause_answer(located, lot=lot, lot_keys=LOTS) for lot in ("LOT-0001", "3"))
    assert (one.status, [h.value for h in one.hours_stated], one.scope_lots) == ("presente", [70.0], None)
    assert (three.status, three.signals) == ("silence", ())


def test_a_clause_of_the_whole_notice_is_every_lot_s() -> None:
    located = signals("1", ("BT-70", "Le marché comporte une clause d'insertion."))
    assert clause_answer(located, lot="LOT-0003", lot_keys=LOTS).status == "presente"


def test_all_lots_named_is_no_scope() -> None:
    located = signals("1", ("BT-300", "Clause d'insertion pour les lots 1 à 3."))
    assert clause_answer(located, lot_keys=LOTS).scope_lots is None


def test_the_field_of_a_lot_limits_the_clause_to_it() -> None:
    located = signals("1", ("BT-70", "Clause d'insertion de 35 heures."), lot="LOT-0002")
    found = clause_answer(located, lot_keys=LOTS)
    assert found.scope_lots == ("LOT-0002",)
    assert [(h.unit, h.lot) for h in found.hours_stated] == [("par_lot", "LOT-0002")]


def test_a_denial_for_other_lots_is_no_contradiction() -> None:
    text = (
        "Le lot 1 est soumis à une clause d'insertion. Les lots 2 et 3 ne comportent pas de clause sociale."
    )
    located = signals("1", ("BT-300", text))
    assert clause_answer(located, lot_keys=LOTS).status == "presente"
    assert clause_answer(located, lot="2", lot_keys=LOTS).status == "exclue"


def test_a_rectificatif_changes_the_reservation() -> None:
    # 21-3589: au lieu de L2113-12 … EA, ESAT, lire L2113-13 … insertion par l'activité économique.
    first = signals(
        "21-1908", ("AUTRES_CONDITIONS_PART_OUI", "Lots réservés aux entreprises adaptées (L. 2113-12).")
    )
    later = signals(
        "21-3589",
        ("RECTIF.MODIFICATION.TEXTE.INIT", "Lots réservés aux entreprises adaptées (L. 2113-12)."),
        ("RECTIF.MODIFICATION.TEXTE.LIRE", "Lots réservés aux structures d'insertion (L. 2113-13)."),
    )
    found = clause_answer((*first, *later))
    assert (found.status, found.types) == ("presente", ("RES_I",))
    assert len(found.signals) == 2  # the first stays listed


def test_a_rectificatif_cuts_the_hours() -> None:
    first = signals("1", ("AUTRES_CONDITIONS_PART_OUI", "Clause d'insertion : 1000 heures."))
    later = signals("2", ("RECTIF.LIRE", "Le nombre d'heures d'insertion passe de 1000 heures à 600 heures."))
    assert [h.value for h in clause_answer((*first, *later)).hours_stated] == [600.0]


def test_a_rectificatif_adds_a_clause() -> None:
    # 21-11928: 105 h added after publication.
    later = signals("2", ("RECTIF.AJOUTER", "Il sera réservé 105 heures d'insertion."))
    found = clause_answer(later)
    assert (found.status, found.types, [h.value for h in found.hours_stated]) == (
        "presente",
        ("EXEC",),
        [105.0],
    )


def test_a_total_repeated_for_its_only_lot_is_listed_once() -> None:
    text = "70 heures d'insertion réparties comme ci-après :- lot 3 plâtrerie : 70 heures."
    found = clause_answer(signals("1", ("AUTRES_CONDITIONS_PART_OUI", text)))
    assert [(h.value, h.unit, h.lot) for h in found.hours_stated] == [(70.0, "par_lot", "3")]


def test_a_total_and_its_parts_are_both_listed() -> None:
    text = "105 heures d'insertion : lot 1 : 70 heures, lot 2 : 35 heures."
    found = clause_answer(signals("1", ("AUTRES_CONDITIONS_PART_OUI", text)))
    assert [h.value for h in found.hours_stated] == [105.0, 70.0, 35.0]


def test_the_facilitator_is_named_as_printed() -> None:
    text = "Clause d'insertion. Contacter la Maison de l\x92Emploi du bassin d'Orléans pour le suivi."
    named = [s.facilitator for s in signals("1", ("X", text)) if s.facilitator]
    assert named == ["Maison de l\x92Emploi du bassin d'Orléans"]


def test_an_empty_marche_is_silent() -> None:
    assert clause_answer(()).status == "silence"


def test_offers_ruled_out_answer_the_modality_of_a_declared_clause() -> None:
    text = "Conditions à caractère social (CCAP). Leur respect est une condition de conformité de l'offre."
    found = clause_answer(signals("1", ("X", text)))
    assert (found.status, found.modality) == ("declaree", "obligatoire")


def test_every_rule_that_speaks_has_a_line_for_the_reader() -> None:
    notice = Notice(
        key="1",
        kind="competition",
        title="T",
        published=date(2026, 9, 1),
        texts=[
            Text(field="a", text="Clause d'insertion. Le volume est de 35 heures. Marché non réservé."),
            Text(field="b", text="Insertion", role="criterion"),
        ],
        codes=[Code(field="BT-775", value="opp")],
    )
    spoken = {s.rule for s in notice_signals(notice)}
    assert spoken <= set(rule_ids())
    assert all(rule_ids().values())
    assert rules_version() == RULES_VERSION


def test_a_rectificatif_takes_the_clause_away() -> None:
    first = signals("1", ("AUTRES_CONDITIONS_PART_OUI", "Clause d'insertion : 100 heures."))
    later = signals("2", ("FNSimple.rectificatif.infosRectif.supprimer", "Clause d'insertion : 100 heures."))
    found = clause_answer((*first, *later))
    assert (found.status, found.types, found.hours_stated) == ("exclue", (), ())
    assert found.signals[-1].rule == "RECTIF_CLAUSE_SUPPRIMEE"
    assert found.signals[-1].excerpt == "Clause d'insertion : 100 heures."


def test_what_is_taken_away_and_put_back_is_only_changed() -> None:
    first = signals("1", ("AUTRES_CONDITIONS_PART_OUI", "Clause d'insertion : 100 heures."))
    later = signals(
        "2",
        ("FNSimple.rectificatif.infosRectif.supprimer", "Clause d'insertion : 100 heures."),
        ("FNSimple.rectificatif.infosRectif.ajouter", "Clause d'insertion : 60 heures."),
    )
    found = clause_answer((*first, *later))
    assert (found.status, [h.value for h in found.hours_stated]) == ("presente", [60.0])


def test_a_rectificatif_takes_the_reservation_away_and_leaves_the_clause() -> None:
    first = signals("1", ("X", "Lot 1 réservé aux ESAT. Lot 2 : clause d'insertion de 35 heures."))
    later = signals("2", ("RECTIF.SUPPRIMER", "Lot 1 réservé aux ESAT."))
    found = clause_answer((*first, *later))
    assert (found.status, found.types) == ("presente", ("EXEC",))


def test_publics_article_and_facilitator_reach_the_reader() -> None:
    text = (
        "En application de l'article L. 2112-2, clause d'insertion au profit d'allocataires du RSA et de "
        "jeunes de moins de 26 ans, suivie par le PLIE du Haut-Vallon."
    )
    (signal,) = clause_answer(signals("1", ("X", text))).signals
    assert signal.publics == ("RSA", "JEUNES")
    assert signal.article == "L2112-2"
    assert signal.facilitator == "PLIE du Haut-Vallon"
