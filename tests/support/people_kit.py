"""People for the tests of access: quick passwords, a clock one moves by hand, browsers that are signed in."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path

import pytest
import toy_hub
from argon2 import PasswordHasher

from hub.access import passwords
from hub.access.accounts import Profile
from hub.access.person import Person
from hub.app import Hub, open_hub
from hub.pipeline.clock import Clock
from hub.settings import load_settings
from hub.store import schema
from hub.store.engine import Store
from hub.web.app import create_app

with warnings.catch_warnings():
    # It would rather have httpx2, which nothing else here needs.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PASSWORD = "quatre chevaux bleus"
ROOT = "http://127.0.0.1:8451"
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **how: float) -> None:
        self.time += timedelta(**how)


def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """argon2 with the least work it accepts: these tests are not about its strength."""
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "PasswordHasher", cheap)
    passwords.passwords.cache_clear()
    yield
    passwords.passwords.cache_clear()


@lru_cache(maxsize=1)
def _empty_store() -> bytes:
    """The schema takes a second to make: once is enough for tests that are not about the store."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hub.sqlite3")
        store = Store(f"sqlite:///{path}")
        schema.migrate(store)
        store.close()  # the last connection folds the log into the file
        return path.read_bytes()


def empty_store(folder: Path) -> str:
    """The address of a new SQLite store that holds nothing."""
    path = folder / "hub.sqlite3"
    path.write_bytes(_empty_store())
    return f"sqlite:///{path}"


@contextmanager
def people_hub(url: str, hands: Hands, environ: Mapping[str, str] | None = None) -> Iterator[Hub]:
    """A hub with the toy plugin, whose clock is in the test's hands."""
    settings = load_settings({"HUB_DATABASE_URL": url, **(environ or {})}, Path("/nonexistent"))
    hub = open_hub(settings, plugins=[toy_hub.plugin(toy_hub.Toy())], clock=Clock(now=hands))
    try:
        yield hub
    finally:
        hub.close()


def someone(
    hub: Hub, login: str, role: str = "lecture", territories: tuple[str, ...] = (), email: str | None = None
) -> Person:
    """An account with :data:`PASSWORD`, and the person."""
    hub.add_account(Profile(login, role, email=email, territories=territories), by="test")
    cookie = hub.choose_password(hub.invite(login, by="test"), PASSWORD)
    session = hub.session(cookie)
    assert session is not None
    hub.close_session(session.person, session.id)
    return session.person


def browser(hub: Hub, *, address: str = "192.0.2.1") -> TestClient:
    """A browser that is not signed in and follows no redirect."""
    app = create_app(hub, hosts=["127.0.0.1"])
    return TestClient(app, base_url=ROOT, client=(address, 50000), follow_redirects=False)


def csrf_in(text: str) -> str:
    """The token that a page's forms carry."""
    found = _CSRF.search(text)
    assert found, text
    return found[1]


def sign_in(client: TestClient, login: str, password: str = PASSWORD, **fields: str):
    """Fill in and send the sign-in form."""
    csrf = csrf_in(client.get("/connexion").text)
    return client.post("/connexion", data={"csrf": csrf, "login": login, "password": password, **fields})


def signed_in(hub: Hub, login: str, **how: str) -> TestClient:
    """A browser where this person is signed in."""
    client = browser(hub, **how)
    assert sign_in(client, login).status_code == 303
    return client
