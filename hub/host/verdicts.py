"""From what happened to a plugin to the state that people are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hub.host.blame import describe
from hub.host.loading import Candidate, normalised
from hub.host.registration import Registered
from hub.host.states import ConnectorState, Halt, PluginState, State
from hub.plugin_api import Connector, HubError
from hub.settings import HubSettings, PluginValues, plugin_values

Refused = Mapping[tuple[int, str], str]
WORST_FIRST: tuple[State, ...] = ("broken", "refused", "disabled")


@dataclass(frozen=True)
class Outcome:
    """A candidate, and either what it registered or what halted it."""

    candidate: Candidate
    registered: Registered | None = None
    halt: Halt | None = None


@dataclass(frozen=True)
class Clashes:
    """The refused claims: ``(plugin's place, id)`` → reason."""

    connectors: Refused
    rules: Refused
    matchers: Refused

    def of(self, index: int) -> list[str]:
        """The reasons why rules and matchers of one plugin are refused."""
        both = (*self.rules.items(), *self.matchers.items())
        return [reason for (plugin, _), reason in both if plugin == index]


def plugin_state(settings: HubSettings, index: int, outcome: Outcome, clashes: Clashes) -> PluginState:
    """The state of one plugin and of each of its connectors."""
    it, brought, halt = outcome.candidate, outcome.registered, outcome.halt
    base = PluginState(it.distribution, it.version, it.name, "loaded", it.module, report_to=it.report_to)
    if halt or not brought:
        return _halted(base, halt, it)
    plugin = replace(
        base,
        connectors=tuple(
            _connector_state(settings, it, one, clashes.connectors.get((index, one.info.id)))
            for one in brought.connectors
        ),
        rules=tuple(rule for rule in brought.rules if (index, rule.id) not in clashes.rules),
        matchers=tuple(one for one in brought.matchers if (index, one.id) not in clashes.matchers),
        manager=brought.manager,
    )
    return _summed_up(plugin, clashes.of(index))


def _halted(base: PluginState, halt: Halt | None, candidate: Candidate) -> PluginState:
    assert halt
    return replace(base, state=halt.state, reason=halt.reason, next_step=halt.next_step or _report(candidate))


def _summed_up(plugin: PluginState, refused: list[str]) -> PluginState:
    """The plugin's own state: loaded as long as a part of it is of use."""
    reasons = [f"{it.id}: {it.reason}" for it in plugin.connectors if it.reason] + refused
    steps = [it.next_step for it in plugin.connectors if it.next_step]
    steps += [_deny(plugin.distribution)] if refused else []
    bad = {it.state for it in plugin.connectors if it.state != "loaded"} | ({"refused"} if refused else set())
    useful = plugin.rules or plugin.matchers or any(it.state == "loaded" for it in plugin.connectors)
    state = next((kind for kind in WORST_FIRST if kind in bad and not useful), plugin.state)
    told = " ; ".join(reasons) or None
    return replace(plugin, state=state, reason=told, next_step=" ".join(dict.fromkeys(steps)) or None)


def _connector_state(
    settings: HubSettings, candidate: Candidate, connector: Connector[Any], refused: str | None
) -> ConnectorState:
    info = connector.info
    base = ConnectorState(
        info.id, "loaded", info.mode, info.kind, candidate.distribution, candidate.version, connector
    )
    try:
        values = plugin_values(settings, info.id, connector.settings_model)
    except HubError as error:
        return replace(base, state="disabled", reason=error.cause, next_step=error.next_step)
    except Exception as error:  # noqa: BLE001 (validators of a stranger's model run here)
        reason = f"settings_model raised {describe(error, candidate.module)}"
        return replace(base, state="broken", reason=reason, next_step=_report(candidate))
    base = replace(base, settings=values.settings, reason=" ; ".join(values.problems) or None)
    if refused:
        return replace(base, state="refused", reason=refused, next_step=_deny(candidate.distribution))
    if values.value is None:
        return replace(base, state="disabled", next_step=_set(info.id, values))
    return replace(base, value=values.value)


def _set(connector_id: str, values: PluginValues) -> str:
    if values.missing:
        names = " et ".join(f"HUB_{connector_id}__{view.name}".upper() for view in values.missing)
        return f"Régler {names}."
    return f"Corriger ce réglage, puis lancer hub plugins {connector_id}."


def _deny(distribution: str) -> str:
    return f"Désinstaller l’un d’eux, ou régler HUB_PLUGINS_DENY={normalised(distribution)}."


def _report(candidate: Candidate) -> str:
    where = f" : {candidate.report_to}" if candidate.report_to else ""
    return f"Le signaler aux auteurs de {candidate.distribution}{where}."
