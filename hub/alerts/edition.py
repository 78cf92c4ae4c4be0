"""One edition of an alert: what it tells is composed, then written to the outbox and announced at once.

Composed in a reading transaction, so that nobody waits for it to write; written only if no one else looked
at the alert meanwhile. From then on the letter is the store's: it leaves later, or again, but its content
is never made twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from hub.access.person import Person
from hub.alerts.channels import MAIL
from hub.alerts.compose import Letter, Paper, compose
from hub.alerts.news import News, news
from hub.alerts.scope import scope_of
from hub.pipeline.clock import Clock
from hub.review.digest import Digest
from hub.settings import HubSettings
from hub.store import alerts, outbox, saved_searches
from hub.store.bulk import Row
from hub.store.engine import Store


def gathered(
    connection: Connection, alert: Row, person: Person, labels: Mapping[str, str], clock: Clock
) -> News:
    """What the alert has to tell this person now."""
    search = alert["search"] and saved_searches.one(connection, alert["account"], alert["search"])
    scope = scope_of(search or None, alert["territory"], labels, person.territories)
    return news(connection, alert, scope, clock)


def written(digest: Digest, settings: HubSettings, labels: Mapping[str, str], channel: str) -> Letter:
    """The digest as a letter; what goes to a team's channel holds no link that ends a person's alert."""
    return compose(digest, Paper(settings.public_url, labels, leave=channel == MAIL))


def publish(
    store: Store,
    alert: Row,
    found: News,
    letter: Letter,
    settings: HubSettings,
    clock: Clock,
    began: datetime,
) -> int | None:
    """Announce and put in the outbox, in one transaction; the letter's number. ``None``: nothing to tell,
    or somebody else did it."""
    now = clock.now()
    told = [{"alert": alert["id"], "at": now, **row} for row in found.told]
    with store.write() as connection:
        if not alerts.look(connection, alert, {"since": began, "last_day": clock.today}):
            return None
        alerts.announce(connection, told)
        if not found.digest.total:
            return None
        return outbox.add(connection, row_of(alert, letter, settings, now, _items(found.digest)))


def row_of(
    alert: Row, letter: Letter, settings: HubSettings, now: datetime, items: list[dict[str, str]]
) -> Row:
    """A letter of this alert as a row of the outbox, to be sent now."""
    return {
        "alert": alert["id"],
        "account": alert["account"],
        "channel": alert["channel"],
        "message_id": _message_id(settings.mail_from),
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "items": items,
        "state": outbox.WAITING,
        "attempts": 0,
        "next_try": now,
        "created": now,
    }


def _message_id(sender: str | None) -> str:
    """Random and kept with the letter, not made of its number: a store made anew would number its letters
    from one again, and mail programs would hide them as copies of the old ones."""
    domain = parseaddr(sender or "")[1].rpartition("@")[2] or "passerelle.invalid"
    return f"<digest.{uuid4().hex}@{domain}>"


def _items(digest: Digest) -> list[dict[str, Any]]:
    return [
        {"what": section.what, "id": entry.id} for section in digest.sections for entry in section.entries
    ]
