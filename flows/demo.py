"""``python -m flows.demo`` (``make demo``): the hub at work on invented notices, without internet access.

The notices are replayed on loopback, scouted through Prefect into ``HUB_HOME`` (``var/demo``), listed,
and shown on the review pages (``SERVE=0``: not shown). A second run goes on with the same store; when
the feed is another one, because its days are relative to today, the store is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, MutableMapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from hub.clauses.wording import day, typeset
from hub.cli import out
from hub.plugin_api.errors import HubError
from hub.settings import load_settings
from hub.testing.demo import boamp_records
from hub.testing.demo.registries import KEY, Registries
from hub.testing.replay import OdsDataset, ReplayServer

HOME = "var/demo"
MARK = "demo.sha256"
SHOWN = "10"
PORTS = range(8000, 8010)
REGISTRIES = ("data_inclusion", "lemarche")
_INTERRUPTED, _TERMINATED = 130, 143
# What an operator set for the real hub must not reach the demo, nor the demo the operator's store.
_OPERATORS = ("HUB_", "PREFECT_")
_KEPT = ("HUB_HOME", "HUB_TODAY")
Records = list[dict[str, Any]]


def main() -> int:
    """Scout, list, serve. Exit status 0, 1 (a step failed) or 2 (``HUB_HOME`` is not a demo's)."""
    out.prepare()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    environ = demo_environment(os.environ)
    home = Path(environ["HUB_HOME"])
    if not folder_ready(home, _say):
        return 2
    try:
        today = load_settings(environ).current_date()
    except HubError as error:
        out.error(error.as_dict(), as_json=False)
        return 2
    records = boamp_records(today)
    store_ready(home, records, _say)
    _say(f"Passerelle, démonstration du {day(today)} : {len(records)} avis inventés, rejoués ici même.")
    _say("Lecture par les flux Prefect « sync_registries » et « scout », une trentaine de secondes :")
    return _scouted(environ, records) or _listed(environ) or _served(environ)


def _scouted(environ: dict[str, str], records: Records) -> int:
    with ReplayServer([OdsDataset("boamp", records), Registries()]) as source:
        replayed = {**environ, **source_settings(source.base_url, records)}
        return _run(replayed, "flows", "sync_registries", *REGISTRIES) or _run(
            replayed, "flows", "scout", "boamp"
        )


def _listed(environ: dict[str, str]) -> int:
    _say("\nLes marchés à regarder d'abord :")
    return _run(environ, "hub", "marches", "--limit", SHOWN)


def _served(environ: dict[str, str]) -> int:
    if os.environ.get("SERVE", "1") == "0":
        return 0
    _say("\nLes pages sont servies jusqu'à Ctrl-C, à cette adresse :")
    status = _run(environ, "hub", "review", "--port", str(free_port()))
    return 0 if status == _INTERRUPTED else status


def demo_environment(given: MutableMapping[str, str]) -> dict[str, str]:
    """The environment of the demo's commands: everything but the operator's settings."""
    kept = {name: value for name, value in given.items() if not name.startswith(_OPERATORS) or name in _KEPT}
    home = Path(given.get("HUB_HOME") or HOME).expanduser().absolute()
    return {
        **kept,
        "PYTHONUNBUFFERED": "1",
        "HUB_HOME": str(home),
        "HUB_DATABASE_URL": f"sqlite:///{home}/hub.sqlite3",
        "HUB_CONFIG": str(home / "hub.toml"),
    }


def source_settings(base_url: str, records: Records) -> dict[str, str]:
    """Where the replayed source is, without a limit of rate, from the feed's first day."""
    return {
        "HUB_BOAMP__BASE_URL": base_url,
        "HUB_BOAMP__RATE_PER_S": "0",
        "HUB_DATA_INCLUSION__BASE_URL": base_url,
        "HUB_DATA_INCLUSION__MINIMUM": "1",
        "HUB_DATA_INCLUSION__RATE_PER_S": "0",
        "HUB_LEMARCHE__BASE_URL": base_url,
        "HUB_LEMARCHE__RATE_PER_S": "0",
        "HUB_LEMARCHE__TOKEN": KEY,
        "HUB_BOAMP__FIRST_DAY": min(record["dateparution"] for record in records if record["dateparution"]),
    }


def folder_ready(home: Path, say: Callable[[str], None]) -> bool:
    """Make the folder with its own empty ``hub.toml``. A store that no demo made is left alone: no."""
    if (home / "hub.sqlite3").exists() and not (home / MARK).exists():
        say(f"{home} contient un vrai registre : la démonstration n'y touche pas. Essayez : HUB_HOME={HOME}")
        return False
    home.mkdir(parents=True, exist_ok=True)
    (home / "hub.toml").touch()
    return True


def store_ready(home: Path, records: Records, say: Callable[[str], None]) -> None:
    """Keep the store when it holds this feed; else begin it anew, and say so."""
    mark = home / MARK
    feed = hashlib.sha256(json.dumps(records, sort_keys=True).encode()).hexdigest()
    if (home / "hub.sqlite3").exists() and mark.read_text() != feed:
        say("Les avis de la démonstration suivent la date du jour : le registre est refait à neuf.")
        for file in home.glob("hub.sqlite3*"):
            file.unlink()
    mark.write_text(feed)


def free_port() -> int:
    """The first free port from 8000, else any."""
    for port in (*PORTS, 0):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RuntimeError("no port is free on 127.0.0.1")


def _run(environ: dict[str, str], *command: str) -> int:
    """One of the project's own commands, as a person would type it. It gets Ctrl-C too, and ends."""
    child = subprocess.Popen([sys.executable, "-m", *command], env=environ)  # noqa: S603
    try:
        while True:
            with suppress(KeyboardInterrupt):
                status = child.wait()
                return status if status >= 0 else 128 - status
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def _say(line: str) -> None:
    with suppress(out.PipeClosed):  # the reader has gone; the store is still worth finishing
        out.show(typeset(line))


if __name__ == "__main__":
    sys.exit(main())
