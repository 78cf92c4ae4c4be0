"""Reading the keys of a TOML table by type, keeping every problem instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any


class KeyReader:
    """One table. Each read checks a type; :meth:`finish` returns the problems, unknown keys included."""

    def __init__(self, data: Mapping[str, Any], prefix: str = "", problems: list[str] | None = None) -> None:
        self._data = data
        self._prefix = prefix
        self._problems: list[str] = [] if problems is None else problems
        self._known: list[str] = []
        self._inner: list[KeyReader] = []

    def problem(self, key: str, what: str) -> None:
        """Note what is wrong with ``key``."""
        self._problems.append(f"clé `{self._prefix}{key}` : {what}")

    def finish(self) -> list[str]:
        """All problems of this table and of those inside it."""
        for table in self._inner:
            table.finish()
        for key in sorted(self._data.keys() - set(self._known)):
            near = get_close_matches(key, self._known, n=1)
            hint = f"peut-être `{near[0]}` ?" if near else f"les clés : {', '.join(sorted(self._known))}"
            self.problem(key, f"clé inconnue ({hint})")
        return self._problems

    def text(self, key: str, *, required: bool = False) -> str:
        """A text, ``""`` when absent or wrong."""
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None:
            self.problem(key, f"un texte est attendu, pas {value!r}")
        elif required:
            self.problem(key, "manque")
        return ""

    def number(self, key: str, lowest: float, highest: float) -> float | None:
        """A number from ``lowest`` to ``highest``, ``None`` when absent or wrong."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
            self.problem(key, f"un nombre de {lowest:g} à {highest:g} est attendu, pas {value!r}")
            return None
        return value

    def codes(self, key: str, read: Callable[[str], str]) -> tuple[str, ...]:
        """A list of texts, each passed through ``read``, which raises ``ValueError`` with what is wrong."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.problem(key, f"une liste de textes est attendue, pas {value!r}")
            return ()
        return tuple(dict.fromkeys(code for item in value if (code := self._code(key, item, read))))

    def _code(self, key: str, item: Any, read: Callable[[str], str]) -> str | None:
        if not isinstance(item, str):
            self.problem(key, f'{item!r} s’écrit entre guillemets ("{item}")')
            return None
        try:
            return read(item.strip())
        except ValueError as error:
            self.problem(key, str(error))
            return None

    def table(self, key: str) -> KeyReader:
        """The table below ``key``; an empty one when it is absent or wrong."""
        value = self._take(key)
        if value is not None and not isinstance(value, dict):
            self.problem(key, f"une table est attendue, pas {value!r}")
        return self._below(key, value if isinstance(value, dict) else {})

    def tables(self, key: str) -> list[KeyReader]:
        """The list of tables below ``key``. A text stands for a table with only a name."""
        value = self._take(key)
        items = value if isinstance(value, list) else []
        entries = [{"name": item} if isinstance(item, str) else item for item in items]
        if value is not None and not (isinstance(value, list) and all(isinstance(e, dict) for e in entries)):
            self.problem(key, f"une liste de tables est attendue, pas {value!r}")
            return []
        return [self._below(f"{key}[{at}]", entry) for at, entry in enumerate(entries)]

    def _below(self, key: str, data: Mapping[str, Any]) -> KeyReader:
        reader = KeyReader(data, f"{self._prefix}{key}.", self._problems)
        self._inner.append(reader)
        return reader

    def _take(self, key: str) -> Any:
        self._known.append(key)
        return self._data.get(key)
