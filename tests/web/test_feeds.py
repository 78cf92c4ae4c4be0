"""Feeds and agendas: what their token opens, what it does not, and not sending again what did not change."""

from __future__ import annotations

import alerts_kit
import people_kit as kit
import pytest
from icalendar import Calendar
from lxml import etree

from hub.access.tokens import FEED, Wanted

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    yield from kit.quick_passwords(monkeypatch)


@pytest.fixture
def hands():
    return kit.Hands()


@pytest.fixture
def hub(tmp_path, hands):
    with alerts_kit.telling_hub(kit.empty_store(tmp_path), hands, HUB_PUBLIC_URL=kit.ROOT) as hub:
        alerts_kit.scouted(hub, *NOTICES)
        yield hub


NOTICES = [
    alerts_kit.notice(key, deadline="2026-12-24T12:00:00+01:00", places=[{"insee": insee}])
    for key, insee in (("1", "38203"), ("2", "38052"))
]


def token(hub, person, **about):
    return hub.create_token(person, Wanted("agenda", FEED, **about))


def titles(answer):
    return [entry.findtext(f"{ATOM}title") for entry in etree.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_a_token_opens_its_feed_and_agenda(hub):
    person = kit.someone(hub, "camille", "facilitation")
    secret, _ = token(hub, person, territory="oisans")
    reader = kit.browser(hub)
    feed = reader.get(f"/flux/oisans.atom?jeton={secret}")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert len(titles(feed)) == 1
    assert "locaux 2" in titles(feed)[0]
    assert secret not in feed.text
    agenda = reader.get(f"/agenda/oisans.ics?jeton={secret}")
    events = Calendar.from_ical(agenda.content).walk("VEVENT")
    assert {str(event["summary"]).partition(" : ")[0] for event in events} == {"Agir", "Offres"}
    assert reader.get(f"/flux/matheysine.atom?jeton={secret}").status_code == 401
    assert reader.get("/flux/oisans.atom").status_code == 303


def test_a_revoked_token_opens_nothing(hub):
    person = kit.someone(hub, "camille")
    secret, kept = token(hub, person, territory="oisans")
    hub.revoke_token(person, kept["id"])
    assert kit.browser(hub).get(f"/flux/oisans.atom?jeton={secret}").status_code == 401


def test_a_search_shows_only_what_its_person_may_see(hub):
    limited = kit.someone(hub, "lou", "facilitation", territories=("matheysine",))
    search = hub.save_search(limited, "Ménage", {"query": "nettoyage", "unread": "1"})
    secret, _ = token(hub, limited, search=search["id"])
    feed = kit.browser(hub).get(f"/flux/recherche-{search['id']}.atom?jeton={secret}")
    assert [title for title in titles(feed) if "locaux 2" in title] == []
    assert len(titles(feed)) == 1


def test_somebody_elses_search_and_territory_do_not_exist(hub):
    owner = kit.someone(hub, "camille", "facilitation")
    search = hub.save_search(owner, "Ménage", {"query": "nettoyage"})
    kit.someone(hub, "lou", "facilitation", territories=("matheysine",))
    other = kit.signed_in(hub, "lou")
    for path in (f"/flux/recherche-{search['id']}.atom", "/flux/oisans.atom", "/agenda/nowhere.ics"):
        assert other.get(path).status_code == 404, path
    assert other.get("/flux/matheysine.atom").status_code == 200


def test_what_did_not_change_is_not_sent_again(hub, hands):
    person = kit.someone(hub, "camille")
    secret, _ = token(hub, person, territory="oisans")
    reader, path = kit.browser(hub), f"/flux/oisans.atom?jeton={secret}"
    first = reader.get(path)
    assert first.headers["cache-control"] == "private, no-cache"
    known = {"if-none-match": first.headers["etag"]}
    dated = {"if-modified-since": first.headers["last-modified"]}
    for headers in (known, dated):
        again = reader.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert reader.get(path, headers={"if-modified-since": "yesterday"}).status_code == 200
    hands.move(hours=1)
    alerts_kit.scouted(
        hub,
        *NOTICES,
        alerts_kit.notice("3", deadline="2026-12-24T12:00:00+01:00", places=[{"insee": "38052"}]),
    )
    for headers in (known, dated):
        assert len(titles(reader.get(path, headers=headers))) == 2
