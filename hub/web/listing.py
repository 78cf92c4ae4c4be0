"""A long list in pages: the filters as chosen, the addresses of the pages beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from hub.web.filters import read_number

_FAR = 10**9


@dataclass(frozen=True)
class Listing:
    """Where one is: ``chosen`` are the query's parameters that say something, the cursor left out."""

    path: str
    size: int
    start: int = 0
    chosen: Mapping[str, str] = field(default_factory=dict)
    total: int = 0

    def link(self, **changed: Any) -> str:
        """This list with some parameters changed; ``None`` takes one away."""
        kept = {name: value for name, value in {**self.chosen, **changed}.items() if value is not None}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def without(self, *names: str) -> str:
        """The query without these parameters, with its ``?``: what an export of the same list takes."""
        kept = {name: value for name, value in self.chosen.items() if name not in names}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def earlier(self) -> str | None:
        """The page before, if there is one."""
        if not self.start:
            return None
        return self.link(cursor=max(0, self.start - self.size) or None)

    @property
    def following(self) -> str | None:
        """The page after, if there is one."""
        after = self.start + self.size
        return self.link(cursor=after) if after < self.total else None


def listing(path: str, params: Mapping[str, str], size: int) -> Listing:
    """Read a query; raises :class:`hub.web.filters.FilterInvalid` for a cursor that is no number."""
    chosen = {name: value for name, value in params.items() if value and name != "cursor"}
    return Listing(path, size, read_number(params, "cursor", 0, _FAR), chosen)
