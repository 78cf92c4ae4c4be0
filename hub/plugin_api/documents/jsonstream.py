"""The items of a JSON file of any size, as exact slices of its bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from hub.plugin_api.documents.jsonwindow import Broken, TooLarge, Truncated, Window
from hub.plugin_api.documents.streams import Prefixed, RawSource, Transcoded

MIB = 1024 * 1024
_CHUNK = MIB
_MAX_DAMAGE = MIB

# Lenient on purpose: it only finds where an item ends. ``parse_json`` judges what is in it.
_decode = json.JSONDecoder(strict=False).raw_decode
_COMMA = re.compile(r"[ \t\r\n]*+,[ \t\r\n]*+")
_Paths = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class JsonItem:
    """One item: exactly its bytes in the file."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class JsonDamage:
    """Bytes that are no item (1 MiB of them at most) and why."""

    payload: bytes
    reason: str


def iter_json_items(
    stream: BinaryIO, keys: tuple[str, ...] = (), *, max_item_bytes: int = 64 * MIB
) -> Iterator[JsonItem | JsonDamage]:
    """Each record of a JSON file, in bounded memory, whichever way the publisher wrapped them.

    - a bare array: its items;
    - an object holding one of ``keys``, dotted paths such as ``results`` or ``marches.marche``: the
      items of the array found there, or the object found there. All paths that are present are
      read, in the order of the file; other members are skipped. Where a longer key goes on below
      an object, that object is entered instead of yielded;
    - an object with none of ``keys``: itself;
    - several of these after one another, separated by blanks, newlines or commas (JSON lines).

    What cannot be read is a :class:`JsonDamage`. In JSON lines reading goes on at the next line that
    begins with ``{``. A file cut short gives every whole item, then one damage with the rest; an item
    above ``max_item_bytes`` ends the reading. An error of the stream is raised after
    the whole items that came before it, instead of a damage.

    >>> import io
    >>> page = b'{"total": 2, "results": [{"id": 1}, {"id": 2'
    >>> for item in iter_json_items(io.BytesIO(page), keys=("results",)):
    ...     print(item)
    JsonItem(payload=b'{"id": 1}')
    JsonDamage(payload=b'{"id": 2', reason='the file ends inside an item')
    """
    yield from items_in_chunks(stream, keys, max_item_bytes, _CHUNK)


def items_in_chunks(
    stream: BinaryIO, keys: tuple[str, ...], max_item_bytes: int, chunk: int
) -> Iterator[JsonItem | JsonDamage]:
    """``iter_json_items`` with the size of a read, which must never change the result."""
    window = Window(_as_utf8(stream), chunk, max_item_bytes)
    paths = tuple(tuple(key.encode().decode("latin-1").split(".")) for key in keys)
    while window.peek(commas=True):
        try:
            yield from _document(window, paths)
        except Broken as error:
            yield JsonDamage(window.skip_to_object_line(_MAX_DAMAGE), str(error))
        except (Truncated, TooLarge) as error:
            if window.failure is None:
                yield JsonDamage(window.rest(_MAX_DAMAGE), str(error))
            break
    if window.failure:
        raise window.failure


def _as_utf8(stream: BinaryIO) -> RawSource:
    head = stream.read(4)
    encoding = json.detect_encoding(head)
    if encoding.startswith("utf-8"):
        return Prefixed(head.removeprefix(b"\xef\xbb\xbf"), stream)
    return Transcoded(Prefixed(head, stream), encoding)


def _document(window: Window, paths: _Paths) -> Iterator[JsonItem | JsonDamage]:
    opening = window.next()
    if opening == "[":
        yield from _items(window)
    elif opening == "{":
        yield from _object(window, paths)
    else:
        raise Broken("neither an object nor an array begins here")


def _object(window: Window, paths: _Paths) -> Iterator[JsonItem | JsonDamage]:
    window.begin(soft=True)
    end = _end_of_plain(window, paths)
    if end is not None:
        window.pos = end
        yield JsonItem(window.take())
        return
    yield from _members(window, paths)
    if window.soft:  # none of the keys was in it
        yield _judged(window.take())


def _members(window: Window, paths: _Paths) -> Iterator[JsonItem | JsonDamage]:
    window.pos += 1
    if window.next() == "}":
        window.pos += 1
        return
    while True:
        name = _name(window)
        yield from _member(window, tuple(path[1:] for path in paths if path[0] == name))
        if not _goes_on(window, "}"):
            return


def _name(window: Window) -> str:
    if window.next() != '"':
        raise Broken(f"a name was due, not {window.next()!r}")
    quoted = window.string()
    if window.next() != ":":
        raise Broken(f"a colon was due after a name, not {window.next()!r}")
    window.pos += 1
    return _unquoted(quoted)


def _unquoted(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted


def _member(window: Window, paths: _Paths) -> Iterator[JsonItem | JsonDamage]:
    """The value of a member: ``paths`` are what is left of the keys that lead to it."""
    opening, wanted, deeper = window.next(), () in paths, tuple(path for path in paths if path)
    if opening == "{" and deeper:
        yield from _members(window, deeper)
    elif opening == "[" and wanted:
        window.release()
        yield from _items(window)
    elif opening == "{" and wanted:
        window.begin()
        yield _item(window)
    else:
        window.skip(one_line=True)


def _items(window: Window) -> Iterator[JsonItem | JsonDamage]:
    window.pos += 1
    while window.next() != "]":
        yield from _ready_items(window)
        if window.next() == "]":
            break
        window.begin()
        yield _item(window)
        if not _goes_on(window, "]"):
            return
    window.pos += 1


def _ready_items(window: Window) -> Iterator[JsonItem]:
    """The items that are whole in the window with the comma after them: nearly all of a file."""
    while (ahead := _ahead(window)) and (comma := _COMMA.match(window.text, ahead[1])):
        start, window.pos = window.pos, comma.end()
        if ahead[1] - start > window.limit:
            window.pos = start
            return
        yield JsonItem(window.text[start : ahead[1]].encode("latin-1"))


def _goes_on(window: Window, closing: str) -> bool:
    pending = window.mark
    if pending is None:  # if this breaks, reading goes on from here, a new line included
        window.mark = window.pos
    char = window.next()
    if char not in {",", closing}:
        raise Broken(f"a comma or {closing!r} was due, not {char!r}")
    if pending is None:
        window.mark = None
    window.pos += 1
    return char == ","


def _item(window: Window) -> JsonItem | JsonDamage:
    # Python's decoder runs at twice the speed of the scan of ``skip``, which can wait for more bytes.
    ahead = _ahead(window)
    if ahead is None:
        window.skip(one_line=False)
        return _judged(window.take())
    window.pos = ahead[1]
    return JsonItem(window.take())


def _ahead(window: Window) -> tuple[Any, int] | None:
    """The value here and where it ends, when all of it is in the window."""
    try:
        value, end = _decode(window.text, window.pos)
    except (ValueError, RecursionError):
        return None
    # A number may go on beyond the window: "10" of "10.5", and the decoder passes over "." or "e+".
    is_cut = len(window.text) - end <= 2 and window.text[end - 1] not in '"]}'
    return None if is_cut else (value, end)


def _end_of_plain(window: Window, paths: _Paths) -> int | None:
    """Where the object here ends, when all of it is in the window and it holds none of the paths."""
    ahead = _ahead(window)
    if ahead is None or any(_holds(ahead[0], path) for path in paths):
        return None
    return ahead[1]


def _holds(value: Any, path: tuple[str, ...]) -> bool:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return isinstance(value, dict | list)


def _judged(payload: bytes) -> JsonItem | JsonDamage:
    """An item that had to be delimited by its brackets: they prove nothing of what is inside."""
    try:
        _decode(payload.decode("latin-1"))
    except json.JSONDecodeError as error:
        return JsonDamage(payload[:_MAX_DAMAGE], f"{error.msg} (byte {error.pos} of the item)")
    except (ValueError, RecursionError):  # an integer or a depth beyond Python: ``parse_json`` tells
        return JsonItem(payload)
    return JsonItem(payload)
