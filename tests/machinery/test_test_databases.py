"""The databases that tests run on are real, empty and separate."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

CONFTEST = Path(__file__).parents[1] / "conftest.py"


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_starts_on_an_empty_database(database_url: str, turn: str) -> None:
    """The second turn would see the first one's table if the database were shared."""
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE marche (title TEXT)"))
        connection.execute(text("INSERT INTO marche VALUES ('Réfection de l''école')"))
        assert connection.scalar(text("SELECT title FROM marche")) == "Réfection de l'école"


def test_the_postgres_address_uses_psycopg_and_this_machine(pg_url: str) -> None:
    engine = create_engine(pg_url)
    assert (engine.url.drivername, engine.url.host) == ("postgresql+psycopg", "127.0.0.1")
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW server_encoding")) == "UTF8"


def _run(tmp_path: Path, source: str, **environment: str) -> str:
    """The output of a run of its own, with the project's conftest, on one test file."""
    support = f"Path({str(CONFTEST.parent / 'support')!r})"
    conftest = CONFTEST.read_text("utf-8").replace('Path(__file__).parent / "support"', support)
    (tmp_path / "conftest.py").write_text(conftest, "utf-8")
    (tmp_path / "test_inner.py").write_text(source, "utf-8")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n    postgres\n    browser\n    samples\n    prefect\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        str(tmp_path),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    return done.stdout


def test_a_missing_server_fails_and_says_what_to_install(tmp_path: Path) -> None:
    """A machine without PostgreSQL once showed a green run: half of the store had not been tested."""
    source = (
        "import temporary_postgres\n"
        "def nothing(): raise temporary_postgres.PostgresMissing(temporary_postgres.APT_LINE)\n"
        "temporary_postgres.find_programs = nothing\n"
        "def test_store(pg_url): pass\n"
    )
    output = _run(tmp_path, source, HUB_TEST_POSTGRES_URL="", HUB_TEST_WITHOUT="")
    assert "1 error" in output
    assert "apt-get install -y --no-install-recommends postgresql" in output


def test_what_was_left_out_is_named_in_the_summary(tmp_path: Path) -> None:
    source = (
        "def test_store(database_url): pass\ndef test_page(chromium): pass\ndef test_real(samples): pass\n"
    )
    output = _run(tmp_path, source, HUB_TEST_WITHOUT="postgres,browser")
    assert "NOT CHECKED (postgres): 1 test(s), left out by HUB_TEST_WITHOUT" in output
    assert "NOT CHECKED (browser): 1 test(s), left out by HUB_TEST_WITHOUT" in output
    assert "NOT CHECKED (samples): 1 test(s), samples absent: ../shared/samples not found" in output
    assert output.splitlines()[-1].startswith("1 passed, 3 skipped")


def test_settings_of_the_developer_do_not_reach_a_test(tmp_path: Path) -> None:
    source = (
        "import os\n"
        "def test_clean(): assert 'HUB_CONTACT' not in os.environ; os.environ['HUB_HOME'] = '/elsewhere'\n"
        "def test_still_clean(): assert 'HUB_HOME' not in os.environ\n"
    )
    assert _run(tmp_path, source, HUB_CONTACT="moi@exemple.fr").splitlines()[-1].startswith("2 passed")
