"""The help: at once, in French, complete."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hub.cli.frame import spread_out
from hub.cli.usage import in_french

COMMANDS = (
    *("init", "doctor", "plugins", "check", "sync", "consolidate", "assess", "match", "enrich", "parse"),
    *("scout", "marches", "marche", "renewals", "employers", "decide", "runs", "quarantine", "serve"),
    *("run", "review", "export", "report"),
)
HEAVY = ("prefect", "sqlalchemy", "sqlmodel", "fastapi", "lxml", "requests", "pydantic", "rich", "alembic")


def test_help_imports_nothing_heavy():
    script = (
        "import sys\nfrom hub.cli.guard import run\nassert run(['--help']) == 0\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Repérer les marchés" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_french_help(cli, command):
    ran = cli(command, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage : hub {command}")
    for english in ("Show this", "[required]", "Commands:", "default:"):
        assert english not in ran.out


def test_hub_alone_shows_the_commands(cli):
    ran = cli()
    assert ran.code == 0
    assert all(f"  {command} " in ran.out for command in COMMANDS)
    assert not any(f"\n  {name} " in ran.out for name in ("suivi",))


def test_version(cli):
    assert cli("--version").out.startswith("Passerelle ")


def test_several_paths_after_one_from():
    """A shell gives ``--from *.json`` as many words."""
    assert spread_out(["a", "--from", "x", "y", "--limit", "3"], "--from") == [
        *("a", "--from", "x", "--from", "y", "--limit", "3")
    ]
    assert spread_out(["--from", "x", "--from", "y", "z"], "--from") == [
        *("--from", "x", "--from", "y", "--from", "z")
    ]


def test_an_unknown_sentence_stays_as_it_is():
    assert in_french("Something new.\n happened") == "Something new. happened"
