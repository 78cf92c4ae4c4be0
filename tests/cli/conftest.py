"""The command line on a hub whose only plugin is a toy, installed as a real distribution."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import cli_registry
import pytest

from hub.cli.guard import run

TOY = '''
import json
from pathlib import Path

from hub.plugin_api import (
    Checkpoint, Connector, ConnectorInfo, ConnectorSettings, Notice, RawRecord, RecordRejected, Skipped,
    SourceUnavailable, documents, hookimpl,
)
from pydantic import SecretStr

HUB_PLUGIN_API = ">=1,<2"


class Settings(ConnectorSettings):
    source: str = ""
    token: SecretStr = SecretStr("tres-secret")


class Toy(Connector):
    """Its source is a file of JSON lines."""

    settings_model = Settings
    info = ConnectorInfo(id="toy", title="Jouet", publisher="Personne", licence="MIT", kind="notices",
                         mode="incremental", schedule="0 7 * * *")

    def check(self, ctx):
        return "un fichier de plus"

    def fetch(self, ctx, since):
        if not ctx.settings.source:
            raise SourceUnavailable("The toy has no source today.")
        yield from self.read(ctx, Path(ctx.settings.source))
        yield Checkpoint("fin")

    def read(self, ctx, path):
        if path.suffix == ".txt":
            yield Skipped(str(path), "a text file")
            return
        for line in path.read_bytes().splitlines():
            yield RawRecord(json.loads(line)["key"], line, "application/json", str(path))

    def parse(self, raw):
        body = documents.parse_json(raw.payload)
        if "reject" in body:
            raise RecordRejected("toy-rejected", body["reject"])
        return [Notice(**{"kind": "competition", "published": "2026-11-02", **body})]


class Locked(Toy):
    """Needs a setting that nobody gives."""

    info = ConnectorInfo(id="locked", title="Fermé", publisher="Personne", licence="MIT", kind="employers",
                         mode="snapshot")

    class settings_model(ConnectorSettings):
        password: SecretStr


@hookimpl
def hub_register_connectors():
    return [Toy(), Locked()]
'''

CLAUSE = "Une clause sociale d'insertion obligatoire de 420 heures est prévue à l'article 6 du CCAP."
GREEN = {
    "key": "26-1",
    "title": "Entretien des espaces verts du Bourg-d'Oisans",
    "dispatched": "2026-11-01",
    "nature": "services",
    "deadline": "2026-12-20T11:00:00+00:00",
    "cpv": ["77310000"],
    "url": "https://avis.exemple.fr/26-1",
    "value": {"amount": "240000"},
    "duration_months": "24",
    "buyers": [{"name": "Commune de Valbrune", "siret": "99999002100019", "siren": "999990021"}],
    "places": [{"insee": "38052", "departement": "38"}],
    "departements": ["38"],
    "texts": [{"field": "conditions", "text": CLAUSE, "role": "conditions"}],
    "lots": [{"key": "1", "title": "Tonte"}, {"key": "2", "title": "Taille"}],
}
# A hostile title: terminal commands, markup, a formula, and the words of an attack on a page.
HOSTILE = {
    "key": "26-2",
    "title": '=HYPERLINK("x") \x1b[31m[red]<script>alert(1)</script>\u202e peinture',
    "buyers": [{"name": "Région <b>des</b> Essais"}],
    "nature": "travaux",
    "cpv": ["45442100"],
    "departements": ["75"],
}
REFUSED = {"key": "26-3", "reject": "truncated on purpose"}


class Ran(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


Cli = Callable[..., Ran]


def records(*more: dict[str, Any]) -> str:
    """JSON lines of the toy's records."""
    return "".join(json.dumps(each) + "\n" for each in (GREEN, HOSTILE, REFUSED, *more))


@pytest.fixture(scope="session")
def toy_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for ``sys.path`` with the toy installed in it."""
    folder = tmp_path_factory.mktemp("site")
    info = folder / "hub_toycli-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hub-toycli\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[hub.plugins]\ntoycli = toycli_plugin\n")
    (folder / "toycli_plugin.py").write_text(TOY, encoding="utf-8")
    return folder


def _environment(home: Path) -> dict[str, str]:
    return {
        "HUB_HOME": str(home),
        "HUB_PLUGINS_ALLOW": "hub-toycli",
        "HUB_TODAY": "2026-11-10",
        "HUB_TOY__SOURCE": str(home / "toy.jsonl"),
        "COLUMNS": "100",
    }


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory, toy_site: Path) -> Path:
    """A migrated store with nothing in it: migrating anew for each test would take most of the time."""
    folder = tmp_path_factory.mktemp("empty")
    with pytest.MonkeyPatch.context() as patch:
        _settle(patch, folder, toy_site)
        assert run(["init"]) == 0
    return folder / "hub.sqlite3"


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory, toy_site: Path) -> Path:
    """A home whose store holds the toy's records, consolidated and assessed. Copy it, never use it."""
    home = tmp_path_factory.mktemp("filled")
    (home / "toy.jsonl").write_text(records(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        _settle(patch, home, toy_site)
        assert run(["scout"]) == 0
    return home


def _settle(patch: pytest.MonkeyPatch, home: Path, site: Path) -> None:
    for name, value in _environment(home).items():
        patch.setenv(name, value)
    patch.syspath_prepend(str(site))
    patch.chdir(home)


@pytest.fixture
def bare_home(tmp_path: Path, toy_site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a store, with the toy's source beside."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "toy.jsonl").write_text(records(), encoding="utf-8")
    _settle(monkeypatch, folder, toy_site)
    return folder


@pytest.fixture
def home(bare_home: Path, empty_store: Path) -> Path:
    """A home with an empty store."""
    shutil.copy(empty_store, bare_home)
    return bare_home


@pytest.fixture
def filled(filled_home: Path, bare_home: Path) -> Path:
    """A home of one's own that holds the marchés."""
    return Path(shutil.copytree(filled_home, bare_home, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def registry_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for ``sys.path`` with the toy registry installed in it."""
    folder = tmp_path_factory.mktemp("registry")
    cli_registry.install(folder)
    return folder


@pytest.fixture
def registry(home: Path, registry_site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the toy and a registry ``registre``; the path is the file that the registry lists."""
    source = home / "registre.jsonl"
    monkeypatch.syspath_prepend(str(registry_site))
    monkeypatch.setenv("HUB_PLUGINS_ALLOW", f"hub-toycli,{cli_registry.NAME}")
    monkeypatch.setenv("HUB_REGISTRE__SOURCE", str(source))
    return source


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run ``hub …`` in this process."""

    def hub(*args: str) -> Ran:
        capsys.readouterr()
        code = run(list(args))
        return Ran(code, *capsys.readouterr())

    return hub


@pytest.fixture
def shell(toy_site: Path) -> Cli:
    """Run a shell line where ``hub`` is the command, in a process of its own."""

    def sh(line: str, **environment: str) -> Ran:
        env = {**os.environ, "PYTHONPATH": str(toy_site), **environment}
        script = f'hub() {{ "{sys.executable}" -m hub "$@"; }}; {line}'
        done = subprocess.run(["bash", "-c", script], capture_output=True, env=env, timeout=60, check=False)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return sh
