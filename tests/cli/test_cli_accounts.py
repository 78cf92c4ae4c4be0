"""``hub accounts``: a team from the shell, where no password is ever typed."""

from __future__ import annotations

import json


def test_a_team_from_the_shell(cli, home):
    assert "Aucun compte" in cli("accounts").out
    added = cli(
        "accounts", "add", "Lea", "--name", "Léa Martin", "--role", "facilitation", "--territory", "oisans"
    )
    assert added.code == 0
    assert "lea · facilitation · oisans" in added.out
    first = added.out.split()[-1]
    assert first.startswith("http://127.0.0.1:8451/connexion?jeton=")
    again = json.loads(cli("accounts", "invite", "lea", "--json").out)
    assert again["link"] != first
    assert "password_hash" not in again
    assert "lecture" in cli("accounts", "role", "lea", "lecture").out
    assert "tous les territoires" in cli("accounts", "territories", "lea", "--all").out
    assert "désactivé" in cli("accounts", "disable", "lea").out
    assert cli("accounts", "invite", "lea").code == 1
    assert "désactivé" not in cli("accounts", "enable", "lea").out
    listed = json.loads(cli("accounts", "list", "--json").out)
    assert [(each["login"], each["role"], each["territories"]) for each in listed["items"]] == [
        ("lea", "lecture", [])
    ]
    assert cli("accounts", "--format", "csv").out.startswith("login,name,email,role,")


def test_what_is_typed_wrongly_is_told(cli, home):
    assert "unknown-account" in cli("accounts", "disable", "nobody").err
    assert "unknown-territory" in cli("accounts", "add", "lea", "--territory", "oisan").err
    assert cli("accounts", "add", "lea", "--role", "chef").code == 2
    assert cli("accounts", "territories", "lea").code == 2
    assert "No such" not in cli("accounts", "add", "lea", "--password", "x").err
    assert json.loads(cli("accounts", "list", "--json").out)["items"] == []


def test_pages_for_other_machines_ask_for_accounts_first(cli, home):
    """One link of administration on a network, in clear, is no way to open a service."""
    ran = cli("review", "--host", "0.0.0.0", "--port", "0")
    assert (ran.code, ran.out) == (1, "")
    assert "accounts-missing" in ran.err


def test_the_links_follow_the_public_address(cli, home, monkeypatch):
    monkeypatch.setenv("HUB_PUBLIC_URL", "https://passerelle.exemple.fr")
    link = json.loads(cli("accounts", "add", "lea", "--json").out)["link"]
    assert link.startswith("https://passerelle.exemple.fr/connexion?jeton=")
