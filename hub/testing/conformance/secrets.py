"""Secrets that can be recognised wherever they come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, SecretBytes, SecretStr

MARK = "s3cr3t-mark-of-the-kit"


def with_marked_secrets(model: type[BaseModel], given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with every secret that is required, or that was given, replaced by a marked one."""
    filled = dict(given)
    for name, field in model.model_fields.items():
        if _is_secret(field.annotation) and (field.is_required() or name in given):
            filled[name] = f"{MARK}-{name}"
    return filled


def _is_secret(annotation: Any) -> bool:
    kinds = (annotation, *get_args(annotation))
    return any(isinstance(kind, type) and issubclass(kind, SecretStr | SecretBytes) for kind in kinds)
