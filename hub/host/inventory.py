"""The plugins as ``hub plugins --json`` prints them. A frozen shape: scripts read it."""

from __future__ import annotations

from typing import Any

from hub.host.host import PluginHost
from hub.host.states import ConnectorState, PluginState
from hub.settings import SettingView


def inventory(host: PluginHost) -> dict[str, Any]:
    """``{plugins: [{distribution, version, state, reason, next_step, connectors: [{id, mode,
    state, settings: [{name, source, secret, missing}]}]}]}``. No value is ever in it."""
    return {"plugins": [_plugin(plugin) for plugin in host.plugins]}


def _plugin(plugin: PluginState) -> dict[str, Any]:
    names = ("distribution", "version", "state", "reason", "next_step")
    return {
        **{name: getattr(plugin, name) for name in names},
        "connectors": [_connector(state) for state in plugin.connectors],
    }


def _connector(state: ConnectorState) -> dict[str, Any]:
    return {
        "id": state.id,
        "mode": state.mode,
        "state": state.state,
        "settings": [_setting(view) for view in state.settings],
    }


def _setting(view: SettingView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in ("name", "source", "secret", "missing")}
