"""``hub digest`` and ``hub run --due``, from the shell to a mail server."""

from __future__ import annotations

import json

import alerts_kit as kit
import pytest
from toy_hub import DONE

from hub.alerts.wishes import Wish
from hub.cli.root import build


@pytest.fixture
def sink():
    with kit.serving(kit.Sink()) as sink:
        yield sink


@pytest.fixture
def hands():
    return kit.Hands()


@pytest.fixture
def hub(tmp_path, hands, sink, monkeypatch):
    with kit.telling_hub(kit.store_in(tmp_path), hands, **kit.mail_settings(sink.port)) as hub:
        hub.add_alert(kit.somebody(hub), Wish())
        kit.scouted(hub, kit.notice("1"))
        monkeypatch.setattr("hub.app.open_hub", lambda **_: hub)
        monkeypatch.setattr(hub, "close", lambda: None)
        yield hub


def run(capsys, *words):
    """(exit status, standard output, standard error)."""
    status = build().main(args=list(words), standalone_mode=False) or 0
    said = capsys.readouterr()
    return status, said.out, said.err


def test_it_sends_once_and_says_so(hub, sink, capsys):
    status, said, _ = run(capsys, "digest")
    assert (status, said.strip()) == (0, "Alertes : 1 composée, 1 envoyée.")
    _, said, _ = run(capsys, "digest")
    assert said.strip() == "Alertes : 0 composée, 0 envoyée."
    assert len(sink.letters) == 1


def test_a_dry_run_shows_the_letter(hub, sink, capsys):
    _, said, _ = run(capsys, "digest", "--dry-run")
    assert "camille, courriel : Clauses sociales" in said
    assert "Nettoyage des locaux 1" in said
    assert "%%" not in said
    assert sink.letters == []


def test_of_one_person(hub, sink, capsys):
    hub.add_alert(kit.somebody(hub, "lou"), Wish())
    _, said, _ = run(capsys, "digest", "--person", "LOU", "--json")
    assert json.loads(said)["composed"] == 1
    assert [letter["To"] for letter in sink.letters] == ["lou@example.fr"]
    with pytest.raises(Exception, match="nobody"):
        run(capsys, "digest", "--person", "nobody")


def test_what_waits_ends_in_a_failure_that_says_why(hub, sink, capsys):
    sink.answers = ["451 come back"]
    status, said, complaint = run(capsys, "digest")
    assert status == 1
    assert "1 en attente" in said
    assert "[mail-deferred]" in complaint


def test_cron_scouts_and_tells_the_next_morning(hub, sink, hands, capsys):
    hub.toy.script = [kit.notice("1"), kit.notice("2", title="Peinture du gymnase"), DONE]
    hands.move(days=1, hours=2)
    status, said, _ = run(capsys, "run", "--due")
    assert status == 0
    assert "1 envoyée" in said
    assert "Peinture du gymnase" in sink.texts()[0]
    hands.move(hours=1)
    status, said, _ = run(capsys, "run", "--due")
    assert (status, said.strip()) == (0, "")
    assert len(sink.letters) == 1
