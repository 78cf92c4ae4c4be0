"""Errors: a status, and three parts that the terminal and ``--json`` show alike."""

from __future__ import annotations

import io
import json
import os

import pytest

from hub.cli.guard import run

USAGE = {
    "marchs": "peut-être marches",
    "marches --stat x": "--stat n’existe pas",
    "marches --stage ouvertt": "amont, ouvert, clos, attribue, annule",
    "marches --format xml": "table, jsonl, csv",
    "marches --limit deux": "un nombre entier",
    "marches --limit -1": "au moins 0",
    "marches --since 31/02/2026": "n’est pas une date",
    "marches tout": "en trop : tout",
    "marches --limit": "attend une valeur",
    "marche": "Il manque ID",
    "decide m1": "Il manque STATE",
    "decide m1 jetee": "n’est pas un choix",
    "decide m1 ecartee": "trop_tard, hors_territoire",
    "decide m1 ecartee --because parceque": "n’est pas un choix",
    "decide m1 ecartee --because autre": "demande une remarque",
    "sync": "Il manque CONNECTOR",
    "sync toy --since 2026-11-02 --until 2026-11-01": "avant le début",
    "parse": "Il manque --again",
    "run": "hub run --due",
    "sync toy --complete": "ne va qu’avec --from",
    "sync toy --complete --from x --limit 3": "laissent des fiches de côté",
    "sync toy locked --accept 2026": "un seul connecteur",
    "sync toy --accept 2026 --full": "ne lit rien",
    "employers --kind eaa": "ACI, AI, EI",
    "employers --radius 10": "--near INSEE",
    "employers --near 38269 --radius loin": "un nombre est attendu",
    "employers --status fermee": "active, inactive, no_longer_listed",
    "renewals --within -1": "au moins 0",
}


@pytest.mark.parametrize("line", USAGE)
def test_a_command_wrongly_typed(cli, bare_home, line):
    ran = cli(*line.split())
    assert (ran.code, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert USAGE[line] in first
    assert second.startswith("→ hub ")
    assert not (bare_home / "hub.sqlite3").exists(), "a usage error must not even open the store"


FAILURES = {
    "marche m000": "unknown-marche",
    "decide m000 suivie": "unknown-marche",
    "runs 2026": "unknown-run",
    "quarantine show 9": "unknown-quarantine",
    "quarantine discard 9": "unknown-quarantine",
    "plugins tou": "unknown-connector",
    "check tou": "unknown-connector",
    "sync tou": "unknown-connector",
    "sync locked": "not-configured",
    "parse --again tou": "unknown-connector",
    "marches --territory oisan": "unknown-territory",
    "renewals --territory oisan": "unknown-territory",
    "employers --territory oisan": "unknown-territory",
    "employers --near la-mure": "unknown-commune",
    "employers --activity netoyage": "unknown-activity",
    "sync toy --accept 2026": "unknown-run",
    "enrich": "contact-missing",
}


@pytest.mark.parametrize("line", FAILURES)
def test_a_failure_says_code_cause_and_next_step(cli, home, line):
    ran = cli(*line.split())
    assert (ran.code, ran.out) == (1, "")
    assert f"[{FAILURES[line]}]" in ran.err.splitlines()[0]
    assert ran.err.splitlines()[1].startswith("→ ")
    told = cli(*line.split(), "--json")
    assert (told.code, told.err) == (1, "")
    assert set(told.json) == {"code", "cause", "next_step"}
    assert told.json["code"] == FAILURES[line]


MEANT = {
    "marches --territory oisan": "Peut-être : oisans.",
    "employers --near 38350 --territory Isere": "Peut-être : isere.",
    "employers --near 38220": "38562 (Vizille)",
    "employers --near Laffrey": "38203 (Laffrey)",
    "employers --activity netoyage": "Nettoyage de locaux",
}


@pytest.mark.parametrize("line", MEANT)
def test_what_was_meant_is_offered(cli, home, line):
    """« 38220 » is the post code of ten communes and the INSEE code of none."""
    ran = cli(*line.split())
    assert (ran.code, MEANT[line] in ran.err) == (1, True), ran.err


def test_usage_with_json_is_a_document_too(cli, home):
    ran = cli("decide", "m1", "ecartee", "--json")
    assert (ran.code, ran.json["code"], ran.err) == (2, "usage", "")


def test_a_bad_setting_is_told_before_anything(cli, home, monkeypatch):
    monkeypatch.setenv("HUB_TODAY", "hier")
    ran = cli("marches")
    assert ran.code == 1
    assert "HUB_TODAY" in ran.err


def test_a_bug_shows_its_type_and_never_its_message(cli, home, monkeypatch):
    """The message of an unknown exception may quote a record or a password."""

    def crash(*args, **kwargs):
        raise ZeroDivisionError("mot de passe : 1234")

    monkeypatch.setattr("hub.app.open_hub", crash)
    ran = cli("marches", "--json")
    assert (ran.code, ran.json["code"]) == (1, "unexpected")
    assert "ZeroDivisionError" in ran.json["cause"]
    assert "1234" not in ran.out + ran.err
    debugged = cli("marches", "--debug")
    assert "Traceback" in debugged.err


def test_interrupted(cli, home, monkeypatch):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("hub.app.open_hub", interrupt)
    ran = cli("marches")
    assert ran.code == 130
    assert ran.err.startswith("Interrompu")


def test_a_reader_that_leaves_early_is_no_error(shell, filled):
    """``hub marches | head`` once ended in a traceback."""
    ran = shell("hub marches | true; echo ${PIPESTATUS[0]}")
    assert ran.err == ""
    assert ran.out.strip() in {"0", "141"}


@pytest.mark.parametrize(
    "form", [["--format", "table"], ["--format", "jsonl"], ["--format", "csv"], ["--json"]]
)
def test_a_closed_pipe_ends_every_form(filled, monkeypatch, capsys, form):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as gone:
        monkeypatch.setattr("sys.stdout", gone)
        assert run(["marches", *form]) == 141
    assert capsys.readouterr().err == ""


@pytest.fixture
def ascii_cli(monkeypatch, filled):
    """Run a command on a terminal that knows no accent; its output as bytes."""

    def hub(*args):
        output = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        monkeypatch.setattr("sys.stdout", output)
        monkeypatch.setattr("sys.stderr", output)
        run(list(args))
        return output.buffer.getvalue()

    return hub


def test_a_terminal_without_accents(ascii_cli):
    """A French word on an ASCII terminal must never end a command."""
    assert b"Marche" in ascii_cli("marches")
    assert b"Usage : hub" in ascii_cli("--help")
    assert b"presumee" in ascii_cli("marche", "toy:26-1")
    assert b"Aucun territoire ne s'appelle" in ascii_cli("marches", "--territory", "x")


def test_documents_are_utf8_whatever_the_terminal(ascii_cli):
    document = json.loads(ascii_cli("marche", "toy:26-1", "--json").decode("utf-8"))
    assert document["texts"][0]["text"].endswith("prévue à l'article 6 du CCAP.")
