"""The parts of the hub: settings, territories, store, plugins, and what the last runs left."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from hub.cli.checks import Finding, Level
from hub.review.labels import PLUGINS, RUNS, label
from hub.review.printed import moment

if TYPE_CHECKING:
    from hub.app import Hub
    from hub.host import ConnectorState, PluginState
    from hub.settings import HubSettings


def checks(settings: HubSettings) -> Iterator[Finding]:
    """All of them; a store that cannot be opened ends the list."""
    from hub.plugin_api.errors import HubError

    yield from _settings(settings)
    territories = _territories(settings)
    yield territories
    try:
        yield from _opened(settings, with_territories=territories.level == "ok")
    except HubError as error:
        yield Finding.of("magasin", error)


def _settings(settings: HubSettings) -> Iterator[Finding]:
    if settings.contact:
        yield Finding("ok", "contact", f"{settings.contact} ({settings.origin('contact')})")
    else:
        yield Finding(
            "attention",
            "contact",
            "Aucune adresse : les sources publiques demandent qui les appelle.",
            'Dans hub.toml : contact = "insertion@exemple.fr", ou HUB_CONTACT.',
        )
    if settings.today:
        where = settings.origin("today")
        yield Finding(
            "attention",
            "date",
            f"Tout est jugé au {settings.today:%d/%m/%Y} ({where}).",
            "Retirer HUB_TODAY.",
        )
    if find_spec("prefect") is None:
        step = "pip install 'prefect>=3.9.1,<4', ou hub run --due dans cron."
        yield Finding(
            "attention", "service", "Prefect n’est pas installé : hub serve ne peut pas démarrer.", step
        )


def _territories(settings: HubSettings) -> Finding:
    from hub.geo import load_territories
    from hub.plugin_api.errors import HubError

    try:
        found = load_territories(settings.territories)
    except HubError as error:
        return Finding.of("territoires", error)
    return Finding("ok", "territoires", ", ".join(sorted(found)))


def _opened(settings: HubSettings, *, with_territories: bool) -> Iterator[Finding]:
    from hub.app import open_hub

    if not with_territories:
        settings = settings.model_copy(update={"territories": ()})
    hub = open_hub(settings, make_ready=False)
    try:
        schema = _schema(hub)
        yield schema
        yield from _plugins(hub)
        yield from _unknown_settings(hub)
        if schema.level == "ok":
            yield from _work(hub)
    finally:
        hub.close()


def _schema(hub: Hub) -> Finding:
    where = str(hub.store.path.resolve()) if hub.store.path else hub.settings.safe_database_url
    found, needed = hub.schema_versions()
    if found == needed:
        return Finding("ok", "magasin", f"{where}, schéma {found}")
    if found is None:
        return Finding("attention", "magasin", f"{where} est vide.", "hub init")
    return Finding("erreur", "magasin", f"{where} : schéma {found}, il faut {needed}.", "hub init")


def _plugins(hub: Hub) -> Iterator[Finding]:
    if not hub.host.plugins:
        step = "pip install hub-procurement-feed hub-siae-registry"
        yield Finding("erreur", "plugins", "Aucun plugin n’est installé.", step)
    for plugin in hub.host.plugins:
        yield _plugin(plugin)
        yield from map(_connector, (state for state in plugin.connectors if state.state != "loaded"))


def _plugin(plugin: PluginState) -> Finding:
    name = f"{plugin.distribution} {plugin.version}"
    if plugin.state == "loaded":
        ids = ", ".join(state.id for state in plugin.connectors if state.state == "loaded")
        return Finding("ok", "plugin", f"{name} : {ids or 'aucun connecteur'}")
    told = f"{name}, {label(PLUGINS, plugin.state)} : {plugin.reason}"
    return Finding("attention" if plugin.state == "disabled" else "erreur", "plugin", told, plugin.next_step)


def _connector(state: ConnectorState) -> Finding:
    missing = ", ".join(view.name for view in state.settings if view.missing)
    why = f"il manque {missing}" if missing else state.reason
    told = f"{state.id}, {label(PLUGINS, state.state)} : {why}"
    level: Level = "attention" if state.state == "disabled" else "erreur"
    return Finding(level, "connecteur", told, f"hub plugins {state.id}")


def _unknown_settings(hub: Hub) -> Iterator[Finding]:
    from hub.settings import unknown_settings

    known = {state.id for state in hub.host.all_connectors()}
    for item in unknown_settings(hub.settings, known):
        near = f" ; peut-être {item.near} ?" if item.near else ""
        told = f"{item.where} : {item.name} n’est pas un réglage{near}"
        yield Finding("attention", "réglages", told, "Corriger ce nom, ou le retirer.")


def _work(hub: Hub) -> Iterator[Finding]:
    for lease in hub.leases():
        held = f"{lease['name']} est tenu par le processus {lease['pid']} de {lease['host']}"
        if lease["alive"] is False:
            told = f"{held}, qui est mort ; la prochaine exécution reprend sa place."
            yield Finding("attention", "verrou", told, f"hub runs {lease['run']}")
        else:
            yield Finding("ok", "verrou", f"{held}, signe de vie le {moment(lease['heartbeat'])}")
    for run in _last_runs(hub):
        if run["status"] in ("failed", "held", "abandoned"):
            told = f"{run['connector']} : {label(RUNS, run['status'])} le {moment(run['started'])}"
            yield Finding("attention", "exécutions", told, f"hub runs {run['id']}")
    if waiting := len(hub.quarantine()):
        yield Finding(
            "attention", "quarantaine", f"{waiting} enregistrement(s) à traiter", "hub quarantine list"
        )


def _last_runs(hub: Hub) -> Iterator[dict[str, Any]]:
    from hub.plugin_api.errors import HubError

    for state in hub.connector_states().values():
        try:
            if state["last_run"]:
                yield hub.run(state["last_run"])
        except HubError:
            continue
