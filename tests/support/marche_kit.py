"""A hub with a few marchés and people, for the tests of their pages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import people_kit as kit
from starlette.testclient import TestClient
from toy_hub import DONE, Ticking, Toy, plugin, raw, toy_hub

from hub.app import Hub

CLAUSE = "Le titulaire réserve 140 heures d'insertion."
HOSTILE = '<script>alert("x")</script>\u202e & "clause"'

CORRECTED = CLAUSE.replace("140", "70")

OISANS: dict[str, Any] = {
    "title": f"Peinture {HOSTILE}",
    "cpv": ["45442100"],
    "value": {"amount": "300000"},
    "deadline": "2026-12-14T12:00:00+01:00",
    "url": "javascript:alert(1)",
    "documents_url": "https://dce.example/1",
    "places": [{"insee": "38052"}],
    "texts": [
        {"field": "BT-70-Lot", "text": f"{HOSTILE}\n{CLAUSE}", "role": "conditions"},
        {"field": "BT-24-Lot", "text": "Peinture des halls."},
    ],
    "codes": [{"field": "BT-775", "value": "opp"}],
}
LATER: dict[str, Any] = {
    **OISANS,
    "kind": "change",
    "form": "EFORMS/ContractNotice/16",
    "published": "2026-10-01",
    "links": [{"kind": "changes", "key": "1"}],
    "texts": [{"field": "BT-70-Lot", "text": f"{HOSTILE}\n{CORRECTED}", "role": "conditions"}],
}
AIN: dict[str, Any] = {"title": "Nettoyage", "places": [{"insee": "01004"}]}


@contextmanager
def marche_hub(folder: Path) -> Iterator[Hub]:
    """``1`` and its rectificatif ``1b`` in the Oisans, ``2`` in the Ain; ana and bob decide, leo reads,
    aya sees the Ain only."""
    path = folder / "hub.sqlite3"
    path.write_bytes(_prepared())
    with _opened(path, datetime(2026, 11, 24, 8, 0, tzinfo=UTC)) as hub:
        yield hub


@lru_cache(maxsize=1)
def _prepared() -> bytes:
    """Scouting and making accounts take a second: once is enough."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hub.sqlite3")
        kit.empty_store(Path(folder))
        with _opened(path, datetime(2026, 11, 24, 6, 0, tzinfo=UTC)) as hub:
            hub.conclude([hub.sync("toy")])
            for login, role in (("ana", "facilitation"), ("bob", "facilitation"), ("leo", "lecture")):
                kit.someone(hub, login, role)
            kit.someone(hub, "aya", "facilitation", ("ain",))
        return path.read_bytes()


def _opened(path: Path, start: datetime) -> AbstractContextManager[Hub]:
    script = [raw("1", **OISANS), raw("1b", **LATER), raw("2", **AIN), DONE]
    return toy_hub(f"sqlite:///{path}", plugin(Toy(script)), today="2026-11-24", now=Ticking(start))


class Page:
    """One person's browser on one marché."""

    def __init__(self, hub: Hub, login: str, marche: str = "1") -> None:
        self.client: TestClient = kit.signed_in(hub, login)
        self.id = hub.marche(marche)["id"]
        self.hub = hub
        self.csrf = kit.csrf_in(self.client.get("/compte").text)

    @property
    def address(self) -> str:
        """The page."""
        return f"/marches/{self.id}"

    def get(self, query: str = "") -> Any:
        """Open it."""
        return self.client.get(self.address + query)

    def post(self, action: str, **fields: str) -> Any:
        """Send a form of it."""
        return self.client.post(f"{self.address}/{action}", data={"csrf": self.csrf, **fields})

    def version(self) -> str:
        """The version that this page shows now."""
        return str(self.hub.marche(self.id)["review"]["version"])
