"""How one field of a settings model reads the text of a variable or of a secret file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, SecretBytes, SecretStr
from pydantic.fields import FieldInfo

# An author who typed a token as a plain string must not have it printed for that.
_SECRET_NAME = re.compile(r"token|secret|passw|api_?key", re.IGNORECASE)
_LISTS = (list, tuple, set, frozenset)
_NESTED = (*_LISTS, dict)


def is_secret(name: str, info: FieldInfo) -> bool:
    """Whether the field holds a secret, by its type or else by its name."""
    typed = any(part in (SecretStr, SecretBytes) for part in _types(info.annotation))
    return typed or bool(_SECRET_NAME.search(name))


def read_text(text: str, info: FieldInfo) -> Any:
    """``a,b`` for a list, JSON for what is nested, and the text itself for anything else.

    pydantic reads numbers, booleans and dates from text on its own.
    """
    types = list(_types(info.annotation))
    if text[:1] in ("[", "{") and any(map(_is_nested, types)):
        try:
            return json.loads(text)
        except ValueError:
            return text
    if any(part in _LISTS for part in types):
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _is_nested(part: Any) -> bool:
    return part in _NESTED or (isinstance(part, type) and issubclass(part, BaseModel))


def _types(annotation: Any) -> Iterator[Any]:
    yield get_origin(annotation) or annotation
    for argument in get_args(annotation):
        yield from _types(argument)
