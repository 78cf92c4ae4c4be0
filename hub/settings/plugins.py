"""Fill a plugin's settings model, saying where each value came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, SecretBytes, SecretStr, ValidationError
from pydantic.fields import FieldInfo

from hub.settings.fields import is_secret, read_text
from hub.settings.model import HubSettings
from hub.settings.redact import HIDDEN, safe_url
from hub.settings.sources import DEFAULT, Found
from hub.settings.unknown import nearest


@dataclass(frozen=True)
class SettingView:
    """One setting as it may be shown. ``source`` is ``None`` when the value is missing;
    ``value_shown`` never holds a secret; ``looked_in`` are the places, strongest first."""

    name: str
    source: str | None
    secret: bool
    missing: bool
    value_shown: str | None
    looked_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class PluginValues:
    """A filled model, or ``None`` with the ``problems`` that prevent it.

    A name that the model does not know is a problem that prevents nothing.
    """

    value: BaseModel | None
    settings: tuple[SettingView, ...]
    problems: tuple[str, ...]

    @property
    def missing(self) -> tuple[SettingView, ...]:
        """The required settings that were found nowhere."""
        return tuple(view for view in self.settings if view.missing)


def plugin_values(settings: HubSettings, connector_id: str, model: type[BaseModel]) -> PluginValues:
    """The settings of ``connector_id``: ``[plugins.<id>]`` < ``HUB_<ID>__<FIELD>`` < secret file.

    Never raises for a bad value: it is a problem, which names the place, what was found and what
    is expected. Raises ``SettingsInvalid`` for a secret file that cannot be read.
    """
    found = dict(_find_all(settings, connector_id, model))
    views = tuple(
        _view(settings, connector_id, name, info, found.get(name))
        for name, info in model.model_fields.items()
    )
    problems = [*_missing(views), *_unknown(settings, connector_id, model)]
    value: BaseModel | None = None
    if not any(view.missing for view in views):
        value, complaints = _build(model, found)
        problems += complaints
    return PluginValues(value, views, tuple(problems))


def _table(settings: HubSettings, connector_id: str) -> Mapping[str, Any]:
    return settings.plugins.get(connector_id, {})


def _find_all(
    settings: HubSettings, connector_id: str, model: type[BaseModel]
) -> Iterator[tuple[str, Found]]:
    table = _table(settings, connector_id)
    for name in model.model_fields:
        if found := settings.sources.find(f"{connector_id}__{name}", table, name):
            yield name, found


def _view(
    settings: HubSettings, connector_id: str, name: str, info: FieldInfo, found: Found | None
) -> SettingView:
    secret, missing = is_secret(name, info), found is None and info.is_required()
    shown = _shown(found.value if found else _default(info), secret)
    return SettingView(
        name=name,
        source=None if missing else found.source if found else DEFAULT,
        secret=secret,
        missing=missing,
        value_shown=None if missing else shown,
        looked_in=settings.sources.places(f"{connector_id}__{name}", f"[plugins.{connector_id}] {name}"),
    )


def _default(info: FieldInfo) -> Any:
    if info.default_factory_takes_validated_data:
        return "calculé d’après les autres réglages"
    return info.get_default(call_default_factory=True, validated_data={})


def _shown(value: Any, secret: bool) -> str | None:
    if value is None:
        return None
    if secret or isinstance(value, (SecretStr, SecretBytes)):
        return HIDDEN
    return safe_url(str(value))


def _missing(views: tuple[SettingView, ...]) -> Iterator[str]:
    for view in views:
        if view.missing:
            yield f"{view.name} manque ; cherché dans {', puis '.join(view.looked_in)}"


def _unknown(settings: HubSettings, connector_id: str, model: type[BaseModel]) -> Iterator[str]:
    known = {name.lower(): name for name in model.model_fields}
    for where, name in _given(settings, connector_id):
        if name.lower() not in known:
            near = nearest(name.lower(), known)
            hint = f" ; peut-être {near} ?" if near else ""
            yield f"{where} : {connector_id} n’a pas de réglage {name}{hint}"


def _given(settings: HubSettings, connector_id: str) -> Iterator[tuple[str, str]]:
    sources, prefix = settings.sources, f"{connector_id}__"
    for name in _table(settings, connector_id):
        yield sources.config_name, name
    for variable in sources.variables:
        if (key := variable.lower().removeprefix("hub_")).startswith(prefix):
            yield variable, key.removeprefix(prefix)
    for key, path in sources.secrets.items():
        if key.startswith(prefix):
            yield str(path), key.removeprefix(prefix)


def _build(model: type[BaseModel], found: Mapping[str, Found]) -> tuple[BaseModel | None, list[str]]:
    fields = model.model_fields
    values = {n: read_text(it.value, fields[n]) if it.text else it.value for n, it in found.items()}
    try:
        return model.model_validate(values, by_name=True), []
    except ValidationError as error:
        hidden = [str(it.value) for name, it in found.items() if is_secret(name, fields[name])]
        errors = error.errors(include_url=False, include_context=False)
        return None, [_without(_complaint(model, found, dict(item)), hidden) for item in errors]


def _complaint(model: type[BaseModel], found: Mapping[str, Found], item: Mapping[str, Any]) -> str:
    name = str(item["loc"][0]) if item["loc"] else ""
    if name not in found:
        return f"{name or 'l’ensemble des réglages'} : {item['msg']}"
    secret = is_secret(name, model.model_fields[name])
    shown = _shown(found[name].value, secret) or "rien"
    return f"{found[name].source} : {name} vaut {shown[:100]!r} : {item['msg']}"


def _without(text: str, secrets: list[str]) -> str:
    # A validator written by a plugin's author may quote the secret in its message.
    for secret in secrets:
        text = text.replace(secret, HIDDEN) if secret else text
    return text
