"""Invented identities that nobody holds, and choices that never change."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from hub.testing.demo.model import Plan

T = TypeVar("T")

_SPACE = uuid.UUID("0b0a3f52-6a3c-5d0e-9d5e-8d6f0c7e1a11")


def _luhn_digit(digits: str) -> str:
    total = 0
    for position, char in enumerate(reversed(digits)):
        n = int(char) * (1 if position % 2 else 2)
        total += n - 9 if n > 9 else n
    return str(-total % 10)


def siren(number: int) -> str:
    """An invented SIREN, ``99999nnnc``: valid, and beyond the numbers that are allotted."""
    body = f"99999{number:03d}"
    return body + _luhn_digit(body)


def siret(number: int) -> str:
    """The SIRET of its head office: NIC ``0001c``."""
    body = f"{siren(number)}0001"
    return body + _luhn_digit(body)


def uid(*parts: str) -> str:
    """A UUID that depends only on ``parts``."""
    return str(uuid.uuid5(_SPACE, "/".join(parts)))


def procedure_id(plan: Plan) -> str:
    """BT-04, the same in all the notices of a marché."""
    return uid("procedure", plan.marche.key)


def notice_id(plan: Plan) -> str:
    """BT-701."""
    return uid("notice", plan.marche.key, plan.act, plan.idweb.partition("-")[2])


def draw(below: int, *parts: object) -> int:
    """A number under ``below`` that depends only on ``parts``: the same on every machine and day."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def pick(options: Sequence[T], *parts: object) -> T:
    """One of ``options``, chosen by ``parts`` alone."""
    return options[draw(len(options), *parts)]
