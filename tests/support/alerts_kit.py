"""A mail server on loopback whose answers are scripted, and a hub that tells people by it."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import people_kit
import toy_hub
from aiosmtpd.controller import Controller

from hub.access.accounts import Profile
from hub.access.person import Person, person_of
from hub.app import Hub, open_hub
from hub.pipeline.clock import Clock
from hub.settings import load_settings
from hub.store import accounts

NOW = datetime(2026, 9, 10, 6, 30, tzinfo=UTC)
store_in = people_kit.empty_store


class Hands(people_kit.Hands):
    """A clock that stands still until it is moved, on a morning before offers are due."""

    def __init__(self) -> None:
        super().__init__()
        self.time = NOW


class Sink:
    """Takes letters. ``answers`` are given first, one a letter; ``refused`` are addresses that do not
    exist; ``delay_s`` is how long it thinks."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.sizes: list[int] = []
        self.answers: list[str] = []
        self.refused: set[str] = set()
        self.delay_s = 0.0
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.delay_s)
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            self.letters.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
            self.sizes.append(len(envelope.content))
        return answer

    def texts(self) -> list[str]:
        """The plain text of each letter."""
        return [body_of(letter, "plain") for letter in self.letters]


def body_of(letter: EmailMessage, kind: str) -> str:
    """The text or HTML of a letter."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@contextmanager
def serving(sink: Sink, port: int = 0, **how: Any) -> Iterator[Sink]:
    """The sink, listening."""
    controller = Controller(sink, hostname="127.0.0.1", port=port or free_port(), **how)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mail_settings(port: int) -> dict[str, str]:
    """A hub that writes by this port."""
    return {
        "HUB_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "HUB_MAIL_FROM": "Passerelle <veille@example.fr>",
        "HUB_PUBLIC_URL": "https://passerelle.example.fr",
    }


@contextmanager
def telling_hub(url: str, hands: Hands, script: Sequence[Any] = (), **environ: str) -> Iterator[Hub]:
    """A hub with the toy source, whose clock is in the test's hands."""
    settings = load_settings({"HUB_DATABASE_URL": url, **environ}, Path("/nonexistent"))
    source = toy_hub.Toy([*script, toy_hub.DONE])
    hub = open_hub(settings, plugins=[toy_hub.plugin(source)], clock=Clock(now=hands))
    hub.toy = source  # type: ignore[attr-defined]
    try:
        yield hub
    finally:
        hub.close()


def notice(key: str, **body: Any) -> Any:
    """A call of the toy source that may still be acted on: offers are due in a month."""
    known = {
        "title": f"Nettoyage des locaux {key}",
        "deadline": "2026-10-20T12:00:00+02:00",
        "cpv": ["90910000"],
        "nature": "services",
        "buyers": [{"name": f"Syndicat des deux rives {key}"}],
        "lots": [],
    }
    return toy_hub.raw(key, **{**known, **body})


def scouted(hub: Hub, *script: Any) -> None:
    """The source gives these, and all stages go by."""
    hub.toy.script = [*script, toy_hub.DONE]  # type: ignore[attr-defined]
    report = hub.sync("toy")
    assert report.status == "succeeded", report
    hub.conclude([report])


def somebody(hub: Hub, login: str = "camille", **how: Any) -> Person:
    """An account with an address."""
    role = how.pop("role", "facilitation")
    hub.add_account(Profile(login, role, email=f"{login}@example.fr", **how), by="test")
    with hub.store.read() as connection:
        row = accounts.by_login(connection, login)
    assert row is not None
    return person_of(row)
