"""What a letter looks like from outside, and what a hostile notice cannot make of it."""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import alerts_kit as kit
import pytest
from lxml import html

from hub.alerts import mail
from hub.alerts.compose import Paper, compose
from hub.alerts.wishes import Wish
from hub.review.digest import Digest, changes
from hub.settings import load_settings
from hub.settings.errors import SettingsInvalid


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


HOSTILE = (
    "Peinture\r\nBcc: tous@example.fr\r\n\r\n<script>alert(1)</script><img src=x onerror=y>\u202e\x1b[31m"
)


def test_a_hostile_notice_is_only_text(hub, sink):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(
        hub, kit.notice("1", title=HOSTILE, buyers=[{"name": "</p><a href='javascript:x'>Ville</a>"}])
    )
    assert hub.digest().sent == 1
    (letter,) = sink.letters
    assert letter["Bcc"] is None
    assert letter["To"] == "camille@example.fr"
    page = html.fromstring(kit.body_of(letter, "html"))
    assert page.xpath("//script|//img|//*[@onerror]") == []
    assert all(href.startswith("https://passerelle.example.fr/") for href in page.xpath("//a/@href"))
    text = kit.body_of(letter, "plain")
    assert "Bcc: tous@example.fr <script>" in " ".join(text.split())
    assert not re.search("[\u202e\x1b]", text)


def test_a_hostile_search_name_stays_out_of_the_headers(hub, sink):
    person = kit.somebody(hub)
    search = hub.save_search(person, "x\r\nBcc: y@example.fr", {"query": "nettoyage"})
    hub.add_alert(person, Wish(search=search["id"]))
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    (letter,) = sink.letters
    assert "Bcc" not in str(letter["Subject"])
    assert letter["Bcc"] is None


def test_headers_that_mail_programs_look_for(hub, sink):
    number = hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    (letter,) = sink.letters
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert letter["Date"].datetime == kit.NOW
    assert re.fullmatch(r"<digest\.[0-9a-f]{32}@example\.fr>", letter["Message-ID"])
    assert letter["From"] == "Passerelle <veille@example.fr>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = letter["List-Unsubscribe"].strip("<>")
    assert leave.startswith(f"https://passerelle.example.fr/desabonnement?alerte={number}&signature=")
    assert leave.replace("&", "&amp;") in kit.body_of(letter, "html")


def test_the_way_out_is_written_as_an_address_and_not_as_words():
    """It was encoded like a French sentence, as the library does with long headers: no program found it."""
    leave = "https://passerelle.example.fr/desabonnement?alerte=12&signature=" + "f" * 43
    letter = mail.message(envelope(leave=leave), "veille@example.fr")
    assert f"List-Unsubscribe: <{leave}>\r\n".encode() in letter.as_bytes()


def envelope(**how):
    known = {
        "to": "camille@example.fr",
        "subject": "Essai",
        "text": "x",
        "html": "<p>x",
        "message_id": "<1@example.fr>",
        "date": datetime(2026, 9, 10, tzinfo=UTC),
    }
    return mail.Envelope(**{**known, **how})


@pytest.mark.parametrize(
    "to", ["a,b@example.fr", "a@example.fr\r\nBcc: b@example.fr", "", "nobody", "a b@x.fr"]
)
def test_an_address_is_one_address(to):
    with pytest.raises((ValueError, IndexError)):
        mail.message(envelope(to=to), "veille@example.fr")


def test_without_an_address_of_ours_the_letter_says_how_to_look(hub):
    letter = compose(Digest(date(2026, 9, 10), "Oisans", "Oisans"), Paper(None, {}))
    assert "hub review" in letter.text
    assert "hub review" in letter.html
    assert "href" not in letter.html
    assert letter.subject == "Clauses sociales, Oisans\u00a0: rien de nouveau"


def test_lines_of_the_text_are_short_and_addresses_stand_alone(hub, sink):
    hub.add_alert(kit.somebody(hub), Wish())
    kit.scouted(hub, kit.notice("1", title="Nettoyage et entretien " * 9))
    hub.digest()
    for line in sink.texts()[0].splitlines():
        assert len(line) <= 76 or line.strip().startswith("https://"), line


def test_sentences_of_what_changed():
    before = {
        "stage": "ouvert", "deadline": None, "clause": "silence", "types": [], "hours": 0,
        "obligation": "obligation_possible", "lots": ["LOT-0001"], "amount": None, "notices": [],
    }  # fmt: skip
    after = {
        **before, "stage": "annule", "clause": "presente", "hours": 315, "lots": ["LOT-0001", "LOT-0002"],
        "amount": "90000", "obligation": "obligation_presumee",
    }  # fmt: skip
    said = [
        change.sentence.replace("\u00a0", " ").replace("\u202f", " ") for change in changes(before, after)
    ]
    assert said == [
        "La consultation est annulée.",
        "Clause : aucune mention devient clause présente.",
        "Heures écrites : aucune devient 315 h.",
        "Lot 2 ajouté.",
        "Montant : inconnu devient 90 000 € HT.",
        "Obligation : obligation possible devient obligation présumée.",
    ]
    assert [change.social for change in changes(before, after)] == [False, True, True, False, False, False]
    drift = [{"what": "clause", "sentence": "Avant : rien. Désormais : une clause."}]
    assert len(changes(before, after, drift)) == 6
    assert changes(before, {**before, "notices": ["toy:2"]}) == []


class _Room(BaseHTTPRequestHandler):
    said: list[dict] = []  # noqa: RUF012
    status = 200

    def do_POST(self):
        type(self).said.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(type(self).status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def room():
    _Room.said, _Room.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), _Room)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_channel_of_the_team(tmp_path, hands, room):
    settings = {"HUB_CHANNELS__EQUIPE": f"json://127.0.0.1:{room}/s3cret"}
    with kit.telling_hub(kit.store_in(tmp_path), hands, **settings) as hub:
        person = kit.somebody(hub)
        hub.add_alert(person, Wish(channel="equipe"))
        kit.scouted(hub, kit.notice("1"))
        _Room.status = 500
        done = hub.digest()
        assert list(done.errors) == ["channel-failed"]
        assert "s3cret" not in str(done.errors["channel-failed"].as_dict())
        _Room.status = 200
        assert hub.digest().sent == 1
        assert hub.digest().sent == 0
    said = _Room.said[-1]
    assert said["title"] == "Clauses sociales\u00a0: 1 nouveau"
    assert "Nettoyage des locaux 1" in said["message"]
    assert "desabonnement" not in said["message"]


def test_a_reader_does_not_write_to_the_team(tmp_path, hands):
    settings = {"HUB_CHANNELS__EQUIPE": "json://127.0.0.1:1/"}
    with kit.telling_hub(kit.store_in(tmp_path), hands, **settings) as hub:
        reader = kit.somebody(hub, "lou", role="lecture")
        with pytest.raises(Exception, match="facilitation"):
            hub.add_alert(reader, Wish(channel="equipe"))
        with pytest.raises(Exception, match="canal"):
            hub.add_alert(reader, Wish(channel="autre"))


def test_settings_of_the_post(tmp_path):
    (tmp_path / "hub.toml").write_text('[channels]\nequipe = "json://a"\nautre = "json://b"\n')
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "hub_smtp_url").write_text("smtp://u:s3cret@mail.example.fr\n")
    found = load_settings(
        {"HUB_CHANNELS__EQUIPE": "json://c", "HUB_SECRETS_DIR": "secrets", "HUB_MAIL_FROM": "v@example.fr"},
        tmp_path,
    )
    assert {name: each.get_secret_value() for name, each in found.channels.items()} == {
        "equipe": "json://c",
        "autre": "json://b",
    }
    assert found.digest_schedule == "30 6 * * 1-5"
    assert found.unknown == ()
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUB_SMTP_URL", "https://user:s3cret@mail"),
        ("HUB_MAIL_FROM", "s3cret"),
        ("HUB_DIGEST_SCHEDULE", "s3cret"),
        ("HUB_CHANNELS__COURRIEL", "json://s3cret"),
    ],
)
def test_a_setting_of_the_post_that_cannot_be(tmp_path, name, value):
    with pytest.raises(SettingsInvalid) as refused:
        load_settings({name: value}, tmp_path)
    if name in ("HUB_SMTP_URL", "HUB_CHANNELS__COURRIEL"):
        assert "s3cret" not in str(refused.value)
