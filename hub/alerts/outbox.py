"""Sending what waits.

A letter leaves once, as far as SMTP allows: it is marked after the server took it, so a crash between the
two sends it again, under the same ``Message-ID``, by which mail programs show one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from types import TracebackType
from typing import Any, Final

from hub.alerts import channels, unsubscribe
from hub.alerts.compose import LEAVE
from hub.alerts.errors import Undelivered
from hub.alerts.mail import Envelope, Mailer
from hub.plugin_api.errors import HubError
from hub.settings import HubSettings
from hub.settings.relay import relay_of
from hub.store import alerts, outbox
from hub.store.bulk import Row
from hub.store.engine import Store

Json = dict[str, Any]
DELAYS: Final = tuple(timedelta(minutes=each) for each in (5, 15, 60, 240, 720, 1440))
PATIENCE: Final = timedelta(days=7)
KEPT: Final = timedelta(days=30)
MOST_FAILURES: Final = 3


@dataclass
class Delivered:
    """How many letters left, wait or failed, and the errors by code, each once."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    errors: dict[str, HubError] = field(default_factory=dict)


class Post:
    """The ways out: one mail connection, and the channels of the settings."""

    def __init__(self, settings: HubSettings) -> None:
        self.settings = settings
        self._open = ExitStack()
        self._mailer: Mailer | None = None
        self._shut: dict[str, Undelivered] = {}

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def check(self, channel: str) -> None:
        """Raise :class:`Undelivered` when the settings have no such way out."""
        if channel == channels.MAIL:
            if not (self.settings.smtp_url and self.settings.mail_from):
                missing = "HUB_MAIL_FROM" if self.settings.smtp_url else "HUB_SMTP_URL"
                raise Undelivered(
                    f"Les courriels ne sont pas réglés : il manque {missing}.",
                    code="mail-not-configured",
                    next_step="Régler HUB_SMTP_URL (smtp://…) et HUB_MAIL_FROM (l’adresse qui écrit).",
                    for_all=True,
                )
        elif channel not in self.settings.channels:
            raise Undelivered(
                f"Le canal « {channel} » n’est plus réglé.",
                code="channel-unknown",
                next_step=f"Régler HUB_CHANNELS__{channel.upper()}, ou choisir un autre canal.",
                for_all=True,
            )

    def send(self, row: Row, now: datetime) -> None:
        """Send a letter (a row of ``outbox.waiting``); raises :class:`Undelivered`."""
        channel = row["channel"]
        # A server that is down would be waited for as many times as there are letters.
        if (shut := self._shut.get(channel)) is not None:
            raise shut
        try:
            self.check(channel)
            self._send(row, now)
        except Undelivered as error:
            if error.for_all:
                self._shut[channel] = error
            raise

    def _send(self, row: Row, now: datetime) -> None:
        public = self.settings.public_url
        leave = unsubscribe.link(public, row["alert"], row["alert_key"]) if public else None
        text, html = row["text"].replace(LEAVE, leave or ""), row["html"].replace(LEAVE, escape(leave or ""))
        if row["channel"] != channels.MAIL:
            address = self.settings.channels[row["channel"]].get_secret_value()
            channels.notify(row["channel"], address, row["subject"], text)
            return
        if not row["email"]:
            raise Undelivered(
                f"Le compte « {row['login']} » n’a pas d’adresse électronique.",
                code="mail-address-missing",
                next_step=f"hub accounts change {row['login']} --email ADRESSE",
                lasting=True,
            )
        envelope = Envelope(row["email"], row["subject"], text, html, row["message_id"], now, leave)
        self._mail().send(envelope)

    def _mail(self) -> Mailer:
        if self._mailer is None:
            assert self.settings.smtp_url is not None
            relay = relay_of(self.settings.smtp_url.get_secret_value())
            self._mailer = self._open.enter_context(Mailer(relay, self.settings.mail_from or ""))
        return self._mailer


def deliver(
    store: Store,
    post: Post,
    now: Callable[[], datetime],
    *,
    until: datetime | None = None,
    only: int | None = None,
    beat: Callable[[], None] = lambda: None,
) -> Delivered:
    """Send the letters that wait: all, those whose time has come, or one. ``beat`` is called before each."""
    done = Delivered()
    with store.read() as connection:
        waiting = outbox.waiting(connection, until=until, only=only)
    for row in waiting:
        beat()
        error = _tried(post, row, now())
        if error is not None:
            done.errors.setdefault(error.code, error)
        _settle(store, row, error, now(), done)
    return done


def _tried(post: Post, row: Row, now: datetime) -> Undelivered | None:
    if row["disabled"] is not None:
        return Undelivered("Le compte est désactivé.", code="account-disabled", lasting=True)
    try:
        post.send(row, now)
    except Undelivered as error:
        return error
    return None


def _settle(store: Store, row: Row, error: Undelivered | None, now: datetime, done: Delivered) -> None:
    if error is None:
        done.sent += 1
        values: dict[str, Any] = {"state": outbox.SENT, "sent_at": now, "error": None}
    else:
        values = {"error": error.as_dict(), **_after(row, error, now)}
        if values["state"] == outbox.WAITING:
            done.waiting += 1
        else:
            done.failed += 1
    values["attempts"] = row["attempts"] + 1
    with store.write() as connection:
        outbox.change(connection, row["id"], values, state=outbox.WAITING)
        alerts.change(connection, row["alert"], _reputation(row, values["state"], now))


def _after(row: Row, error: Undelivered, now: datetime) -> Mapping[str, Any]:
    """What becomes of a letter that did not leave."""
    if error.lasting:
        return {"state": outbox.FAILED}
    if now - row["created"] >= PATIENCE:
        return {"state": outbox.GIVEN_UP}
    return {"state": outbox.WAITING, "next_try": now + DELAYS[min(row["attempts"], len(DELAYS) - 1)]}


def _reputation(row: Row, state: str, now: datetime) -> Mapping[str, Any]:
    """An address that refuses several letters in a row gets no more: the server would take us for a
    nuisance."""
    if state in (outbox.SENT, outbox.WAITING):
        return {"failures": 0 if state == outbox.SENT else row["failures"]}
    failures = row["failures"] + 1
    return {"failures": failures, **({"paused": now} if failures >= MOST_FAILURES else {})}
