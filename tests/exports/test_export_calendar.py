"""The agenda, parsed again by a calendar library."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from export_documents import EDITION, GENERATED, HOSTILE, exported, marche, notice, renewal
from icalendar import Calendar

from hub.exports import Edition

PARIS = ZoneInfo("Europe/Paris")


def events(*documents, **how):
    calendar = Calendar.from_ical(exported("ics", *documents, **how))
    return {str(event["summary"]).split(" :")[0]: event for event in calendar.walk("VEVENT")}


def test_a_marche_has_the_day_to_act_before_and_the_moment_offers_are_due():
    found = events(marche())
    assert found["Agir"].decoded("dtstart") == date(2026, 12, 10)
    due = found["Offres"]
    assert due.decoded("dtstart") == datetime(2026, 12, 20, 12, tzinfo=PARIS)
    assert due["dtstart"].params["TZID"] == "Europe/Paris"
    assert str(due["summary"]) == "Offres : Entretien des espaces verts"
    assert due.decoded("last-modified") == datetime(2026, 11, 3, 23, tzinfo=UTC)
    assert (due["sequence"], due["transp"], due["status"]) == (1, "TRANSPARENT", "CONFIRMED")
    (alarm,) = due.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-7)


def test_the_zone_that_is_written_is_the_zone_of_the_machine():
    """Winter and summer, before and after the change, as the rule in the file tells them."""
    calendar = Calendar.from_ical(exported("ics", marche()))
    (zone,) = calendar.walk("VTIMEZONE")
    written = zone.to_tz(lookup_tzid=False)
    for moment in (
        "2026-03-29T00:59",
        "2026-03-29T01:01",
        "2026-10-25T00:59",
        "2026-10-25T02:01",
        "2031-07-14T12:00",
    ):
        local = datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(PARIS)
        assert written.utcoffset(local.replace(tzinfo=None)) == local.utcoffset(), moment


def test_uids_are_those_of_the_last_export_whatever_changed():
    before = events(marche())
    changed = marche(title="Autre titre", deadline="2027-01-05T16:00:00+01:00")
    changed["notices"].append(notice("boamp", "26-2", "2026-11-20"))
    later = Edition("Autre", GENERATED + timedelta(days=3))
    after = events(changed, edition=later)
    assert {name: event["uid"] for name, event in before.items()} == {
        name: event["uid"] for name, event in after.items()
    }
    assert len({event["uid"] for event in before.values()}) == 2
    assert after["Offres"]["sequence"] > before["Offres"]["sequence"]
    assert after["Offres"].decoded("last-modified") > before["Offres"].decoded("last-modified")


def test_a_renewal_has_the_two_ends_of_its_window():
    found = events(renewal(), noun="renewals")
    assert found["Renouvellement à préparer"].decoded("dtstart") == date(2026, 3, 1)
    assert found["Renouvellement"].decoded("dtstart") == date(2027, 5, 1)
    assert not found["Renouvellement à préparer"].walk("VALARM")
    assert found["Renouvellement"].walk("VALARM")


def test_what_is_past_or_cancelled_rings_no_bell():
    cancelled = events(marche(stage="annule"))
    assert {event["status"] for event in cancelled.values()} == {"CANCELLED"}
    past = events(
        marche(moment={"state": "trop_tard", "act_before": "2026-11-24"}, deadline="2026-11-24T08:00:00Z")
    )
    assert len(past) == 2
    assert not [alarm for event in (*cancelled.values(), *past.values()) for alarm in event.walk("VALARM")]


def test_a_marche_without_dates_has_no_events_and_a_day_alone_is_a_whole_day():
    assert not events(marche(moment={"state": "suivi", "act_before": None}, deadline=None))
    assert events(marche(deadline="2026-12-20"))["Offres"].decoded("dtstart") == date(2026, 12, 20)


def test_hostile_texts_stay_texts_and_lines_are_folded():
    raw = exported("ics", marche(title=HOSTILE + "\nBEGIN:VEVENT\nEND:VCALENDAR", next_step="é" * 40_000))
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\x00" not in raw
    assert raw.count(b"\r\nBEGIN:VEVENT") == raw.count(b"\r\nEND:VEVENT") == 2
    event = events(marche(title=HOSTILE))["Offres"]
    assert str(event["summary"]) == 'Offres : Lot "A"; B,<script>alert(1)</script> & fin'


def test_the_description_tells_what_to_do_and_the_sources():
    event = events(marche())["Agir"]
    told = str(event["description"]).splitlines()
    assert told[0] == "À faire : Appeler l’acheteur."
    assert "Limite des offres : 20/12/2026 à 12:00" in told
    assert told[-1].startswith("BOAMP, DILA. Licence Ouverte 2.0. Lu le 24/11/2026. TED,")
    assert event["url"] == "https://avis.example.fr/9-2026"


def test_the_address_is_ours_when_the_pages_have_one():
    here = Edition("Marchés", GENERATED, EDITION.credits, base_url="https://hub.example.fr/")
    assert events(marche(), edition=here)["Agir"]["url"] == "https://hub.example.fr/marches/m1"
