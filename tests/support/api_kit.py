"""Programs that call the API, each with a token of one person."""

from __future__ import annotations

from typing import Any

import people_kit as kit

from hub.access.person import Person, person_of
from hub.access.tokens import Wanted
from hub.app import Hub
from hub.store import accounts


def person(hub: Hub, login: str) -> Person:
    """The person of an account."""
    with hub.store.read() as connection:
        row = accounts.by_login(connection, login)
    assert row is not None
    return person_of(row)


def bearing(hub: Hub, login: str, scope: str) -> dict[str, str]:
    """The header of a new token of this person."""
    token, _ = hub.create_token(person(hub, login), Wanted("programme", scope))
    return {"authorization": f"Bearer {token}"}


class Program:
    """A program with a token."""

    def __init__(self, hub: Hub, login: str, scope: str) -> None:
        self.hub = hub
        self.client = kit.browser(hub)
        self.client.headers.update(bearing(hub, login, scope))

    def get(self, path: str, **how: Any) -> Any:
        """GET under ``/api``."""
        return self.client.get(f"/api{path}", **how)

    def send(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """Write under ``/api``."""
        return self.client.request(method, f"/api{path}", json={} if body is None else body)
