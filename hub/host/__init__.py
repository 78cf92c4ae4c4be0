"""Plugins: found, fenced, kept apart, and listed with their state."""

from hub.host.discover import discover
from hub.host.host import ObserverFailure, PluginHost
from hub.host.inventory import inventory
from hub.host.loading import GROUP, ExplicitPlugin
from hub.host.states import ConnectorState, ConnectorUnusable, PluginState, State, UnknownConnector

__all__ = [
    "GROUP",
    "ConnectorState",
    "ConnectorUnusable",
    "ExplicitPlugin",
    "ObserverFailure",
    "PluginHost",
    "PluginState",
    "State",
    "UnknownConnector",
    "discover",
    "inventory",
]
