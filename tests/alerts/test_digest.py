"""A digest says what is new, once: whatever runs twice, merges, changes back or crosses it."""

from __future__ import annotations

from datetime import timedelta

import alerts_kit as kit
import pytest

from hub.alerts.wishes import Wish


@pytest.fixture
def hands():
    return kit.Hands()


@pytest.fixture
def sink():
    with kit.serving(kit.Sink()) as sink:
        yield sink


@pytest.fixture
def hub(tmp_path, hands, sink):
    with kit.telling_hub(kit.store_in(tmp_path), hands, **kit.mail_settings(sink.port)) as hub:
        yield hub


def test_a_digest_run_twice_sends_once(hub, sink):
    person = kit.somebody(hub)
    hub.add_alert(person, Wish())
    kit.scouted(hub, kit.notice("1"), kit.notice("2"))
    done = hub.digest()
    assert (done.composed, done.sent, done.errors) == (1, 1, {})
    again = hub.digest()
    assert (again.composed, again.sent, again.waiting) == (0, 0, 0)
    (letter,) = sink.letters
    assert letter["To"] == "camille@example.fr"
    assert letter["Subject"] == "Clauses sociales\u00a0: 2 nouveaux"
    (text,) = sink.texts()
    assert "Nettoyage des locaux 1" in text
    marche = hub.marches()[0]["id"]
    assert f"https://passerelle.example.fr/marches/{marche}" in text


def test_nothing_new_sends_nothing(hub, sink):
    hub.add_alert(kit.somebody(hub), Wish())
    assert hub.digest().composed == 0
    assert sink.letters == []


def test_the_next_day_tells_only_what_the_day_brought(hub, sink, hands):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    hands.move(days=1)
    kit.scouted(hub, kit.notice("1"), kit.notice("2", title="Peinture du gymnase"))
    assert hub.digest().sent == 1
    text = sink.texts()[1]
    assert "Peinture du gymnase" in text
    assert "Nettoyage des locaux 1" not in text


def test_a_moved_deadline_is_told_with_both_days(hub, sink, hands):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    hands.move(days=1)
    kit.scouted(hub, kit.notice("1", deadline="2026-11-03T12:00:00+01:00"))
    hub.digest()
    assert "Date limite\u00a0: 20/10/2026 à 12:00 devient 03/11/2026 à 12:00." in sink.texts()[1].replace(
        "\n  ", " "
    )
    assert sink.letters[1]["Subject"] == "Clauses sociales\u00a0: 1 changé"


def test_what_changed_back_before_anybody_was_told_is_no_news(hub, sink, hands):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    hands.move(hours=2)
    kit.scouted(hub, kit.notice("1", deadline="2026-11-03T12:00:00+01:00"))
    hands.move(hours=2)
    kit.scouted(hub, kit.notice("1"))
    hands.move(hours=20)
    assert hub.digest().composed == 0
    assert len(sink.letters) == 1


def test_what_changed_back_after_it_was_told_is_told(hub, sink, hands):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    for deadline in ("2026-11-03T12:00:00+01:00", "2026-10-20T12:00:00+02:00"):
        hands.move(days=1)
        kit.scouted(hub, kit.notice("1", deadline=deadline))
        assert hub.digest().sent == 1
    assert "devient 20/10/2026" in sink.texts()[2].replace("\n  ", " ")


def test_only_drift_was_asked_for(hub, sink, hands):
    hub.add_alert(kit.somebody(hub), Wish(what=("drift",)))
    kit.scouted(hub, kit.notice("1"), kit.notice("2"))
    assert hub.digest().composed == 0
    hands.move(days=1)
    clause = {"field": "conditions", "text": "Le marché comporte une clause obligatoire d'insertion sociale."}
    kit.scouted(hub, kit.notice("1", deadline="2026-11-03T12:00:00+01:00"), kit.notice("2", texts=[clause]))
    assert hub.digest().sent == 1
    (text,) = sink.texts()
    assert "Nettoyage des locaux 2" in text
    assert "Clause" in text
    assert "Nettoyage des locaux 1" not in text


def test_a_rectificatif_is_told_in_its_own_words_and_once(hub, sink, hands):
    """What it announces is nowhere in the facts: an obligatory visit moves no date and no amount."""
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    hands.move(days=1)
    correction = kit.notice(
        "2",
        kind="change",
        published="2026-09-11",
        links=[{"kind": "changes", "key": "1"}],
        changes=[{"field": "Visite", "before": "facultative", "after": "obligatoire"}],
    )
    kit.scouted(hub, kit.notice("1"), correction)
    assert hub.digest().sent == 1
    told = sink.texts()[1].replace("\n  ", " ").replace("\u00a0", " ")
    assert "! Visite : au lieu de « facultative », lire « obligatoire »." in told
    hands.move(days=1)
    assert hub.digest().composed == 0


def test_two_alerts_of_a_person_tell_a_marche_once(hub, sink):
    person = kit.somebody(hub)
    hub.add_alert(person, Wish())
    search = hub.save_search(person, "ménage", {"query": "nettoyage"})
    hub.add_alert(person, Wish(search=search["id"]))
    kit.scouted(hub, kit.notice("1"))
    done = hub.digest()
    assert done.composed == 1
    assert len(sink.letters) == 1


def test_a_marche_that_merged_is_not_new_again(hub, sink, hands):
    """An older notice turns out to be of the same procedure: the marché goes by its id from then on."""
    hub.add_alert(kit.somebody(hub), Wish())
    call = {"procedure_id": "b4c1e9f2-0000-4000-8000-000000000001"}
    kit.scouted(hub, kit.notice("1", **call))
    (before,) = hub.marches()
    hub.digest()
    hands.move(days=1)
    planning = kit.notice("0", kind="planning", published="2026-08-25", deadline=None, **call)
    kit.scouted(hub, planning, kit.notice("1", **call))
    (after,) = hub.marches()
    assert after["id"] != before["id"]
    assert hub.marche(before["id"])["id"] == after["id"]
    done = hub.digest()
    assert done.letters == []
    assert len(sink.letters) == 1


def test_a_closing_date_is_told_once_and_again_when_it_moves(hub, sink, hands):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    hands.time = kit.NOW.replace(month=10, day=15)
    (marche,) = hub.marches()
    from hub.review.decide import Decision

    hub.decide(marche["id"], Decision("contactee", "camille"))
    assert hub.digest().sent == 1
    assert sink.letters[1]["Subject"].endswith("1 bientôt clos")
    hands.move(days=1)
    assert hub.digest().composed == 0


def test_a_marche_set_aside_is_not_told(hub, sink):
    from hub.review.decide import Decision

    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"), kit.notice("2"))
    set_aside = hub.marches()[0]
    hub.decide(set_aside["id"], Decision("ecartee", "camille", because="trop_tard"))
    hub.digest()
    assert set_aside["title"] not in sink.texts()[0]


def test_a_territory_that_is_not_the_persons_stays_unknown(hub, sink):
    limited = kit.somebody(hub, "lou", territories=("oisans",))
    hub.add_alert(limited, Wish())
    with pytest.raises(Exception, match="territoire"):
        hub.add_alert(limited, Wish(territory="isere"))
    kit.scouted(
        hub, kit.notice("1", places=[{"insee": "38203"}]), kit.notice("2", places=[{"insee": "38052"}])
    )
    hub.digest()
    (text,) = sink.texts()
    assert "Nettoyage des locaux 2" in text
    assert "Nettoyage des locaux 1" not in text


def test_a_territory_taken_away_tells_nothing_more(hub, sink, hands):
    person = kit.somebody(hub, "lou", territories=("oisans",))
    hub.add_alert(person, Wish(territory="oisans"))
    hub.change_account("lou", {"territories": ["ain"]}, by="test")
    kit.scouted(hub, kit.notice("1", places=[{"insee": "38052"}]))
    assert hub.digest().composed == 0


def test_a_weekly_digest_waits_for_its_day_and_makes_up_for_a_missed_one(hub, sink, hands):
    hub.add_alert(kit.somebody(hub), Wish(cadence="weekly", weekday=0))
    kit.scouted(hub, kit.notice("1"))
    assert hub.digest().composed == 0  # a Thursday
    hands.time = kit.NOW + timedelta(days=5)  # the Tuesday after: nothing ran on Monday
    assert hub.digest().sent == 1
    hands.move(days=1)
    kit.scouted(hub, kit.notice("1"), kit.notice("2"))
    assert hub.digest().composed == 0


def test_many_are_counted_and_the_first_shown(hub, sink):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, *(kit.notice(str(n)) for n in range(20)))
    hub.digest()
    (text,) = sink.texts()
    assert text.count("/marches/m") == 15
    assert "et 5\u00a0autres" in text
    hub.digest()
    assert len(sink.letters) == 1


def test_somebody_who_left_is_told_nothing(hub, sink):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    hub.disable_account("camille", by="test")
    assert hub.digest().composed == 0


def test_a_dry_run_tells_nobody_and_forgets_nothing(hub, sink):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    assert hub.digest(dry_run=True).composed == 1
    assert sink.letters == []
    assert hub.digest().sent == 1


def test_the_schedule_decides_when_it_is_due(hub, sink, hands):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    assert hub.digest(due=True).composed == 0
    hands.move(days=1)
    assert hub.digest(due=True).sent == 1
    hands.move(hours=1)
    kit.scouted(hub, kit.notice("1"), kit.notice("2"))
    assert hub.digest(due=True).composed == 0
