"""The demo's own decisions; the notices it replays and the flow it runs have their tests elsewhere."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

from flows.demo import MARK, PORTS, demo_environment, folder_ready, free_port, source_settings, store_ready
from hub.settings import load_settings
from hub.testing.demo import boamp_records

FEED = boamp_records(date(2026, 11, 24))


def test_the_operators_settings_do_not_reach_the_demo(tmp_path: Path) -> None:
    """``HUB_DATABASE_URL`` of the real hub in the shell: the demo must not write there."""
    environ = demo_environment(
        {
            "PATH": "/usr/bin",
            "HUB_HOME": str(tmp_path),
            "HUB_TODAY": "2026-11-24",
            "HUB_DATABASE_URL": "postgresql://hub@db/hub",
            "HUB_BOAMP__DEPARTEMENTS": "38",
            "PREFECT_API_URL": "http://prefect.example/api",
        }
    )
    assert environ == {
        "PATH": "/usr/bin",
        "PYTHONUNBUFFERED": "1",
        "HUB_HOME": str(tmp_path),
        "HUB_TODAY": "2026-11-24",
        "HUB_DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite3",
        "HUB_CONFIG": f"{tmp_path}/hub.toml",
    }


def test_its_settings_are_settings_of_the_hub(tmp_path: Path) -> None:
    folder_ready(tmp_path, print)
    environ = demo_environment({"HUB_HOME": str(tmp_path)}) | source_settings("http://127.0.0.1:1", FEED)
    settings = load_settings(environ)
    assert settings.unknown == ()
    assert settings.home == tmp_path


def test_a_store_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    store = tmp_path / "hub.sqlite3"
    store.write_bytes(b"three years of decisions")
    said: list[str] = []
    assert not folder_ready(tmp_path, said.append)
    assert store.read_bytes() == b"three years of decisions"
    assert "vrai registre" in said[0]
    assert [file.name for file in tmp_path.iterdir()] == ["hub.sqlite3"]


def test_the_same_feed_keeps_the_store_and_another_day_begins_it_anew(tmp_path: Path) -> None:
    said: list[str] = []
    assert folder_ready(tmp_path, said.append)
    store_ready(tmp_path, FEED, said.append)
    (tmp_path / "hub.sqlite3").touch()
    (tmp_path / "hub.sqlite3-wal").touch()
    assert folder_ready(tmp_path, said.append)
    store_ready(tmp_path, boamp_records(date(2026, 11, 24)), said.append)
    assert (tmp_path / "hub.sqlite3").exists()
    assert said == []
    store_ready(tmp_path, boamp_records(date(2026, 11, 25)), said.append)
    assert sorted(file.name for file in tmp_path.iterdir()) == [MARK, "hub.toml"]
    assert "à neuf" in said[0]


def test_the_first_day_read_is_the_first_day_of_the_feed() -> None:
    first = source_settings("http://127.0.0.1:1", FEED)["HUB_BOAMP__FIRST_DAY"]
    assert date.fromisoformat(first) == min(date.fromisoformat(r["dateparution"]) for r in FEED)


def test_a_busy_port_is_passed_over() -> None:
    with socket.socket() as busy:
        try:
            busy.bind(("127.0.0.1", PORTS[0]))
        except OSError:
            pass  # somebody else has it, which is the case at hand
        else:
            busy.listen()
        assert free_port() != PORTS[0]
