"""What every test may ask for, and what no test may do.

``database_url`` runs a test on SQLite and on PostgreSQL. A PostgreSQL server is started only when a
test asks for one (one for each worker). ``HUB_TEST_POSTGRES_URL`` names a server to use instead;
``HUB_TEST_WITHOUT=postgres,browser`` leaves those tests out, and the summary says so.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "support"))

import loopback_only
from temporary_postgres import PostgresMissing, PostgresServer, running_server

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / ".." / "shared" / "samples"
NEEDS = ("samples", "postgres", "browser", "prefect")
BROWSERS = ("chromium", "google-chrome")


def left_out(need: str) -> bool:
    """Whether the person who runs the tests chose to go without ``postgres`` or ``browser``."""
    return need in os.environ.get("HUB_TEST_WITHOUT", "").split(",")


def pytest_configure(config: pytest.Config) -> None:
    loopback_only.install()
    # A developer's own settings must not reach a test; HUB_TEST_… are meant for the tests.
    for name in [n for n in os.environ if n.startswith("HUB_") and not n.startswith("HUB_TEST_")]:
        del os.environ[name]


def pytest_unconfigure(config: pytest.Config) -> None:
    loopback_only.uninstall()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    marks = {"pg_url": "postgres", "postgres_server": "postgres", "chromium": "browser", "samples": "samples"}
    for item in items:
        for fixture in marks.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(marks[fixture])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each thing that was not checked, and why: a skipped test is not a passed one."""
    skipped = Counter(
        (next((need for need in NEEDS if need in report.keywords), "other"), _reason(report))
        for report in terminalreporter.stats.get("skipped", [])
    )
    for (need, reason), number in sorted(skipped.items()):
        terminalreporter.write_line(f"NOT CHECKED ({need}): {number} test(s), {reason}", yellow=True)


def _reason(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


@pytest.fixture(autouse=True)
def _no_settings_left_behind() -> Iterator[None]:
    """A test that sets ``os.environ["HUB_…"]`` itself must not colour the next one."""
    yield
    for name in [n for n in os.environ if n.startswith("HUB_") and not n.startswith("HUB_TEST_")]:
        del os.environ[name]


@pytest.fixture
def hub_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ``HUB_HOME``, from a working directory without ``hub.toml``."""
    home = tmp_path / "var"
    home.mkdir()
    monkeypatch.setenv("HUB_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    return home


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of genuine public records, kept beside the checkout and not in it."""
    if not SAMPLES.is_dir():
        pytest.skip("samples absent: ../shared/samples not found")
    return SAMPLES.resolve()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; its absence is a failure unless it was left out by name."""
    if left_out("postgres"):
        pytest.skip("left out by HUB_TEST_WITHOUT")
    try:
        with running_server() as server:
            yield server
    except PostgresMissing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
def pg_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a fresh PostgreSQL database."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'hub.sqlite3'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn, empty."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "pg_url"))


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program; its absence is a failure unless it was left out by name."""
    if left_out("browser"):
        pytest.skip("left out by HUB_TEST_WITHOUT")
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/*/chrome"))
    found = next((path for path in map(shutil.which, BROWSERS) if path), own[-1] if own else None)
    if not found:
        pytest.fail(
            "Chromium is not installed. As root: apt-get install -y --no-install-recommends chromium  "
            "(or leave it out, knowingly: HUB_TEST_WITHOUT=browser)",
            pytrace=False,
        )
    return Path(found)
