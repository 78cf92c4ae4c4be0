"""What an export says of itself, beside its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Edition:
    """``title`` is for people; ``generated`` is an aware time, the only clock an export knows.

    ``credits`` are ``[{connector, title, publisher, licence, read}]``, as ``Hub.credits`` gives them.
    ``territories`` are names by id. ``base_url`` is where the pages are, without a final slash, when they
    can be reached; ``address`` is the export's own address, when it is served rather than saved.
    """

    title: str
    generated: datetime
    credits: Sequence[Json] = ()
    territories: Mapping[str, str] = field(default_factory=dict)
    base_url: str | None = None
    address: str | None = None

    def page(self, marche: str) -> str | None:
        """The address of a marché's page, when it is known."""
        return f"{self.base_url.rstrip('/')}/marches/{marche}" if self.base_url else None
