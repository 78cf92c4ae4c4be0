"""Whether what a hook returned is what it should be."""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel

from hub.plugin_api import Connector, ConnectorInfo, Matcher, Rule
from hub.plugin_api.connector import Kind, Mode

_ID = re.compile(r"[a-z][a-z0-9_]*")
_RULE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*")


class Wrong(Exception):
    """What is wrong with a returned object, as the end of a sentence."""


def check_connector(item: Any) -> Connector[Any]:
    """The connector, or ``Wrong``."""
    if isinstance(item, type):
        raise Wrong(f"the class {item.__name__}, expected an object: {item.__name__}()")
    if not isinstance(item, Connector):
        raise Wrong(f"{_type(item)}, expected a Connector")
    info = getattr(item, "info", None)
    if not isinstance(info, ConnectorInfo):
        raise Wrong(f"{_type(item)} whose info is {_type(info)}, expected a ConnectorInfo")
    _check_info(info)
    model = getattr(item, "settings_model", None)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise Wrong(f"{info.id} whose settings_model is {model!r}, expected a pydantic model")
    for method in ("fetch", "parse"):
        if getattr(type(item), method) is getattr(Connector, method):
            raise Wrong(f"{info.id} without a {method} method")
    return item


def check_rule(item: Any) -> Rule:
    """The rule, or ``Wrong``."""
    _check_versioned(item, Rule)
    assert isinstance(item, Rule)
    return item


def check_matcher(item: Any) -> Matcher:
    """The matcher, or ``Wrong``."""
    _check_versioned(item, Matcher)
    assert isinstance(item, Matcher)
    return item


def _check_info(info: ConnectorInfo) -> None:
    # "a__b" could not be told from the setting "b…" of the connector "a" in HUB_A__B….
    if not _matches(_ID, info.id) or "__" in info.id or info.id.endswith("_"):
        raise Wrong(f"a connector whose id is {info.id!r}, expected lower case letters, digits and single _")
    for name in ("title", "publisher", "licence"):
        if not (isinstance(value := getattr(info, name), str) and value.strip()):
            raise Wrong(f"{info.id} whose {name} is {value!r}, expected a text")
    for name, allowed in (("kind", get_args(Kind)), ("mode", get_args(Mode))):
        if (value := getattr(info, name)) not in allowed:
            raise Wrong(f"{info.id} whose {name} is {value!r}, expected one of {', '.join(allowed)}")
    if not _is_version(info.parser_version):
        raise Wrong(f"{info.id} whose parser_version is {info.parser_version!r}, expected 1, 2, 3 …")
    if not (info.schedule is None or isinstance(info.schedule, str)):
        raise Wrong(f"{info.id} whose schedule is {info.schedule!r}, expected a cron line or None")
    fields = info.personal_fields
    if not isinstance(fields, tuple) or not all(isinstance(field, str) for field in fields):
        raise Wrong(f"{info.id} whose personal_fields is {fields!r}, expected a tuple of names")


def _check_versioned(item: Any, base: type[Rule | Matcher]) -> None:
    if isinstance(item, type):
        raise Wrong(f"the class {item.__name__}, expected an object: {item.__name__}()")
    if not isinstance(item, base):
        raise Wrong(f"{_type(item)}, expected a {base.__name__}")
    ident = getattr(item, "id", None)
    if not _matches(_RULE_ID, ident):
        raise Wrong(f"{_type(item)} whose id is {ident!r}, expected letters, digits and - _ . :")
    if not _is_version(getattr(item, "version", None)):
        raise Wrong(f"{ident} whose version is {item.version!r}, expected 1, 2, 3 …")


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _is_version(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _type(item: Any) -> str:
    return "None" if item is None else type(item).__name__
