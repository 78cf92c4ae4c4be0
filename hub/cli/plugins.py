"""``hub plugins``: who reads what, in which state, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import out
from hub.cli.options import AsJson, opened
from hub.review.labels import KINDS, PLUGINS, label

if TYPE_CHECKING:
    from rich.table import Table

    from hub.app import Hub
    from hub.host import ConnectorState, PluginState

_COLOURS = {"loaded": "green", "disabled": "yellow", "refused": "red", "broken": "red"}


def plugins(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="Un connecteur ou une distribution, en détail.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """État des plugins et des connecteurs ; avec ID, leurs réglages et d’où vient chaque valeur."""
    from hub.host import PluginHost, inventory

    with opened() as hub:
        chosen = hub.host.plugins if id_ is None else (_named(hub, id_),)
        if as_json:
            out.document(inventory(PluginHost(tuple(chosen))))
        elif id_ is None:
            _list(hub)
        else:
            _detail(chosen[0], id_)


def _named(hub: Hub, id_: str) -> PluginState:
    """The plugin of that name, or the one that brings that connector; raises ``UnknownConnector``."""
    from dataclasses import replace

    for plugin in hub.host.plugins:
        if plugin.distribution == id_:
            return plugin
        mine = tuple(state for state in plugin.connectors if state.id == id_)
        if mine:
            return replace(plugin, connectors=mine)
    hub.host.connector(id_)
    raise AssertionError(id_)


def _list(hub: Hub) -> None:
    if not hub.host.plugins:
        out.show("Aucun plugin installé. Pour commencer : pip install hub-procurement-feed")
        return
    out.show(_table(hub.host.plugins))
    for plugin in hub.host.plugins:
        for text in _trouble(plugin):
            out.show(text)


def _table(plugins: tuple[PluginState, ...]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("Plugin", "Version", "Connecteur", "Lit", "État"):
        table.add_column(heading, overflow="fold")
    for plugin in plugins:
        first = (plugin.distribution, plugin.version)
        if not plugin.connectors:
            table.add_row(*first, "–", "–", Text(label(PLUGINS, plugin.state), _COLOURS[plugin.state]))
        for state in plugin.connectors:
            told = Text(label(PLUGINS, state.state), _COLOURS[state.state])
            table.add_row(*first, state.id, label(KINDS, state.kind), told)
            first = ("", "")
    return table


def _trouble(plugin: PluginState) -> list[str]:
    if not plugin.reason:
        return []
    lines = [f"{plugin.distribution} : {plugin.reason}"]
    return lines + ([f"→ {plugin.next_step}"] if plugin.next_step else [])


def _detail(plugin: PluginState, id_: str) -> None:
    state = label(PLUGINS, plugin.state)
    out.show(f"{plugin.distribution} {plugin.version} · {state} · module {plugin.module or '–'}")
    out.show(*_trouble(plugin))
    for connector in plugin.connectors:
        out.show("", *_connector(connector))
    if plugin.rules:
        out.show(f"Règles : {', '.join(rule.id for rule in plugin.rules)}")


def _connector(state: ConnectorState) -> list[Any]:
    info = state.connector.info
    read = f"{label(KINDS, state.kind)} · horaire {info.schedule or 'aucun'}"
    lines: list[Any] = [
        f"{state.id} · {info.title} · {label(PLUGINS, state.state)}",
        f"  {info.publisher}, {info.licence} · {read}",
    ]
    return [*lines, _settings(state)] if state.settings else lines


def _settings(state: ConnectorState) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("Réglage", "Valeur", "Vient de"):
        table.add_column(heading, overflow="fold")
    for view in state.settings:
        source = view.source or "cherché dans : " + " ; ".join(view.looked_in)
        value = Text("manque", "red") if view.missing else Text(view.value_shown or "–")
        table.add_row(view.name, value, source)
    return table
