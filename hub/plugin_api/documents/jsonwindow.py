"""A sliding window over JSON text that finds where values end, without building them.

The bytes are held as latin-1: one character is one byte, so slices are exact, and the structure of
JSON is ASCII in any case.
"""

from __future__ import annotations

import re

from hub.plugin_api.documents.streams import RawSource
from hub.plugin_api.errors import HubError

_BLANKS = re.compile(r"[ \t\r\n]*+")
_SEPARATORS = re.compile(r"[ \t\r\n,]*+")
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.S)
_SCALAR = re.compile(r'[^\s,:"{}\[\]]*+')
_GAP = re.compile(r'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+', re.S)
_GAP_ONE_LINE = re.compile(r'[^"{}\[\]]*+(?:"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"[^"{}\[\]]*+)*+')
_OBJECT_LINE = "\n{"
_MAX_DEPTH = 5000  # no reader takes half of it


class Broken(Exception):
    """The text at the window's position is not JSON."""


class Truncated(Exception):
    """The text ended inside a value."""


class TooLarge(Exception):
    """An item outgrew its limit."""


class Window:
    """The text from ``mark``, where the pending item began, or from ``pos``.

    Both count from the start of ``text``, so they move whenever it is filled. A *soft* mark keeps
    an object that may turn out to be a mere wrapper: it is let go at the limit.
    """

    def __init__(self, source: RawSource, chunk: int, limit: int) -> None:
        self.text = ""
        self.pos = 0
        self.mark: int | None = None
        self.soft = False
        self.failure: HubError | None = None
        self._source, self._chunk, self.limit = source, chunk, limit

    def begin(self, *, soft: bool = False) -> None:
        """Mark the item that begins here."""
        self.mark, self.soft = self.pos, soft

    def release(self) -> None:
        """The marked object is a wrapper: it need not be kept."""
        self.mark, self.soft = None, False

    def take(self) -> bytes:
        """The bytes from the mark up to here."""
        if self.mark is None or self.pos - self.mark > self.limit:
            raise self._too_large()
        payload = self.text[self.mark : self.pos].encode("latin-1")
        self.release()
        return payload

    def peek(self, *, commas: bool = False) -> str:
        """The next character that is not blank (nor a comma), or ``""`` at the end."""
        blanks = _SEPARATORS if commas else _BLANKS
        while True:
            self.pos = blanks.match(self.text, self.pos).end()  # type: ignore[union-attr]  # always matches
            if self.pos < len(self.text):
                return self.text[self.pos]
            if not self.fill():
                return ""

    def next(self) -> str:
        """Like ``peek`` where the text may not end."""
        char = self.peek()
        if not char:
            raise Truncated("the file ends inside an object or an array")
        return char

    def string(self) -> str:
        """The string here, quotes included; moves past it."""
        while True:
            match = _STRING.match(self.text, self.pos)
            if match:
                self.pos = match.end()
                return match.group()
            self._fill_item()

    def skip(self, *, one_line: bool) -> None:
        """Move past the value here. ``one_line``: a string or a container that runs into the next
        line of JSON lines is ``Broken`` there, instead of swallowing all that follows."""
        char = self.text[self.pos]
        if char == '"':
            self.string()
        elif char in "{[":
            self._skip_container(one_line)
        else:
            self._skip_scalar()

    def fill(self) -> bool:
        """Read more text. False at the end of the stream, or where it failed."""
        if self.soft and self.mark is not None and len(self.text) - self.mark > self.limit:
            self.mark = None
        if len(self.text) - self._kept() > self.limit:
            raise self._too_large()
        return self._grow()

    def rest(self, cut: int) -> bytes:
        """What is left from the pending item on, ``cut`` bytes at most."""
        self._rewind()
        while len(self.text) - self.pos < cut and self._grow():
            pass
        return self.text[self.pos : self.pos + cut].encode("latin-1")

    def skip_to_object_line(self, cut: int) -> bytes:
        """Drop the pending item: move to the next line that begins with ``{``; return what was dropped."""
        self._rewind()
        dropped = ""
        while (found := self.text.find(_OBJECT_LINE, self.pos)) < 0:
            tail = max(self.pos, len(self.text) - 1)
            dropped += self.text[self.pos : tail][: cut - len(dropped)]
            self.pos = tail
            if not self._grow():
                found = len(self.text)
                break
        dropped += self.text[self.pos : found][: cut - len(dropped)]
        self.pos = min(found + 1, len(self.text))
        return dropped.encode("latin-1")

    def _skip_scalar(self) -> None:
        while True:
            end = _SCALAR.match(self.text, self.pos).end()  # type: ignore[union-attr]  # always matches
            if end < len(self.text):
                break
            self._fill_item()
        if end == self.pos:
            raise Broken(f"unexpected {self.text[end]!r}")
        self.pos = end

    def _skip_container(self, one_line: bool) -> None:
        gap = _GAP_ONE_LINE if one_line else _GAP
        depth, bracket = 0, ""
        while depth or not bracket:
            at = gap.match(self.text, self.pos).end()  # type: ignore[union-attr]  # always matches
            if at == len(self.text) or self.text[at] == '"':
                if one_line and self.text.find("\n", at) >= 0:
                    raise Broken("a string is not closed on its line")
                self._fill_item()
                continue
            if one_line and self._is_next_line(at, bracket):
                raise Broken("an object or an array is not closed on its line")
            bracket = self.text[at]
            depth += 1 if bracket in "{[" else -1
            if depth > _MAX_DEPTH:
                raise Broken(f"more than {_MAX_DEPTH} levels")
            self.pos = at + 1

    def _is_next_line(self, at: int, bracket: str) -> bool:
        """Whether a new object begins a line where JSON allows none: the line before was cut."""
        if not self.text.startswith(_OBJECT_LINE, at - 1) or at == self.pos:
            return False
        before = self.text[self.pos : at].rstrip()[-1:] or bracket
        return before not in {":", ",", "["}

    def _fill_item(self) -> None:
        if not self.fill():
            raise Truncated("the file ends inside an item")

    def _kept(self) -> int:
        return self.pos if self.mark is None else self.mark

    def _grow(self) -> bool:
        kept = self._kept()
        more = self._read(max(self._chunk, min(len(self.text) - kept, 8 * self._chunk)))
        self.text = self.text[kept:] + more
        self.pos -= kept
        self.mark = None if self.mark is None else 0
        return bool(more)

    def _read(self, size: int) -> str:
        pieces: list[bytes] = []
        try:
            while size > 0 and (piece := self._source.pull(size)):
                pieces.append(piece)
                size -= len(piece)
        except HubError as error:  # kept for after the items that came before it
            self.failure = error
        return b"".join(pieces).decode("latin-1")

    def _rewind(self) -> None:
        self.pos = self._kept()
        self.release()

    def _too_large(self) -> TooLarge:
        return TooLarge(f"an item of more than {self.limit} bytes")
