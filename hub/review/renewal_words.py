"""A renewal in words: how long its window stays open, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.clauses.wording import NBSP, number
from hub.review.printed import day

_YEAR = 366


def standing(renewal: Mapping[str, Any], today: date) -> str:
    """``ouverte, encore 100 jours`` · ``s’ouvre dans 12 jours`` · ``passée depuis 3 jours``. An opening
    over a year away is told by its date."""
    opens, closes = (date.fromisoformat(renewal["window"][name]) for name in ("from", "to"))
    if renewal["window_state"] == "a_venir":
        away = (opens - today).days
        return f"s’ouvre dans {_days(away)}" if away <= _YEAR else f"s’ouvre le {day(opens)}"
    if renewal["window_state"] == "passee":
        return f"passée depuis {_days((today - closes).days)}"
    left = (closes - today).days
    return f"ouverte, encore {_days(left)}" if left else "ouverte, dernier jour"


def next_step(renewal: Mapping[str, Any]) -> str:
    """What to do, in a sentence."""
    if renewal["window_state"] == "a_venir":
        return f"Y revenir le {day(renewal['window']['from'])}, quand le besoin suivant se prépare."
    if renewal["window_state"] == "passee":
        return "Chercher l’avis suivant de cet acheteur : la consultation est sans doute écrite."
    return f"Joindre l’acheteur avant le {day(renewal['window']['to'])}, pendant qu’il définit son besoin."


def _days(count: int) -> str:
    return f"{number(count)}{NBSP}jour{'s' if count > 1 else ''}"
