"""What a person asks to be told of, checked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from hub.access.opaque import new_token
from hub.access.person import DECIDE, Person
from hub.alerts.channels import MAIL
from hub.alerts.errors import AlertInvalid
from hub.pipeline.clock import PARIS
from hub.review.digest import WHAT
from hub.store import alerts, saved_searches
from hub.store.bulk import Row

DAILY, WEEKLY = "daily", "weekly"
CADENCES: Final = {DAILY: "chaque jour", WEEKLY: "chaque semaine"}
WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
MOST: Final = 20


@dataclass(frozen=True)
class Wish:
    """An alert as asked for: of a saved ``search``, of a ``territory``, or (neither) of all marchés."""

    search: int | None = None
    territory: str | None = None
    cadence: str = DAILY
    weekday: int | None = None
    channel: str = MAIL
    what: tuple[str, ...] = tuple(WHAT)


def add(connection: Connection, person: Person, wish: Wish, channels: Collection[str], now: datetime) -> Row:
    """Write a new alert; raises :class:`AlertInvalid`."""
    if len(alerts.listed(connection, person.id)) >= MOST:
        raise AlertInvalid(f"Un compte a au plus {MOST} alertes : en supprimer une d’abord.")
    row = {
        "account": person.id,
        "key": new_token(),
        "created": now,
        **checked(connection, person, wish, channels),
    }
    return {**row, "id": alerts.add(connection, row)}


def checked(connection: Connection, person: Person, wish: Wish, channels: Collection[str]) -> Row:
    """The columns of a wish; raises :class:`AlertInvalid`."""
    _check_object(connection, person, wish)
    what = [code for code in WHAT if code in wish.what]
    if not what:
        raise AlertInvalid("Choisir au moins une chose à annoncer.")
    if wish.cadence not in CADENCES:
        raise AlertInvalid(f"« {wish.cadence[:20]} » n’est pas un rythme : {', '.join(CADENCES)}.")
    weekday = (wish.weekday or 0) if wish.cadence == WEEKLY else None
    if weekday is not None and not 0 <= weekday < len(WEEKDAYS):
        raise AlertInvalid("Ce jour n’existe pas : de 0, lundi, à 4, vendredi.")
    if wish.channel != MAIL:
        _check_channel(person, wish.channel, channels)
    return {
        "search": wish.search,
        "territory": wish.territory,
        "cadence": wish.cadence,
        "weekday": weekday,
        "channel": wish.channel,
        "what": what,
    }


def _check_object(connection: Connection, person: Person, wish: Wish) -> None:
    if wish.search is not None and wish.territory is not None:
        raise AlertInvalid("Une alerte porte sur une recherche ou sur un territoire.")
    if wish.search is not None and saved_searches.one(connection, person.id, wish.search) is None:
        raise AlertInvalid("Cette recherche n’existe pas.", code="unknown-search")
    if wish.territory is not None and not person.sees([wish.territory]):
        raise AlertInvalid("Ce territoire n’existe pas.", code="unknown-territory")


def _check_channel(person: Person, name: str, channels: Collection[str]) -> None:
    if name not in channels:
        raise AlertInvalid(f"« {name[:40]} » n’est pas un canal réglé.", code="channel-unknown-invalid")
    if not person.may(DECIDE):
        raise AlertInvalid("Écrire dans le canal de l’équipe demande le rôle de facilitation.")


def is_day(alert: Row, today: date) -> bool:
    """Whether a digest is due on this day: every day, or once its weekday came since the last one. A day
    on which nothing ran is made up for on the next."""
    if alert["cadence"] == DAILY:
        return True
    came = today - timedelta(days=(today.weekday() - alert["weekday"]) % 7)
    last: date | None = alert["last_day"]
    return came > last if last is not None else came >= alert["created"].astimezone(PARIS).date()
