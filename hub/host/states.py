"""The four states of a plugin and of its connectors, and the errors that name them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pluggy
from pydantic import BaseModel

from hub.plugin_api import Connector, HubError, Matcher, Rule
from hub.settings import SettingView

State = Literal["loaded", "disabled", "refused", "broken"]
"""In use; a setting is missing or the operator said no; version or duplicate id; it raised."""


class UnknownConnector(HubError):
    """No plugin has a connector of this name."""

    default_code = "unknown-connector"
    default_next_step = "hub plugins"


class ConnectorUnusable(HubError):
    """The connector exists and cannot be used: its code is ``connector-refused`` or ``plugin-broken``."""

    default_code = "plugin-broken"


@dataclass(frozen=True)
class ConnectorState:
    """One connector. ``value`` is its filled settings, set only when it is loaded.

    ``reason`` of a loaded connector, if any, is a warning (a setting it does not know).
    """

    id: str
    state: State
    mode: str
    kind: str
    distribution: str
    version: str
    connector: Connector[Any]
    value: BaseModel | None = None
    settings: tuple[SettingView, ...] = ()
    reason: str | None = None
    next_step: str | None = None


@dataclass(frozen=True)
class PluginState:
    """One entry point. ``report_to`` is the page where its authors take reports, if they name one."""

    distribution: str
    version: str
    name: str
    state: State
    module: str = ""
    reason: str | None = None
    next_step: str | None = None
    report_to: str | None = None
    connectors: tuple[ConnectorState, ...] = ()
    rules: tuple[Rule, ...] = ()
    matchers: tuple[Matcher, ...] = ()
    manager: pluggy.PluginManager | None = field(default=None, repr=False, compare=False)


class Halt(Exception):
    """Ends the loading of one plugin, with its state."""

    def __init__(self, state: State, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason
        self.next_step = next_step
