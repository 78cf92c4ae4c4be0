"""The machine: Python, packages, time, the folder and its disk."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from hub.cli.checks import Finding

if TYPE_CHECKING:
    from hub.settings import HubSettings

OLDEST_PYTHON = (3, 11)
_LITTLE_MB, _TOO_LITTLE_MB = 1024, 100
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


def checks() -> Iterator[Finding]:
    """Python, the packages, the clock and the time zones."""
    yield _python()
    yield _packages()
    yield _time()


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding(
            "erreur", "python", f"Python {found}, il faut 3.11.", "Installer Python 3.11 ou plus récent."
        )
    return Finding("ok", "python", f"Python {found}, {platform.system()} {platform.machine()}")


def _packages() -> Finding:
    try:
        wrong = list(_unmet(metadata.requires("passerelle") or []))
    except metadata.PackageNotFoundError:
        return Finding(
            "erreur", "paquets", "Passerelle n’est pas installée.", "pip install -e . -c constraints.txt"
        )
    if wrong:
        step = "pip install -c constraints.txt " + " ".join(f"'{each.partition(' (')[0]}'" for each in wrong)
        return Finding("erreur", "paquets", f"Il manque : {', '.join(wrong)}.", step)
    return Finding("ok", "paquets", f"Passerelle {metadata.version('passerelle')} et ses paquets")


def _unmet(lines: list[str]) -> Iterator[str]:
    from packaging.requirements import Requirement

    for line in lines:
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        found = _version(wanted.name)
        if found is None or not wanted.specifier.contains(found, prereleases=True):
            yield f"{wanted.name}{wanted.specifier} ({found or 'absent'})"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _time() -> Finding:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        here = datetime.now(ZoneInfo("Europe/Paris"))
    except ZoneInfoNotFoundError:
        return Finding("erreur", "heure", "Le fuseau Europe/Paris est inconnu.", "pip install tzdata")
    if here < _WRITTEN:
        return Finding("erreur", "heure", f"L’horloge dit {here:%d/%m/%Y}.", "Mettre la machine à l’heure.")
    return Finding("ok", "heure", f"{here:%d/%m/%Y à %H:%M}, Europe/Paris")


def home(settings: HubSettings) -> Iterator[Finding]:
    """The folder of the hub, and the room on its disk."""
    folder = settings.home.resolve()
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    trouble = _cannot_write(existing)
    if trouble:
        step = f"Donner ce dossier à l’utilisateur {_user()}, ou choisir un autre HUB_HOME."
        yield Finding("erreur", "dossier", f"{existing} : {trouble}.", step)
    else:
        yield Finding("ok", "dossier", f"{folder} ({settings.origin('home')})")
    yield _disk(existing)


def _user() -> str:
    return os.environ.get("USER") or str(os.getuid() if hasattr(os, "getuid") else "")


def _cannot_write(folder: Path) -> str | None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return f"écriture impossible ({error.strerror})"


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free // 2**20
    if free < _TOO_LITTLE_MB:
        return Finding("erreur", "disque", f"{free} Mo libres.", "Libérer de la place sur ce disque.")
    if free < _LITTLE_MB:
        return Finding("attention", "disque", f"{free} Mo libres.", "Libérer de la place bientôt.")
    return Finding("ok", "disque", f"{free} Mo libres")
