"""A letter leaves once, or waits where it can be seen: servers that are down, busy, slow or refuse."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import alerts_kit as kit
import pytest

from hub.alerts import mail, outbox
from hub.alerts.errors import Undelivered
from hub.alerts.wishes import Wish
from hub.settings.relay import relay_of
from hub.store.leases import Busy


@pytest.fixture
def hands():
    return kit.Hands()


@pytest.fixture
def port():
    return kit.free_port()


@pytest.fixture
def hub(tmp_path, hands, port):
    with kit.telling_hub(kit.store_in(tmp_path), hands, **kit.mail_settings(port)) as hub:
        yield hub


@pytest.fixture
def person(hub):
    person = kit.somebody(hub)
    hub.add_alert(person, Wish())
    return person


def test_a_server_that_is_down_loses_nothing_and_says_so(hub, hands, port, person):
    kit.scouted(hub, kit.notice("1"))
    done = hub.digest()
    assert (done.composed, done.sent, done.waiting) == (1, 0, 1)
    (kept,) = hub.undelivered(person)
    assert (kept["state"], kept["attempts"], kept["login"]) == ("waiting", 1, "camille")
    assert kept["error"]["code"] == "mail-server-down"
    assert f"127.0.0.1:{port}" in kept["error"]["cause"]
    hands.move(days=1)
    kit.scouted(hub, kit.notice("1"), kit.notice("2"))
    with kit.serving(kit.Sink(), port) as sink:
        done = hub.digest()
    assert (done.composed, done.sent, done.waiting) == (1, 2, 0)
    first, second = sink.texts()
    assert "locaux 1" in first
    assert "locaux 1" not in second
    assert "locaux 2" in second
    assert hub.undelivered(person) == []


def test_it_is_tried_less_and_less_often_and_given_up_after_a_week(hub, hands, port, person):
    kit.scouted(hub, kit.notice("1"))
    began = hands.time
    hub.digest()
    waits = []
    while (kept := hub.undelivered(person)[0])["state"] == "waiting":
        next_try = type(began).fromisoformat(kept["next_try"])
        waits.append(next_try - hands.time)
        hands.time = next_try
        hub.digest(due=True)
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=5)
    assert kept["state"] == "given_up"
    assert kept["error"]["code"] == "mail-server-down"
    assert timedelta(days=7) <= hands.time - began <= timedelta(days=9)
    with kit.serving(kit.Sink(), port) as sink:
        assert hub.digest().sent == 0
        assert hub.retry_letter(person, kept["id"]) is None
    assert len(sink.letters) == 1


def test_before_its_time_the_schedule_leaves_a_letter_alone(hub, hands, port, person):
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    with kit.serving(kit.Sink(), port) as sink:
        assert hub.digest(due=True).sent == 0
        hands.move(minutes=5)
        assert hub.digest(due=True).sent == 1
    assert len(sink.letters) == 1


def test_a_letter_that_waits_does_not_leave_once_its_alert_is_paused(hub, port, person):
    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    (alert,) = hub.alerts_of(person)
    hub.pause_alert(person, alert["id"], True)
    with kit.serving(kit.Sink(), port) as sink:
        assert hub.digest().sent == 0
        hub.pause_alert(person, alert["id"], False)
        assert hub.digest().sent == 1
    assert len(sink.letters) == 1


def test_a_busy_server_is_tried_again(hub, port, person):
    kit.scouted(hub, kit.notice("1"))
    with kit.serving(kit.Sink(), port) as sink:
        sink.answers = ["451 4.7.1 greylisted, come back"]
        done = hub.digest()
        assert (done.waiting, list(done.errors)) == (1, ["mail-deferred"])
        assert hub.digest().sent == 1
    assert len(sink.letters) == 1


def test_one_address_that_does_not_exist_keeps_nobody_else_waiting(hub, port, person):
    other = kit.somebody(hub, "lou")
    hub.add_alert(other, Wish())
    kit.scouted(hub, kit.notice("1"))
    with kit.serving(kit.Sink(), port) as sink:
        sink.refused = {"camille@example.fr"}
        done = hub.digest()
        assert (done.sent, done.failed) == (1, 1)
        assert hub.digest().sent == 0
    assert [letter["To"] for letter in sink.letters] == ["lou@example.fr"]
    (kept,) = hub.undelivered(person)
    assert kept["state"] == "failed"
    assert kept["error"]["code"] == "mail-refused"
    assert "550" in kept["error"]["cause"]
    assert hub.undelivered(other) == []


def test_an_address_that_refuses_three_letters_gets_no_more(hub, hands, port, person):
    with kit.serving(kit.Sink(), port) as sink:
        sink.refused = {"camille@example.fr"}
        for number in range(4):
            kit.scouted(hub, *(kit.notice(str(n)) for n in range(number + 1)))
            hub.digest()
            hands.move(days=1)
    (alert,) = hub.alerts_of(person)
    assert alert["paused"]
    assert alert["failures"] == 3
    assert len(hub.undelivered(person)) == 3


def test_a_slow_server_is_not_waited_for_forever(hub, port, person, monkeypatch):
    monkeypatch.setattr(outbox, "Mailer", lambda relay, sender: mail.Mailer(relay, sender, timeout_s=0.3))
    kit.scouted(hub, kit.notice("1"))
    with kit.serving(kit.Sink(), port) as sink:
        sink.delay_s = 1.5
        done = hub.digest()
        assert (done.waiting, list(done.errors)) == (1, ["mail-server-down"])
        sink.delay_s = 0
        assert hub.digest().sent == 1
        # Whether the slow one took it in the end nobody knows: a copy would bear the same name.
        assert len({letter["Message-ID"] for letter in sink.letters}) == 1


def test_no_password_goes_over_a_line_that_is_not_encrypted(port):
    relay = relay_of(f"smtp://user:secret@127.0.0.1:{port}?tls=oui")
    with (
        kit.serving(kit.Sink(), port),
        mail.Mailer(relay, "veille@example.fr") as mailer,
        pytest.raises(Undelivered) as refused,
    ):
        mailer.send(_envelope())
    assert refused.value.code == "mail-tls-absent"
    assert "?tls=non" in refused.value.next_step
    assert "secret" not in str(refused.value.as_dict())


def test_encryption_is_asked_of_every_server_that_is_elsewhere():
    assert relay_of("smtp://relais.example.fr").starttls
    assert not relay_of("smtp://relais.example.fr:25?tls=non").starttls
    assert not relay_of("smtp://127.0.0.1:25").starttls
    assert relay_of("smtps://u%40x:p%2Fq@mail.example.fr").password == "p/q"
    for wrong in ("http://mail", "smtp://", "smtp://mail?tls=peut-être", "mail.example.fr:25"):
        with pytest.raises(ValueError, match="mail server"):
            relay_of(wrong)


def _envelope(**how):
    from datetime import UTC, datetime

    known = {
        "to": "camille@example.fr",
        "subject": "Essai",
        "text": "x",
        "html": "<p>x",
        "message_id": "<1@example.fr>",
        "date": datetime(2026, 9, 10, tzinfo=UTC),
    }
    return mail.Envelope(**{**known, **how})


def test_a_crash_between_sending_and_noting_it_sends_the_same_letter(hub, port, person, monkeypatch):
    kit.scouted(hub, kit.notice("1"))
    real = outbox._settle

    def crash(*_):
        raise KeyboardInterrupt

    with kit.serving(kit.Sink(), port) as sink:
        monkeypatch.setattr(outbox, "_settle", crash)
        with pytest.raises(KeyboardInterrupt):
            hub.digest()
        monkeypatch.setattr(outbox, "_settle", real)
        assert hub.digest().sent == 1
    first, second = sink.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert kit.body_of(first, "html") == kit.body_of(second, "html")


_CHILD = """
import sys
sys.path.insert(0, {support!r})
import alerts_kit as kit
import os
settings = {{name: value for name, value in os.environ.items() if name.startswith("HUB_")}}
url = settings.pop("HUB_DATABASE_URL")
with kit.telling_hub(url, kit.Hands(), **settings) as hub:
    from hub.store.leases import Busy
    try:
        print(hub.digest().sent)
    except Busy:
        print("busy")
"""


def test_two_processes_at_once_send_one_letter(tmp_path, hub, port, person):
    kit.scouted(hub, kit.notice("1"))
    support = str(Path(kit.__file__).parent)
    environ = {
        **os.environ,
        **kit.mail_settings(port),
        "HUB_DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite3",
    }
    with kit.serving(kit.Sink(), port) as sink:
        sink.delay_s = 0.2
        command = [sys.executable, "-c", _CHILD.format(support=support)]
        children = [subprocess.Popen(command, env=environ, stdout=subprocess.PIPE) for _ in range(2)]
        said = [child.communicate(timeout=60)[0].decode().strip() for child in children]
    assert len(sink.letters) == 1
    assert "1" in said
    assert set(said) <= {"1", "0", "busy"}


def test_two_threads_at_once_send_one_letter(hub, port, person):
    kit.scouted(hub, kit.notice("1"))
    met = []

    def run():
        try:
            met.append(hub.digest().sent)
        except Busy:
            met.append("busy")

    with kit.serving(kit.Sink(), port) as sink:
        sink.delay_s = 0.1
        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(sink.letters) == 1
    assert met.count(1) == 1


def test_without_a_way_out_nothing_is_announced(tmp_path, hands, port):
    url = kit.store_in(tmp_path)
    with kit.telling_hub(url, hands) as hub:
        hub.add_alert(kit.somebody(hub), Wish())
        kit.scouted(hub, kit.notice("1"))
        done = hub.digest()
        assert (done.composed, list(done.errors)) == (0, ["mail-not-configured"])
        assert "HUB_SMTP_URL" in done.errors["mail-not-configured"].cause
    with kit.serving(kit.Sink(), port) as sink, kit.telling_hub(url, hands, **kit.mail_settings(port)) as hub:
        assert hub.digest().sent == 1
    assert "locaux 1" in sink.texts()[0]


def test_the_outbox_keeps_no_address_and_no_link_that_opens_anything(hub, hands, port, person):
    from sqlalchemy import select

    from hub.store.outbox import OUTBOX

    kit.scouted(hub, kit.notice("1"))
    hub.digest()
    with hub.store.read() as connection:
        (row,) = connection.execute(select(OUTBOX)).mappings()
    kept = repr(dict(row))
    assert "camille@" not in kept
    assert "signature=" not in kept


def test_sent_letters_are_forgotten_after_a_month(hub, hands, port, person):
    from sqlalchemy import func, select

    from hub.store.outbox import OUTBOX

    kit.scouted(hub, kit.notice("1"))
    with kit.serving(kit.Sink(), port):
        hub.digest()
        hands.move(days=31)
        hub.digest()
    with hub.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(OUTBOX)).scalar_one() == 0
