"""Recordings: conversations with a source, and files of it, kept beside a connector's tests.

::

    recordings/
      <case>/               one conversation with the source; any name
        case.json           {"settings": {…}, "today": "2026-09-10", "keys": ["1", "2"], "exchanges": [
                              {"path": "/api/records", "query": {"page": "1"}, "file": "page-1.json"}, …]}
        page-1.json         bodies, as they came
        site/               plain files of a web server, served at its root
      files/                files that a person already has, for Connector.read

Everything in ``case.json`` may be left out. ``datasets`` names data sets of an Opendatasoft portal and
the file, or folder, of their records (``{"boamp": "records.json"}``). Paths may lead out of the case, to
files that other tests use too. An exchange has ``path`` and, if needed, ``method``
(``GET``), ``query`` (the parameters that must be there; others are not looked at), ``sent`` (fields that
a posted JSON object must have), ``status`` (200), ``headers``, and one of ``file``, ``json``, ``text``.
The first exchange that fits answers. ``{server}`` in settings and headers is the address of the server.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hub.testing.replay import OdsDataset, Request, Response, Source, StaticFiles
from hub.testing.replay.folders import read_records

FILES = "files"
CASE = "case.json"
_FIELDS = {"settings", "today", "keys", "exchanges", "datasets"}


@dataclass(frozen=True)
class Exchange:
    """One recorded question and its answer."""

    path: str
    response: Response
    method: str = "GET"
    query: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, request: Request) -> bool:
        """Whether it answers ``request``."""
        if (request.method, request.path) != (self.method, self.path):
            return False
        if any(request.one(name) != value for name, value in self.query.items()):
            return False
        sent = _object(request.body) if self.sent else {}
        return all(name in sent and sent[name] == value for name, value in self.sent.items())


@dataclass(frozen=True)
class FakeSource:
    """A ``Source`` for the replay server that answers with recorded exchanges."""

    exchanges: Sequence[Exchange]

    def answer(self, request: Request) -> Response | None:
        """The first exchange that fits, or ``None``."""
        return next((e.response for e in self.exchanges if e.fits(request)), None)


@dataclass(frozen=True)
class Case:
    """One conversation. ``keys``: those that the fetch must yield, when they are written down;
    ``files``: all that it was made from."""

    name: str
    sources: tuple[Source, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    today: date | None = None
    keys: frozenset[str] | None = None
    files: tuple[Path, ...] = ()


def load_cases(recordings: Path) -> list[Case]:
    """The conversations below a folder of recordings, by name."""
    if not recordings.is_dir():
        return []
    folders = (entry for entry in sorted(recordings.iterdir()) if entry.is_dir() and entry.name != FILES)
    return [load_case(folder) for folder in folders]


def load_case(folder: Path) -> Case:
    """One conversation. Raises ``ValueError`` when ``case.json`` has a field that is not known."""
    described = json.loads((folder / CASE).read_text("utf-8")) if (folder / CASE).is_file() else {}
    if unknown := set(described) - _FIELDS:
        raise ValueError(f"{folder / CASE}: unknown field {sorted(unknown)}")
    today, keys = described.get("today"), described.get("keys")
    return Case(
        folder.name,
        _sources(folder, described),
        described.get("settings", {}),
        date.fromisoformat(today) if today else None,
        None if keys is None else frozenset(keys),
        tuple(_files(folder, described)),
    )


def files_of(recordings: Path) -> list[Path]:
    """The files that a person already has."""
    folder = recordings / FILES
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _files(folder: Path, described: Mapping[str, Any]) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
    yield from (folder / row["file"] for row in described.get("exchanges", []) if "file" in row)
    for place in described.get("datasets", {}).values():
        yield from _record_files(folder / place)


def _record_files(place: Path) -> list[Path]:
    return sorted(place.glob("*.json*")) if place.is_dir() else [place]


def _sources(folder: Path, described: Mapping[str, Any]) -> tuple[Source, ...]:
    rows = described.get("exchanges", [])
    found: list[Source] = [FakeSource([_exchange(folder, row) for row in rows])] if rows else []
    for name, place in described.get("datasets", {}).items():
        records = [record for file in _record_files(folder / place) for record in read_records(file)]
        found.append(OdsDataset(name, records))
    if (folder / "site").is_dir():
        found.append(StaticFiles(folder / "site"))
    return tuple(found)


def _exchange(folder: Path, row: Mapping[str, Any]) -> Exchange:
    body, media = _body(folder, row)
    headers = {str(name): str(value) for name, value in row.get("headers", {}).items()}
    response = Response(int(row.get("status", 200)), body, headers.pop("Content-Type", media), headers)
    query = {str(name): str(value) for name, value in row.get("query", {}).items()}
    return Exchange(row["path"], response, row.get("method", "GET"), query, row.get("sent", {}))


def _body(folder: Path, row: Mapping[str, Any]) -> tuple[bytes, str]:
    if "file" in row:
        media = mimetypes.guess_type(row["file"])[0] or "application/octet-stream"
        return (folder / row["file"]).read_bytes(), media
    if "json" in row:
        return json.dumps(row["json"]).encode(), "application/json"
    return str(row.get("text", "")).encode(), "text/plain; charset=utf-8"


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
