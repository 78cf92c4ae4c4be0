"""A hub with marchés, renewals and employers for the tests of the pages, and the pages as one reads them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import people_kit as kit
import pytest
import toy_hub
from toy_registry import WHOLE, Registry, entry

from hub.app import Hub
from hub.plugin_api import RawRecord

GREEN = "creation-et-entretien-des-espaces-verts"
LA_MURE = {"insee": "38269", "departement": "38"}
BOURG = {"insee": "38052", "departement": "38"}
HOSTILE = "<script>alert(1)</script> \u202e\x1b[31m"
"""A name that would run, turn the line around, and colour a terminal."""
_TAGS = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]+>", re.DOTALL)


def contract(key: str, published: str = "2023-09-01", **facts: Any) -> RawRecord:
    """An awarded contract of four years at La Mure, which comes back."""
    body = {
        "kind": "result",
        "title": "Entretien des espaces verts communaux",
        "published": published,
        "cpv": ["77310000"],
        "nature": "services",
        "duration_months": 48,
        "buyers": [{"name": f"Commune {key}"}],
        "places": [LA_MURE],
    }
    return toy_hub.raw(key, **{**body, **facts})


def quickly() -> Iterator[None]:
    """Cheap passwords for as long as a module's tests last."""
    with pytest.MonkeyPatch.context() as patch:
        yield from kit.quick_passwords(patch)


class Browsers:
    """A browser for each person, signed in once."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._open: dict[str, Any] = {}

    def __getitem__(self, login: str) -> Any:
        if login not in self._open:
            self._open[login] = kit.signed_in(self.hub, login)
        return self._open[login]


@contextmanager
def pages_hub(
    url: str, contracts: Iterable[Any] = (), employers: Iterable[Any] = (), hands: kit.Hands | None = None
) -> Iterator[Hub]:
    """A hub on 24 November 2026 over these notices and this registry, all stages done."""
    notices, registry = toy_hub.Toy([*contracts, toy_hub.DONE]), Registry([*employers, WHOLE])
    with toy_hub.toy_hub(
        url, toy_hub.plugin(notices, registry), today="2026-11-24", now=hands or kit.Hands()
    ) as hub:
        hub.conclude([hub.sync("toy"), hub.sync("registre")])
        yield hub


def employer(key: str, **facts: Any) -> RawRecord:
    """An entry of the registry: an EI of green spaces at La Mure."""
    body = {"name": f"Entreprise {key}", "kind": "EI", "address": LA_MURE, "sectors": [GREEN]}
    return entry(key, **{**body, **facts})


def text_of(page: str) -> str:
    """What a page says, on one line."""
    return re.sub(r"\s+", " ", html.unescape(_TAGS.sub(" ", page))).strip()


def nothing_hostile(page: str) -> None:
    """Nothing of :data:`HOSTILE` runs, turns or colours."""
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page, "the name is shown, as text"
    assert not {"\u202e", "\x1b"} & set(page)
    assert not re.search(r"\sstyle=|\son[a-z]+=", page), "the policy forbids inline style and script"


def post(client: Any, path: str, page: str, **fields: Any) -> Any:
    """Send a form with the token that ``page`` carries."""
    return client.post(path, data={"csrf": kit.csrf_in(client.get(page).text), **fields})
