"""Discovery: every plugin ends in one of four states, and none stops another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata

from hub.host.blame import describe
from hub.host.clashes import Claim, refusals
from hub.host.host import PluginHost
from hub.host.loading import (
    Candidate,
    ExplicitPlugin,
    explicit,
    from_entry_points,
    installed,
    load,
    normalised,
)
from hub.host.registration import Registered, register
from hub.host.states import Halt
from hub.host.verdicts import Clashes, Outcome, plugin_state
from hub.settings import HubSettings

log = logging.getLogger("hub.host")


def discover(
    settings: HubSettings,
    *,
    owners: Mapping[str, str] | None = None,
    plugins: Iterable[ExplicitPlugin] | None = None,
    entry_points: Iterable[metadata.EntryPoint] | None = None,
) -> PluginHost:
    """Import every plugin and call its registration hooks. Never raises for a plugin's fault.

    ``owners`` maps a connector to the distribution that the store knows it by. ``plugins`` or
    ``entry_points``, when given, are used in place of what is installed.
    """
    outcomes = [_open(settings, candidate) for candidate in _candidates(plugins, entry_points)]
    clashes = _clashes(outcomes, owners or {})
    states = [plugin_state(settings, index, outcome, clashes) for index, outcome in enumerate(outcomes)]
    for state in states:
        if state.state in ("refused", "broken"):
            log.warning(
                "plugin %s %s is %s: %s", state.distribution, state.version, state.state, state.reason
            )
    return PluginHost(tuple(states), dict(owners or {}))


def _candidates(
    plugins: Iterable[ExplicitPlugin] | None, entry_points: Iterable[metadata.EntryPoint] | None
) -> list[Candidate]:
    if plugins is not None:
        return explicit(plugins)
    return installed() if entry_points is None else from_entry_points(entry_points)


def _open(settings: HubSettings, candidate: Candidate) -> Outcome:
    try:
        _check_allowed(settings, candidate)
        return Outcome(candidate, registered=register(load(candidate), candidate.module))
    except Halt as halt:
        return Outcome(candidate, halt=halt)
    except (Exception, SystemExit) as error:  # noqa: BLE001 (e.g. HUB_PLUGIN_API is a raising property)
        reason = f"loading raised {describe(error, candidate.module)}"
        return Outcome(candidate, halt=Halt("broken", reason, ""))


def _check_allowed(settings: HubSettings, candidate: Candidate) -> None:
    name = normalised(candidate.distribution)
    if name in map(normalised, settings.plugins_deny):
        where = settings.origin("plugins_deny")
        raise Halt("disabled", f"exclu par HUB_PLUGINS_DENY ({where})", f"Retirer {name} de plugins_deny.")
    if settings.plugins_allow and name not in map(normalised, settings.plugins_allow):
        where = settings.origin("plugins_allow")
        raise Halt("disabled", f"absent de HUB_PLUGINS_ALLOW ({where})", f"Ajouter {name} à plugins_allow.")


def _clashes(outcomes: list[Outcome], owners: Mapping[str, str]) -> Clashes:
    failed = [o.candidate.distribution for o in outcomes if o.halt and o.halt.state in ("refused", "broken")]
    connectors = _claims(outcomes, lambda brought: [it.info.id for it in brought.connectors])
    rules = _claims(outcomes, lambda brought: [it.id for it in brought.rules])
    matchers = _claims(outcomes, lambda brought: [it.id for it in brought.matchers])
    return Clashes(
        refusals(connectors, owners, failed),
        refusals(rules, noun="règle"),
        refusals(matchers, noun="rapprochement"),
    )


def _claims(outcomes: list[Outcome], ids: Callable[[Registered], list[str]]) -> list[Claim]:
    return [
        Claim(ident, index, outcome.candidate.distribution)
        for index, outcome in enumerate(outcomes)
        if outcome.registered
        for ident in ids(outcome.registered)
    ]
