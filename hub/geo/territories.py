"""The territories: those shipped, overridden by id by the user's files."""

from __future__ import annotations

import glob
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from hub.geo.territory import Territory
from hub.geo.territory_file import invalid, read_territory


def load_territories(patterns: Iterable[str | Path] = ()) -> dict[str, Territory]:
    """The shipped territories by id, replaced and completed by the TOML files that ``patterns`` name.

    A pattern is a file, a folder (its ``*.toml``) or a glob; a glob may match nothing. Raises
    ``HubError`` ``territory-invalid``, naming the file, the key and what is wrong, when a file is
    missing, unreadable or wrong, or when two of the user's files have the same id.
    """
    return {**shipped_territories(), **_read_all(_matching(patterns))}


@lru_cache(maxsize=1)
def shipped_territories() -> Mapping[str, Territory]:
    """``oisans``, ``matheysine``, ``trieves``, ``alpes-sud-isere``, ``isere``, ``vallee-sud``, ``ain``."""
    folder = files("hub.geo").joinpath("territories")
    names = [entry for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return MappingProxyType(_read_all(sorted(names, key=lambda entry: entry.name)))


def _matching(patterns: Iterable[str | Path]) -> list[Path]:
    found = [path for pattern in patterns for path in _expand(Path(pattern).expanduser())]
    return list({path.resolve(): path for path in found}.values())


def _expand(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("*.toml"))
    if path.is_file() or not glob.has_magic(str(path)):
        return [path]
    return sorted(Path(name) for name in glob.glob(str(path), recursive=True))


def _read_all(paths: Iterable[Traversable]) -> dict[str, Territory]:
    territories: dict[str, Territory] = {}
    origins: dict[str, Traversable] = {}
    for path in paths:
        territory = _read(path)
        if territory.id in territories:
            raise invalid(path, [f"clé `id` : {territory.id!r} est aussi celui de {origins[territory.id]}"])
        territories[territory.id], origins[territory.id] = territory, path
    return territories


def _read(path: Traversable) -> Territory:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise invalid(path, ["ce fichier n’existe pas"]) from None
    except OSError as error:
        raise invalid(path, [f"ne peut pas être lu : {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise invalid(path, [f"n’est pas de l’UTF-8 (octet {error.start})"]) from error
    except tomllib.TOMLDecodeError as error:
        raise invalid(path, [f"n’est pas du TOML : {error}"]) from error
    return read_territory(data, path)
