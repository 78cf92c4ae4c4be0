"""What could not be read in a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hub.plugin_api import Finding
from hub_procurement_feed.decp.printed import Unread

T = TypeVar("T")


class Notes:
    """The findings of one record, each once."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def add(self, code: str, field: str, printed: str = "") -> None:
        """Note that ``field`` holds something that could not be read, or not be believed."""
        value = printed[:200].encode("utf-8", "replace").decode()  # half a surrogate pair is no text
        self._found[Finding(code=code, field=field, value=value)] = None

    def take(
        self, field: str, printed: str, reader: Callable[[str], T], code: str = "unreadable"
    ) -> T | None:
        """What ``reader`` makes of ``printed``; ``None`` when there is nothing, or with a finding."""
        if not printed:
            return None
        try:
            return reader(printed)
        except Unread as error:
            self.add(error.code, field, printed)
        except (ValueError, ArithmeticError):
            self.add(code, field, printed)
        return None

    def findings(self) -> tuple[Finding, ...]:
        """In the order in which they were met."""
        return tuple(self._found)
