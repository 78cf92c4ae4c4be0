"""Names that mean nothing: reported with the name that was probably meant, never an error."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator

from hub.settings.model import HubSettings, UnknownSetting
from hub.settings.sources import PREFIX, SCALARS, TABLES, Sources, variable_name

VARIABLES = tuple(variable_name(name) for name in (*SCALARS, "config", "secrets_dir"))


def unknown_at_load(sources: Sources) -> tuple[UnknownSetting, ...]:
    """What can be judged before the connectors are known: keys of ``hub.toml``, plain variables."""
    keys = [
        UnknownSetting(key, sources.config_name, nearest(key, (*SCALARS, *TABLES)))
        for key in sources.table
        if key not in (*SCALARS, *TABLES)
    ]
    plain = [name for name in _names(sources) if "__" not in name and name not in VARIABLES]
    return (*keys, *(UnknownSetting(name, _where(sources, name), nearest(name, VARIABLES)) for name in plain))


def unknown_settings(settings: HubSettings, connectors: Collection[str]) -> tuple[UnknownSetting, ...]:
    """All that means nothing, now that the connectors are known: ``HUB_BAOMP__BASE_URL``,
    ``[plugins.baomp]``, a schedule for no connector. Unknown *fields* of a known connector are
    among the problems of ``plugin_values``."""
    sources, prefixes = (
        settings.sources,
        tuple(f"{variable_name(known)}__" for known in ("channels", *connectors)),
    )
    owned = [name for name in _names(sources) if "__" in name and not name.startswith(prefixes)]
    found = [UnknownSetting(name, _where(sources, name), _near_variable(name, prefixes)) for name in owned]
    found += _keys(sources, "plugins", settings.plugins, connectors)
    found += _keys(sources, "schedules", settings.schedules, connectors)
    return (*settings.unknown, *found)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that ``name`` is a typing error for, if any."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.75)), None)


def _near_variable(name: str, prefixes: Iterable[str]) -> str | None:
    connector, _, field = name.partition("__")
    near = nearest(f"{connector}__", prefixes)
    return f"{near}{field}" if near else None


def _keys(
    sources: Sources, table: str, keys: Iterable[str], connectors: Collection[str]
) -> Iterator[UnknownSetting]:
    for key in keys:
        if key not in connectors:
            yield UnknownSetting(f"[{table}] {key}", sources.config_name, nearest(key, connectors))


def _names(sources: Sources) -> list[str]:
    # A secrets directory may be shared with other programs: only its hub_ files are ours to judge.
    files = [path.name.upper() for path in sources.secrets.values()]
    return sorted({*sources.variables, *(name for name in files if name.startswith(PREFIX))})


def _where(sources: Sources, name: str) -> str:
    return "environnement" if name in sources.variables else str(sources.secrets_dir)
