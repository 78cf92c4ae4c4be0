"""Read the hub's own settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hub.settings.errors import SettingsInvalid
from hub.settings.model import HubSettings
from hub.settings.redact import safe_url
from hub.settings.relay import channel_values
from hub.settings.sources import DEFAULT, SCALARS, TABLES, Found, Sources, read_sources
from hub.settings.unknown import unknown_at_load

EXPECTED = {
    "home": "un dossier, par exemple ./var",
    "database_url": "sqlite:///chemin ou postgresql+psycopg://utilisateur:motdepasse@serveur/base",
    "contact": "une ligne de texte : adresse électronique ou adresse web",
    "territories": "un ou plusieurs chemins de fichiers TOML, par exemple ./territories/*.toml",
    "plugins_allow": "des noms de paquets, séparés par des virgules (une liste dans hub.toml)",
    "plugins_deny": "des noms de paquets, séparés par des virgules (une liste dans hub.toml)",
    "today": "un jour, comme 2026-11-03",
    "enrich": "true ou false",
    "enrich_url": "l’adresse du registre des entreprises, par exemple https://recherche-entreprises.api.gouv.fr",
    "public_url": "l’adresse que l’on ouvre, par exemple https://passerelle.example.fr",
    "oidc_issuer": "l’adresse du fournisseur OpenID Connect, en https",
    "oidc_client_id": "le nom que le fournisseur a donné à cette installation",
    "oidc_client_secret": "le secret que le fournisseur a donné à cette installation",
    "oidc_label": "les mots du bouton de connexion, par exemple Compte du département",
    "oidc_create": "lecture, ou rien",
    "smtp_url": "smtp://utilisateur:motdepasse@serveur:587, ou smtps://…",
    "mail_from": "l’adresse qui écrit, par exemple Passerelle <veille@example.fr>",
    "digest_schedule": 'une ligne cron, par exemple "30 6 * * 1-5", ou "off"',
    "channels": 'pour chaque canal un nom en minuscules et son adresse apprise : equipe = "mattermost://…"',
    "schedules": 'pour chaque connecteur une ligne cron, par exemple "30 6 * * 1-5", ou "off"',
    "plugins": "une table par connecteur, par exemple [plugins.boamp]",
}
LISTS = ("territories", "plugins_allow", "plugins_deny")
SECRETS = ("plugins", "oidc_client_secret", "smtp_url", "channels")


def load_settings(environ: Mapping[str, str] | None = None, cwd: Path | None = None) -> HubSettings:
    """The settings of this process: defaults < ``hub.toml`` < environment < secrets directory.

    Relative paths are relative to ``cwd``, those of ``hub.toml`` to its folder. Raises
    ``SettingsInvalid``, which names the file or variable; an unknown name is only reported, in
    ``unknown``.
    """
    sources = read_sources(os.environ if environ is None else environ, (cwd or Path.cwd()).absolute())
    found = {name: it for name in SCALARS if (it := sources.find(name, sources.table, name))}
    tables = {name: sources.table[name] for name in TABLES if name in sources.table}
    channels = channel_values(sources)
    origins = {name: found[name].source if name in found else DEFAULT for name in SCALARS}
    origins |= {name: sources.config_name if name in tables else DEFAULT for name in TABLES}
    values = _defaults(sources.folder) | {name: _value(name, it, sources) for name, it in found.items()}
    if channels and isinstance(tables.get("channels", {}), dict):
        tables["channels"] = {**tables.get("channels", {}), **channels}
    meta = {"origins": origins, "unknown": unknown_at_load(sources), "sources": sources}
    return _validated({**values, **tables, **meta}, origins)


def _validated(values: dict[str, Any], origins: Mapping[str, str]) -> HubSettings:
    try:
        return HubSettings.model_validate(values)
    except ValidationError as error:
        # A wrong home also stops the default database from being computed: that is no second error.
        wrong = dict.fromkeys(str(item["loc"][0]) for item in error.errors() if item["loc"])
        lines = [_complaint(name, values[name], origins[name]) for name in wrong if name in values]
    # Outside the handler: pydantic's own error quotes the values, passwords included.
    raise SettingsInvalid(" ; ".join(lines))


def _complaint(name: str, value: Any, origin: str) -> str:
    return f"{origin} : {name} vaut {_shown(name, value)[:200]} ; attendu : {EXPECTED[name]}"


def _shown(name: str, value: Any) -> str:
    if name in SECRETS or (name == "database_url" and "://" not in str(value)):
        return "une valeur qui contient peut-être un secret"
    return repr(safe_url(value) if isinstance(value, str) else value)


def _defaults(folder: Path) -> dict[str, Any]:
    return {"home": folder / "var", "territories": (str(folder / "territories/*.toml"),)}


def _value(name: str, found: Found, sources: Sources) -> Any:
    value = found.value
    if name in LISTS and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    base = sources.folder if found.text or sources.config is None else sources.config.parent
    if name == "home" and isinstance(value, str):
        return base / Path(value).expanduser()
    if name == "territories" and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return [str(base / Path(part).expanduser()) for part in value]
    return value
