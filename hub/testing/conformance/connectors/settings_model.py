"""The settings are frozen, explained, and bounded for a connector that asks a server."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from hub.testing.conformance.check import Check
from hub.testing.conformance.subjects import ConnectorSubject

_HTTP = ("base_url", "page_size", "timeout_s", "rate_per_s")


def run(subject: ConnectorSubject) -> Iterator[str]:
    model = subject.connector.settings_model
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        yield f"settings_model is {model!r}: a pydantic model is due"
        return
    if not model.model_config.get("frozen"):
        yield "the model is not frozen"
    if model.model_config.get("extra") != "forbid":
        yield "the model accepts settings that it does not know"
    yield from (f"{name} has no description" for name, f in model.model_fields.items() if not f.description)
    if _asks_a_server(subject):
        yield from (f"{name} is missing" for name in _HTTP if name not in model.model_fields)


def _asks_a_server(subject: ConnectorSubject) -> bool:
    return any(subject.run(case).requests for case in subject.cases)


check = Check(
    id="settings-model",
    what="`settings_model` is frozen, forbids unknown fields, describes each field, and has base_url,"
    " page_size, timeout_s and rate_per_s when the connector asks a server.",
    why="Settings are shared between threads and shown by `hub plugins`; a misspelt one must be told,"
    " not ignored; and an operator must be able to slow a connector down or point it at a mirror.",
    mend="Subclass hub.plugin_api.HttpSettings (or ConnectorSettings when there is no server) and"
    " give each field a `Field(description=…)`.",
    run=run,
)
