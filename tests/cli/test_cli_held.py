"""Registries that drop: held, explained, accepted by the command that was printed."""

from __future__ import annotations

import pytest
from cli_registry import employer, write

WHOLE = [employer(str(number)) for number in range(40)]


@pytest.fixture
def known(cli, registry):
    write(registry, WHOLE)
    assert cli("sync", "registre").code == 0
    return registry


def statuses(cli):
    cli("consolidate")
    return sorted(each["status"] for each in cli("employers", "--json").json["items"])


def test_the_very_last_line_of_a_held_run_is_the_command_that_accepts_it(cli, known):
    write(known, WHOLE[:10])
    ran = cli("sync", "registre")
    assert ran.code == 1
    assert "registre : retenu" in ran.out
    assert "EI : 40 dans la liste avant, 10 maintenant. Personne n’a été fermé." in ran.err
    assert "Vérifier auprès de la source" in ran.err
    command = ran.out.splitlines()[-1]
    held = cli("runs", "--json").json["items"][0]["id"]
    assert command == f"hub sync registre --accept {held}"
    assert statuses(cli) == ["active"] * 40

    accepted = cli(*command.split()[1:])
    assert accepted.code == 0
    assert f"baisse retenue par {held} : acceptée" in accepted.out
    assert "fiches : 30 ne sont plus listés" in accepted.out
    assert statuses(cli) == ["active"] * 10 + ["no_longer_listed"] * 30
    again = cli(*command.split()[1:])
    assert (again.code, "[held-superseded]" in again.err) == (1, True)


def test_run_due_reads_the_registries_and_ends_on_the_command_too(cli, known, monkeypatch):
    write(known, WHOLE[:10])
    monkeypatch.setattr("hub.pipeline.due.next_time", lambda schedule, after: after)
    ran = cli("run", "--due")
    assert ran.code == 1
    assert "toy : partiel" in ran.out
    assert ran.out.splitlines()[-1].startswith("hub sync registre --accept ")


def test_run_due_matches_the_employers_it_has_just_read(cli, registry):
    write(registry, [employer("vert", name="Oisans Nature")])
    assert cli("run", "--due").code == 0
    assert cli("employers", "--json").json["total"] == 1
    (found,) = cli("marche", "toy:26-1", "--json").json["employers"]
    assert found["name"] == "Oisans Nature"


def test_files_are_a_part_of_the_list_unless_they_are_said_complete(cli, known, tmp_path):
    folder = tmp_path / "liste"
    folder.mkdir()
    write(folder / "liste.jsonl", WHOLE[:38])
    assert cli("sync", "registre", "--from", str(folder)).code == 0
    assert statuses(cli) == ["active"] * 40
    ran = cli("sync", "registre", "--from", str(folder), "--complete")
    assert ran.code == 0
    assert "38 lus : 38 inchangés" in ran.out
    assert "fiches : 2 ne sont plus listés" in ran.out
    assert statuses(cli) == ["active"] * 38 + ["no_longer_listed"] * 2


def test_one_record_is_told_in_the_singular(cli, known, tmp_path):
    write(tmp_path / "un.jsonl", [employer("0", name="Nouveau nom")])
    assert "1 lu : 1 modifié" in cli("sync", "registre", "--from", str(tmp_path / "un.jsonl")).out
