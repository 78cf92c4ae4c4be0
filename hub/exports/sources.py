"""Which sources a document draws from, and the mention that their licences ask for.

Every row, line, event and entry carries its own mention, because exports are split, filtered and pasted:
a note at the end of a CSV breaks the programs that read it, and a second file gets lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.exports.edition import Edition
from hub.review.printed import day

Json = dict[str, Any]


class Sources:
    """The credits of an edition; remembers those that its documents drew from."""

    def __init__(self, edition: Edition) -> None:
        self._known = {credit["connector"]: credit for credit in edition.credits}
        self._used: dict[str, Json] = {}

    def credited(self, document: Json) -> Json:
        """The document with ``provenance``: ``[{connector, title, publisher, licence, read}]``."""
        names = dict.fromkeys(_connectors(document))
        return {**document, "provenance": [self._used.setdefault(name, self._credit(name)) for name in names]}

    @property
    def used(self) -> list[Json]:
        """The sources of all documents so far, by connector."""
        return [self._used[name] for name in sorted(self._used)]

    def _credit(self, connector: str) -> Json:
        # A plugin that is no longer installed: its records stay, their licence is not known any more.
        unknown = {"publisher": "Éditeur inconnu", "licence": "Licence inconnue", "read": None}
        return self._known.get(connector, {"connector": connector, "title": connector, **unknown})


def _connectors(document: Json) -> Iterator[str]:
    """Of a marché or renewal by its notices, of an employer by its entries, of a run by itself."""
    for part in (*(document.get("notices") or ()), *(document.get("sources") or ())):
        yield part["connector"]
    if connector := document.get("connector"):
        yield connector


def mention(credit: Json) -> str:
    """``BOAMP, DILA. Licence Ouverte 2.0. Lu le 24/11/2026.``"""
    read = f" Lu le {day(credit['read'])}." if credit["read"] else ""
    return f"{credit['title']}, {credit['publisher']}. {credit['licence']}.{read}"


def mentions(credits_: list[Json]) -> str:
    """The mentions of several sources in one text."""
    return " ".join(mention(credit) for credit in credits_)
