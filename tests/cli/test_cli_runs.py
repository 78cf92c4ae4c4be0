"""What an operator does: read sources, look at the ledger and the quarantine, mend."""

from __future__ import annotations

import json


def test_init_says_where_and_what(cli, bare_home):
    first = cli("init")
    assert first.code == 0
    assert str(bare_home / "hub.sqlite3") in first.out
    assert "Créé" in first.out
    again = cli("init", "--json").json
    assert again["before"] == again["after"]


def test_a_partial_run_is_done_and_says_where_to_look(cli, home):
    ran = cli("sync", "toy")
    assert ran.code == 0
    assert "toy : partiel" in ran.out
    assert "3 lus : 2 nouveaux, 1 en quarantaine" in ran.out
    assert "hub quarantine list --connector toy" in ran.out
    (run,) = cli("sync", "toy", "--json").json["runs"]
    assert (run["status"], run["counts"]["unchanged"]) == ("succeeded", 3)


def test_files_and_what_was_left_aside(cli, home, tmp_path):
    line = json.dumps({"key": "9", "title": "Peinture"})
    (tmp_path / "a.jsonl").write_text(line)
    (tmp_path / "b.jsonl").write_text(line.replace("9", "8"))
    (tmp_path / "lisez-moi.txt").write_text("bonjour")
    paths = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl", "lisez-moi.txt")]
    ran = cli("sync", "toy", "--from", *paths, "--limit", "10")
    assert ran.code == 0
    assert "2 lus : 2 nouveaux" in ran.out
    assert f"laissé de côté : {paths[2]} (raison du connecteur : a text file)" in ran.out
    id_ = cli("runs", "--json").json["items"][0]["id"]
    assert paths[2] in cli("runs", id_).out
    lost = cli("sync", "toy", "--from", str(tmp_path / "absent.jsonl"))
    assert lost.code == 1
    assert "no-such-file" in lost.err


def test_several_connectors_in_turn_one_fails(cli, home, monkeypatch):
    ran = cli("sync", "locked", "toy", "--json")
    assert ran.code == 1
    assert [run["connector"] for run in ran.json["runs"]] == ["toy"]
    assert ran.json["errors"][0]["connector"] == "locked"
    monkeypatch.setenv("HUB_TOY__SOURCE", "")
    failed = cli("sync", "toy")
    assert failed.code == 1
    assert "toy : échec" in failed.out
    assert "[source-unavailable]" in failed.err


def test_scout_shows_what_is_new_then_says_that_nothing_is_due(cli, home):
    first = cli("scout")
    assert first.code == 0
    assert "2 nouveaux" in first.out
    assert "Entretien des espaces verts" in first.out
    again = cli("scout")
    assert "Rien à lire avant le prochain horaire" in again.out
    document = cli("scout", "--json").json
    assert (document["runs"], document["created"]) == ([], [])


def test_scout_prints_only_the_territory_asked_for(cli, home):
    ran = cli("scout", "--territory", "vallee-sud")
    assert "2 nouveaux" in ran.out
    assert "Entretien" not in ran.out


def test_run_due_is_silent_when_nothing_is_due(cli, home):
    first = cli("run", "--due")
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines()[0].startswith("toy : partiel")
    assert len(cli("marches", "--json").json["items"]) == 2
    assert tuple(cli("run", "--due")) == (0, "", "")


def test_run_due_quiet_tells_failures_only(cli, home, monkeypatch):
    monkeypatch.setenv("HUB_TOY__SOURCE", "")
    ran = cli("run", "--due", "--quiet")
    assert (ran.code, "toy" in ran.out, "source-unavailable" in ran.err) == (1, True, True)


def test_one_stage_again(cli, filled):
    assert "Marchés : 0 créé, 0 modifié, 0 réuni à un autre." in cli("consolidate").out
    assert cli("consolidate", "--all", "--json").json["created"] == []
    assert cli("assess", "--all", "--json").json == {"assessed": 2, "failed_rules": {}}
    (run,) = cli("parse", "--again", "toy", "--json").json["runs"]
    assert run["trigger"] == "parse"
    assert "toy répond : un fichier de plus" in cli("check", "toy").out


def test_quarantine_from_list_to_discard(cli, filled):
    (entry,) = cli("quarantine", "--json").json["items"]
    assert (entry["code"], entry["connector"]) == ("toy-rejected", "toy")
    assert "truncated on purpose" in cli("quarantine", "list").out
    number = str(entry["id"])
    assert "26-3" in cli("quarantine", "show", number).out
    assert json.loads(cli("quarantine", "show", number, "--raw").out)["key"] == "26-3"
    retried = cli("quarantine", "retry", number)
    assert (retried.code, "1 en quarantaine" in retried.out) == (0, True)
    assert cli("quarantine", "discard", number).out == "Classés : 1.\n"
    assert "Rien en quarantaine" in cli("quarantine", "retry").out
    assert cli("quarantine", "list", "--state", "discarded", "--json").json["total"] == 1


def test_runs_as_table_and_csv(cli, filled):
    assert "partiel" in cli("runs").out
    header, first = cli("runs", "--format", "csv").out.splitlines()[:2]
    assert header.startswith("id,connector,trigger,status")
    assert ",toy," in first
    run = cli("runs", "--json").json["items"][0]
    assert run["counts"]["fetched"] == 3
    assert "curseur" in cli("runs", run["id"]).out


def test_plugins_and_no_secret(cli, home):
    ran = cli("plugins")
    assert "toy" in ran.out
    assert "désactivé" in ran.out
    detail = cli("plugins", "toy")
    assert "***" in detail.out
    assert "HUB_TOY__SOURCE" in detail.out
    assert "HUB_LOCKED__PASSWORD" in cli("plugins", "locked").out
    assert "tres-secret" not in detail.out + ran.out + cli("plugins", "--json").out
    (plugin,) = cli("plugins", "toy", "--json").json["plugins"]
    assert [each["id"] for each in plugin["connectors"]] == ["toy"]
    assert set(plugin) == {"distribution", "version", "state", "reason", "next_step", "connectors"}


def findings(cli, level):
    return [each for each in cli("doctor", "--json").json["findings"] if each["level"] == level]


def test_doctor_in_a_healthy_home(cli, filled):
    assert cli("doctor").code == 0
    assert findings(cli, "erreur") == []
    subjects = {each["subject"] for each in findings(cli, "attention")}
    assert {"contact", "date", "connecteur", "quarantaine"} <= subjects
    assert all(each["next_step"] for each in findings(cli, "attention"))


def test_doctor_names_a_setting_nobody_reads(cli, home, monkeypatch):
    monkeypatch.setenv("HUB_TYO__SOURCE", "x")
    assert any("HUB_TYO__SOURCE" in each["message"] for each in findings(cli, "attention"))


def test_doctor_survives_what_is_broken(cli, home, monkeypatch):
    (home / "mauvais.toml").write_text("ceci n'est pas du TOML")
    monkeypatch.setenv("HUB_TERRITORIES", str(home / "mauvais.toml"))
    assert {each["subject"] for each in findings(cli, "erreur")} == {"territoires"}
    assert cli("doctor").code == 1
    (home / "hub.sqlite3").write_bytes(b"pas une base" * 100)
    assert {each["subject"] for each in findings(cli, "erreur")} == {"territoires", "magasin"}
    monkeypatch.setenv("HUB_TODAY", "hier")
    assert {each["subject"] for each in findings(cli, "erreur")} == {"réglages"}


def test_serve_hands_over_to_the_flows(cli, home, monkeypatch):
    seen = {}

    def execve(program, argv, environment):
        seen.update(argv=argv, environment=environment)
        raise SystemExit(0)

    monkeypatch.setattr("os.execve", execve)
    monkeypatch.setenv("PREFECT_HOME", "/srv/prefect")
    assert cli("serve").code == 0
    assert seen["argv"][1:] == ["-m", "flows.serve"]
    assert seen["environment"]["PREFECT_HOME"] == "/srv/prefect"
    assert seen["environment"]["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_serve_without_prefect(cli, home, monkeypatch):
    monkeypatch.setattr("hub.cli.schedule.find_spec", lambda name: None)
    ran = cli("serve")
    assert (ran.code, "[prefect-missing]" in ran.err) == (1, True)
