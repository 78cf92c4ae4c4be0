"""A marché is compared with what was awarded, whenever that arrived: same answers, and no more work."""

from __future__ import annotations

import itertools
import random
import shutil
from contextlib import suppress

import pytest
from store_rows import store_rows
from toy_hub import DONE, Toy, plugin, raw, toy_hub

from hub.pipeline import assess as stage

OURS, THEIRS = "213802697", "213800019"
GREEN, CLEANING = ["77310000"], ["90910000"]
SETTLED = ("assessment", "signal", "past_contract", "comparison", "renewal", "match_state")


def notice(key, kind, siren=OURS, cpv=GREEN, amount=None, **more):
    """A call, a plan or a result; its ``amount`` is the one awarded."""
    body = {
        "kind": kind,
        "title": f"Entretien {key}",
        "published": "2026-09-01",
        "nature": "services",
        "cpv": cpv,
        "buyers": [{"name": f"Commune {siren}", "siren": siren}],
    }
    if amount:
        body["awards"] = [{"value": {"amount": amount, "basis": "awarded"}, "awarded": "2024-05-01"}]
    return raw(key, **{**body, **more})


def award(key, amount=None, siren=THEIRS, **more):
    return notice(key, "result", siren, amount=amount, **{"published": "2024-05-10", **more})


def clause(text):
    return [{"field": "infosSup", "text": text, "role": "conditions"}]


FEED = [
    notice("call", "competition"),
    notice("plan", "planning", "213800027"),
    notice("priced", "competition", value={"amount": 90000}),
    notice("cleaning", "competition", cpv=CLEANING),
    notice("both", "competition", lots=[{"key": "1", "cpv": GREEN}, {"key": "2", "cpv": CLEANING}]),
    award("a1", 100_000),
    award("a2", 200_000),
    award("a3", 300_000),
    award("a4", maximum={"amount": 900_000, "basis": "framework_maximum"}, framework=True),
    award("own", 140_000, OURS, texts=clause("Le marché comporte une clause d'insertion de 210 heures.")),
    # Awarded without an amount, and soon to come back: a past contract that is itself compared.
    award("running", siren="213800035", duration_months=48),
    # One procedure in two notices: whichever comes first, it is awarded in the end.
    notice("pc", "competition", "213800043", CLEANING, procedure_id="p1", published="2024-01-10"),
    award("pr", 50_000, "213800043", cpv=CLEANING, procedure_id="p1"),
    # Awarded, it seemed, then declared void.
    notice("void", "competition", "213800050", published="2024-01-10", procedure_id="p2"),
    award("vr", 1_000_000, "213800050", procedure_id="p2"),
    notice("vc", "cancellation", "213800050", published="2024-06-01", procedure_id="p2"),
]


def stages(hub):
    hub.consolidate()
    hub.assess()
    hub.renew()
    hub.match()


def arrive(url, *batches):
    """The feed in these batches, every stage after each; what the stages leave behind."""
    toy = Toy()
    with toy_hub(url, plugin(toy)) as hub:
        for batch in batches:
            toy.script = [*batch, DONE]
            hub.sync("toy")
            stages(hub)
        return settled(hub)


def settled(hub):
    rows = store_rows(hub.store)
    return {name: rows[name] for name in SETTLED}


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """All at once, in the order of the feed, on SQLite."""
    return arrive(f"sqlite:///{tmp_path_factory.mktemp('all') / 'hub.sqlite3'}", FEED)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_changes_no_answer(database_url, expected, seed):
    order = random.Random(seed).sample(FEED, len(FEED))
    cut = 4 + 4 * seed
    assert arrive(database_url, order[:cut], order[cut:]) == expected


def test_awards_that_come_one_by_one_after_the_calls(sqlite_url, expected):
    awards = [record for record in FEED if b'"result"' in record.payload]
    calls = [record for record in FEED if record not in awards]
    assert arrive(sqlite_url, calls, *([one] for one in awards)) == expected


def test_what_is_told_and_what_is_listed(database_url):
    with toy_hub(database_url, plugin(Toy([*FEED, DONE]))) as hub:
        hub.sync("toy")
        stages(hub)
        call, plan, both = hub.marche("call"), hub.marche("plan"), hub.marche("both")
        priced, running = hub.marche("priced"), hub.marche("running")
    (told,) = [reason for reason in call["potential"]["reasons"] if "déjà prévu une clause sociale" in reason]
    assert "210\u00a0h" in told
    assert "Entretien own" in told
    assert call["hours"]["inputs"]["amount"] == 140_000
    assert call["hours"]["sources"][0].startswith("Montant absent de l’avis, emprunté à un marché")
    # The median of 100, 140, 200 and 300: neither the ceiling nor what was declared void.
    assert plan["hours"]["inputs"]["amount"] == 170_000
    assert running["hours"]["inputs"]["amount"] == 170_000
    assert priced["hours"]["inputs"]["amount"] == 90_000
    # One lot of two is of a trade with an amount to lend: the marché says so, and the law is not told.
    assert (
        "Montant absent de l’avis, emprunté à des marchés comparables pour 1\u00a0lot."
        in both["hours"]["sources"]
    )
    assert both["obligation"]["value"] is None
    first, *others = call["comparables"]
    assert first == {
        "id": first["id"],
        "title": "Entretien own",
        "buyer": f"Commune {OURS}",
        "amount": 140_000,
        "notified": "2024-05-01",
        "clause": "presente",
        "hours": 210,
        "same_buyer": True,
    }
    assert {one["title"] for one in others} == {"Entretien a1", "Entretien a2", "Entretien a3"}


def test_assessing_again_writes_nothing(database_url):
    with toy_hub(database_url, plugin(Toy([*FEED, DONE]))) as hub:
        hub.sync("toy")
        stages(hub)
        before = store_rows(hub.store)
        assert hub.assess().marches == []
        assert hub.match().marches == []
        assert len(hub.assess(everything=True).marches) >= len(before["marche"])
        stages(hub)
        assert store_rows(hub.store) == before


def test_a_new_award_concerns_only_those_it_can_help(database_url):
    toy = Toy([*FEED, DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        stages(hub)
        for new, concerned in (
            (award("a5", 400_000), {"plan", "running", "call", "both"}),
            (award("a6", maximum={"amount": 5000, "basis": "framework_maximum"}), set()),
            (award("o2", siren=OURS), {"call", "priced", "both"}),
            (award("other", 10_000, cpv=["50230000"]), set()),
        ):
            toy.script = [new, DONE]
            hub.sync("toy")
            hub.consolidate()
            names = {hub.marche(id_)["notices"][0]["key"] for id_ in hub.assess().marches}
            assert names - {new.key} == concerned, new.key


def test_stopped_after_any_transaction_it_ends_the_same(tmp_path, expected, monkeypatch):
    """The call is written, the award is not yet learnt: the next turn takes it up from there."""
    begun = tmp_path / "begun.sqlite3"
    with toy_hub(f"sqlite:///{begun}", plugin(Toy([*FEED, DONE]))) as hub:
        hub.sync("toy")
        hub.consolidate()
    monkeypatch.setattr(stage, "_CHUNK", 4)
    whole = stage._Round._assess_some
    for moment in itertools.count():
        path = shutil.copy(begun, tmp_path / f"{moment}.sqlite3")
        left = [None] * moment

        def dying(self, connection, ids, left=left):
            whole(self, connection, ids)
            left.pop()

        with toy_hub(f"sqlite:///{path}", plugin(Toy())) as hub:
            monkeypatch.setattr(stage._Round, "_assess_some", dying)
            with suppress(IndexError):
                hub.assess()
            monkeypatch.setattr(stage._Round, "_assess_some", whole)
            stages(hub)
            assert settled(hub) == expected, moment
        if left:
            break
    assert moment > 4


def test_a_joined_marche_leaves_no_past_contract_behind(database_url):
    """The result alone, then its call: the marché takes the id of the earlier notice."""
    call, result = FEED[11], FEED[12]
    toy = Toy([result, DONE])
    with toy_hub(database_url, plugin(toy)) as hub:
        hub.sync("toy")
        stages(hub)
        alone = hub.marche("pr")["id"]
        toy.script = [call, DONE]
        hub.sync("toy")
        stages(hub)
        joined = hub.marche("pr")["id"]
        assert joined != alone
        rows = store_rows(hub.store)["past_contract"]
    assert [row[0] for row in rows] == [repr(joined)]
