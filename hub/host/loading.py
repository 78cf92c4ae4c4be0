"""Find plugins through entry points, import them, and check the version fence."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from types import ModuleType
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from hub.host.blame import describe
from hub.host.states import Halt
from hub.plugin_api import API_VERSION

GROUP = "hub.plugins"
FENCE = "HUB_PLUGIN_API"
_MAJOR = int(API_VERSION.partition(".")[0])
LINE_TO_ADD = f'{FENCE} = ">={_MAJOR},<{_MAJOR + 1}"'
_TRACKERS = ("issues", "issue tracker", "bug tracker", "bugs", "tracker", "homepage")


@dataclass(frozen=True)
class ExplicitPlugin:
    """A plugin handed over as an object, in place of an installed one."""

    distribution: str
    version: str
    module: Any
    name: str = ""


@dataclass(frozen=True)
class Candidate:
    """A plugin before it is imported. ``broken`` says why it cannot even be looked at."""

    distribution: str
    version: str
    name: str
    module: str
    load: Any
    report_to: str | None = None
    broken: str | None = None


def explicit(plugins: Iterable[ExplicitPlugin]) -> list[Candidate]:
    """Candidates out of objects."""
    return [
        Candidate(
            p.distribution, p.version, p.name or _name(p.module), _module(p.module), lambda p=p: p.module
        )
        for p in plugins
    ]


def from_entry_points(entry_points: Iterable[metadata.EntryPoint]) -> list[Candidate]:
    """Candidates out of given entry points, in the order of their distribution and name."""
    found = [_candidate(entry, entry.dist) for entry in entry_points]
    return sorted(found, key=lambda candidate: (normalised(candidate.distribution), candidate.name))


def installed() -> list[Candidate]:
    """Candidates out of everything on ``sys.path``.

    Not ``metadata.entry_points()``: one distribution's malformed file would hide all the others.
    """
    found: list[Candidate] = []
    seen: set[str] = set()
    for dist in metadata.distributions():
        candidates = _candidates(dist)
        names = {normalised(candidate.distribution) for candidate in candidates}
        # The first on sys.path is the one that would be imported.
        found += [] if names & seen else candidates
        seen |= names
    return sorted(found, key=lambda candidate: (normalised(candidate.distribution), candidate.name))


def load(candidate: Candidate) -> Any:
    """Import the plugin and check its fence; raises ``Halt``. A class is instantiated."""
    if candidate.broken:
        raise Halt("broken", candidate.broken, "Le réinstaller, ou le désinstaller.")
    try:
        loaded = candidate.load()
        plugin = loaded() if isinstance(loaded, type) else loaded
    except (Exception, SystemExit) as error:  # a stranger's code runs here
        raise Halt("broken", f"import raised {describe(error, candidate.module)}", "") from error
    check_fence(plugin, candidate.module)
    return plugin


def check_fence(plugin: Any, module: str) -> None:
    """Refuse a plugin that does not say, in ``HUB_PLUGIN_API``, that it was written for this API."""
    wanted = getattr(plugin, FENCE, None)
    if wanted is None:
        wanted = getattr(sys.modules.get(module), FENCE, None)
    file = getattr(sys.modules.get(module), "__file__", None) or module
    add = f"Add this line to {file}: {LINE_TO_ADD}"
    if wanted is None:
        raise Halt("refused", f"{module} does not say which plugin API it was written for", add)
    try:
        specifiers = SpecifierSet(wanted) if isinstance(wanted, str) and wanted.strip() else None
    except InvalidSpecifier:
        specifiers = None
    if specifiers is None:
        raise Halt("refused", f"{FENCE} of {module} is {wanted!r}, which is not a version range", add)
    if not specifiers.contains(API_VERSION, prereleases=True):
        reason = f"{module} asks for plugin API {wanted}, this hub has {API_VERSION}"
        step = f"Install a version made for {API_VERSION}, or as its author, in {file}: {LINE_TO_ADD}"
        raise Halt("refused", reason, step)


def normalised(distribution: str) -> str:
    """The name as package indexes compare it: ``Hub_Foo.Bar`` is ``hub-foo-bar``."""
    return re.sub(r"[-_.]+", "-", distribution.strip()).lower()


def _candidates(dist: metadata.Distribution) -> list[Candidate]:
    try:
        text = dist.read_text("entry_points.txt") or ""
        if GROUP not in text:
            return []
        return [_candidate(entry, dist) for entry in dist.entry_points if entry.group == GROUP]
    except Exception as error:  # noqa: BLE001 (the parser raises whatever a damaged file makes it)
        why = f"entry_points.txt cannot be read ({type(error).__name__}: {error})"
        name = _field(dist, "Name") or "?"
        return [Candidate(name, _field(dist, "Version") or "?", name, name, None, broken=why)]


def _candidate(entry: metadata.EntryPoint, dist: metadata.Distribution | None) -> Candidate:
    name = (_field(dist, "Name") if dist else None) or entry.name
    version = (_field(dist, "Version") if dist else None) or "?"
    module = entry.value.partition(":")[0].partition("[")[0].strip()
    return Candidate(name, version, entry.name, module, entry.load, _report_to(dist) if dist else None)


def _report_to(dist: metadata.Distribution) -> str | None:
    pairs = [value.partition(",") for value in _fields(dist, "Project-URL")]
    urls = {label.strip().lower(): url.strip() for label, _, url in pairs}
    candidates = [urls.get(label) for label in _TRACKERS] + [_field(dist, "Home-page")]
    return next((url for url in candidates if url and url.startswith(("https://", "http://"))), None)


def _field(dist: metadata.Distribution, key: str) -> str | None:
    return next(iter(_fields(dist, key)), None)


def _fields(dist: metadata.Distribution, key: str) -> list[str]:
    try:
        return [str(value) for value in dist.metadata.get_all(key) or ()]
    except Exception:  # noqa: BLE001 (metadata of a half-removed installation)
        return []


def _name(plugin: Any) -> str:
    return plugin.__name__ if isinstance(plugin, ModuleType) else _module(plugin)


def _module(plugin: Any) -> str:
    if isinstance(plugin, ModuleType):
        return plugin.__name__
    return str(getattr(plugin, "__module__", None) or type(plugin).__module__)
