"""A rule that people keep refusing shows itself; a refusal that has another cause does not blame it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.review.decide import REASONS, STATES, Decision
from hub.review.precision import ENOUGH, SAYS, Flag, Judgement, precision, verdict, wilson, worst_first

RULE = Flag("rule", "EXEC_X", 10, "EXEC")
DENIAL = Flag("rule", "NEG_X", 10, "NONE", negated=True)
POTENTIAL = Flag("potential", "fort", 10)
CLAUSE = "Le marché comporte une clause d'insertion obligatoire de 210 heures."


def said(*decisions, flag=RULE):
    begin = datetime(2026, 9, 1, tzinfo=UTC)
    return precision(
        flag,
        [
            Judgement(str(n), state, because, None, begin + timedelta(days=n))
            for n, (state, because) in enumerate(decisions)
        ],
    )


def refused(because="metier_inadapte"):
    return "ecartee", because


KEPT = ("contactee", None)


def test_every_reason_that_people_can_give_is_read():
    assert set(SAYS) == set(REASONS)
    assert {state for state in STATES if verdict(RULE, state, None) == "kept"} == {*STATES} - {"ecartee"}


@pytest.mark.parametrize("because", ["trop_tard", "hors_territoire", "refus_acheteur", "doublon"])
def test_the_calendar_the_map_and_the_buyer_blame_nothing(because):
    found = said(*[refused(because)] * 8)
    assert (found.reviewed, found.kept, found.refused, found.interval) == (8, 0, 0, None)
    assert found.sentence == "Les décisions prises n’en disent rien."


def test_an_already_claused_marche_confirms_what_was_read_and_belies_a_denial():
    assert verdict(RULE, *refused("deja_clausee")) == "kept"
    assert verdict(DENIAL, *refused("deja_clausee")) == "refused"
    assert verdict(POTENTIAL, *refused("deja_clausee")) == "silent"


def test_an_unsuited_trade_does_not_belie_a_denial():
    assert verdict(DENIAL, *refused("metier_inadapte")) == "silent"


def test_what_nobody_looked_at_is_no_review():
    assert said(("a_etudier", None), KEPT).reviewed == 1


def test_too_few_verdicts_give_no_number_but_say_so():
    few = said(*[refused()] * (ENOUGH - 1))
    assert few.interval is None
    assert few.sentence == "Trop peu pour un chiffre\u00a0: 4\u00a0décisions, il en faut 5."
    assert said(*[refused()] * ENOUGH).interval is not None
    assert said().sentence == "Aucune décision pour l’instant."


def test_the_interval_is_wilsons():
    # Newcombe (1998), method 3: 81 of 263 gives 0.2553 to 0.3662.
    found = wilson(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    assert (wilson(0, 10).low, wilson(10, 10).high) == (0.0, 1.0)


def test_a_rule_that_people_keep_refusing_comes_first_and_says_why():
    bad = said(*[refused()] * 6, refused("volume_trop_faible"), KEPT)
    good = said(*[KEPT] * 9, flag=Flag("rule", "GOOD"))
    unsure = said(*[KEPT] * 3, *[refused()] * 3, flag=Flag("rule", "UNSURE"))
    few = said(refused(), flag=Flag("rule", "FEW"))
    assert worst_first([few, good, unsure, bad]) == [bad, unsure, good, few]
    assert bad.sentence == (
        "Le plus souvent écarté\u00a0: 7 fois sur 8, surtout «\u00a0métier inadapté\u00a0». Règle à revoir."
    )
    assert good.sentence == "Le plus souvent suivi\u00a0: 9 fois sur 9."
    assert unsure.sentence == "Avis partagés\u00a0: suivi 3 fois sur 6."
    assert bad.reasons == (("metier_inadapte", 6), ("volume_trop_faible", 1))
    assert [each.marche for each in bad.last] == ["6", "5", "4"], "the newest refusals"


def marche(key, **facts):
    body = {
        "title": f"Nettoyage {key}",
        "cpv": ["90910000"],
        "departements": ["38"],
        "texts": [{"field": "conditions", "text": CLAUSE, "role": "conditions"}],
    }
    return raw(key, **{**body, **facts})


RECORDS = [
    *(marche(str(n), places=[{"insee": "38052", "departement": "38"}]) for n in range(1, 6)),
    marche("6", departements=["75"]),
    marche("7", texts=[], cpv=["77310000"], title="Tonte"),
]


@pytest.fixture
def hub(database_url):
    with toy_hub(database_url, plugin(Toy([*RECORDS, DONE]))) as hub:
        hub.conclude([hub.sync("toy")])
        yield hub


def found(hub, about="rule", **how):
    return {each["name"]: each for each in hub.precision(**how) if each["about"] == about}


def rule(hub, **how):
    rules = found(hub, **how)
    assert rules, "the clause was read"
    return next(iter(rules.values()))


def test_decisions_are_set_against_the_rules_that_flagged_each_marche(hub):
    for key in "12345":
        hub.decide(key, Decision("ecartee", "ana", because="metier_inadapte"))
    hub.decide("7", Decision("ecartee", "ana", because="metier_inadapte"))
    worst = rule(hub)
    assert (worst["flagged"], worst["reviewed"], worst["refused"], worst["precision"]) == (6, 5, 5, 0.0)
    assert 0.4 < worst["high"] < 0.5
    assert "Règle à revoir." in worst["sentence"]
    trades = found(hub, "trade")
    assert trades["Nettoyage de locaux et de vitres"]["reasons"] == {"metier_inadapte": 5}
    assert trades["Entretien d'espaces verts"]["refused"] == 1
    assert sum(each["refused"] for each in found(hub, "potential").values()) == 6
    assert sum(each["flagged"] for each in found(hub, "obligation").values()) == 7


def test_only_the_decision_that_stands_counts(hub):
    hub.decide("1", Decision("ecartee", "ana", because="autre", note="toiture à 30 m"))
    assert (rule(hub)["refused"], rule(hub)["last_words"]) == (
        1,
        "autre motif («\u00a0toiture à 30 m\u00a0»)",
    )
    hub.decide("1", Decision("clause_retenue", "bob"))
    assert (rule(hub)["kept"], rule(hub)["refused"], rule(hub)["last"]) == (1, 0, [])


def test_a_note_written_later_does_not_become_the_reason(hub):
    hub.decide("1", Decision("ecartee", "ana", because="metier_inadapte"))
    hub.note("1", "Rappeler en mars.", "bob")
    assert rule(hub)["last_words"] == "métier inadapté"


def test_a_decision_taken_back_counts_no_more(hub):
    hub.decide("1", Decision("ecartee", "ana", because="metier_inadapte"))
    hub.undo("1", "ana")
    assert (rule(hub)["reviewed"], rule(hub)["refused"]) == (0, 0)


def test_since_and_territory_narrow_the_decisions(hub):
    hub.decide("1", Decision("a_contacter", "ana"))
    hub.decide("6", Decision("a_contacter", "ana"))
    assert rule(hub, since=date(2026, 9, 10))["reviewed"] == 2, "the clock says 10 September"
    assert rule(hub, since=date(2026, 9, 11))["reviewed"] == 0
    inside = rule(hub, territory="oisans")
    assert (inside["flagged"], inside["reviewed"]) == (5, 1)


def test_what_was_shown_before_a_new_assessment_is_told(hub):
    hub.decide("1", Decision("a_contacter", "ana"))
    assert rule(hub)["shown_earlier"] == 0
    hub.assess(everything=True)
    assert rule(hub)["shown_earlier"] == 1
