"""What came out of discovery."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from hub.host.blame import describe
from hub.host.loading import normalised
from hub.host.states import ConnectorState, ConnectorUnusable, PluginState, State, UnknownConnector
from hub.plugin_api import Matcher, NotConfigured, Rule, RunReport

_STATES: Mapping[State, str] = {
    "loaded": "chargé",
    "disabled": "désactivé",
    "refused": "refusé",
    "broken": "en panne",
}


@dataclass(frozen=True)
class ObserverFailure:
    """An observer that raised after a run."""

    distribution: str
    plugin: str
    error: str


@dataclass(frozen=True)
class PluginHost:
    """The plugins and their states. ``owners`` is what the store knew when they were read."""

    plugins: tuple[PluginState, ...]
    owners: Mapping[str, str] = field(default_factory=dict)

    def connectors(self) -> tuple[ConnectorState, ...]:
        """The connectors that can be used, in the order of their ids."""
        return tuple(
            sorted((it for it in self.all_connectors() if it.state == "loaded"), key=lambda it: it.id)
        )

    def all_connectors(self) -> Iterator[ConnectorState]:
        """Every connector, in whatever state; a refused id may come twice."""
        for plugin in self.plugins:
            yield from plugin.connectors

    def connector(self, connector_id: str) -> ConnectorState:
        """The usable connector of this name; raises ``UnknownConnector``, ``NotConfigured`` (a
        setting is missing) or ``ConnectorUnusable`` (refused, broken)."""
        claims = [state for state in self.all_connectors() if state.id == connector_id]
        for state in claims:
            if state.state == "loaded":
                return state
        if claims:
            raise _unusable(claims[0])
        raise self._unknown(connector_id)

    def reader(self, connector_id: str) -> ConnectorState:
        """The connector for files and stored records. A missing token or address forbids calling
        the source, not reading what a person already has: such a connector gets its defaults."""
        for state in self.all_connectors():
            if state.id == connector_id and state.state == "disabled" and state.settings:
                return replace(state, value=state.connector.settings_model.model_construct())
        return self.connector(connector_id)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of all plugins, in the order of the plugins."""
        return tuple(rule for plugin in self.plugins for rule in plugin.rules)

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """The matchers of all plugins, in the order of the plugins."""
        return tuple(matcher for plugin in self.plugins for matcher in plugin.matchers)

    def run_finished(self, report: RunReport) -> tuple[ObserverFailure, ...]:
        """Tell every observer, each alone; what they raise is logged under the plugin's name."""
        failures = (_tell(plugin, report) for plugin in self.plugins)
        return tuple(failure for failure in failures if failure)

    def _unknown(self, connector_id: str) -> Exception:
        lost = normalised(self.owners.get(connector_id, ""))
        for plugin in self.plugins:
            if lost == normalised(plugin.distribution) and plugin.state != "loaded":
                cause = f"{connector_id} appartient à {lost}, {_STATES[plugin.state]} : {plugin.reason}"
                return ConnectorUnusable(cause, code=f"plugin-{plugin.state}", next_step=plugin.next_step)
        known = sorted({state.id for state in self.all_connectors()})
        near = difflib.get_close_matches(connector_id, known, n=1)
        hint = f" Peut-être : {near[0]}." if near else ""
        names = ", ".join(known) or "aucun"
        return UnknownConnector(
            f"Aucun connecteur ne s’appelle « {connector_id} ».{hint} Les connecteurs : {names}."
        )


def _unusable(state: ConnectorState) -> Exception:
    cause = f"{state.id} ({state.distribution} {state.version}) est {_STATES[state.state]} : {state.reason}"
    if state.state == "disabled":
        return NotConfigured(cause, next_step=state.next_step)
    code = "connector-refused" if state.state == "refused" else "plugin-broken"
    return ConnectorUnusable(cause, code=code, next_step=state.next_step)


def _tell(plugin: PluginState, report: RunReport) -> ObserverFailure | None:
    if plugin.manager is None:
        return None
    try:
        # Counts and error are dictionaries: an observer may write to its own copy only.
        own = replace(report, counts=dict(report.counts), error=dict(report.error) if report.error else None)
        plugin.manager.hook.hub_run_finished(run=own)
    except (Exception, SystemExit) as error:  # a stranger's code runs here
        failure = ObserverFailure(plugin.distribution, plugin.name, describe(error, plugin.module))
        log = logging.getLogger(f"hub.plugins.{plugin.name}")
        log.exception("hub_run_finished of %s failed: %s", plugin.distribution, failure.error)
        return failure
    return None
