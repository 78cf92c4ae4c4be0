"""What reaches the terminal: documents as UTF-8 bytes, text for people, complaints beside.

Documents (``--json``, jsonl, csv) go to standard output as UTF-8 whatever the terminal's encoding.
Text that a poor terminal cannot show loses its accents, never the command.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_PLAIN = {"’": "'", "«": '"', "»": '"', "…": "...", "–": "-", "—": "-", "€": "EUR", "→": "->", "·": "-"}
_PLAIN |= {"œ": "oe", "Œ": "OE", "≈": "~", "×": "x", "÷": "/", "≥": ">="}


class PipeClosed(Exception):
    """The reader of our standard output has had enough (``hub marches | head``)."""


def prepare() -> None:
    """Make sure that no French word can end a command on a terminal without accents."""
    codecs.register_error("hub.plain", _unaccented)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not is_utf8(stream):
            reconfigure(errors="hub.plain")


def is_utf8(stream: TextIO) -> bool:
    """Whether the stream can show any sign."""
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").startswith("utf8")


def _unaccented(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    told = (_plain(sign) for sign in error.object[error.start : error.end])
    return "".join(told), error.end


def _plain(sign: str) -> str:
    if sign in _PLAIN:
        return _PLAIN[sign]
    if sign.isspace():
        return " "
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"


def settle() -> None:
    """Flush; a reader that has gone is no error, and the interpreter must not complain about it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            _to_nowhere(stream)
        except ValueError:  # already closed
            continue


def _to_nowhere(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def document(value: Any) -> None:
    """One JSON document, indented, on standard output."""
    import orjson

    raw(orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2) + b"\n")


def line(value: Any) -> None:
    """One line of JSON lines."""
    import orjson

    raw(orjson.dumps(value, default=str) + b"\n")


def raw(content: bytes) -> None:
    """Bytes on standard output; raises :class:`PipeClosed`."""
    try:
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(content.decode())
        else:
            sys.stdout.flush()
            buffer.write(content)
            buffer.flush()
    except BrokenPipeError as error:
        _to_nowhere(sys.stdout)
        raise PipeClosed from error


def console(*, stderr: bool = False) -> Console:
    """A Rich console that takes every text for what it is: no markup, no emoji names."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            _to_nowhere(sys.stderr if stderr else sys.stdout)
            raise PipeClosed

    return Quiet(stderr=stderr, markup=False, highlight=False, emoji=False)


def show(*parts: RenderableType) -> None:
    """Text or tables for a person, on standard output."""
    screen = console()
    for part in parts:
        # A path or a command that was broken at the margin could not be copied.
        screen.print(part, soft_wrap=isinstance(part, str))


def complain(text: str) -> None:
    """A line on standard error, whatever state it is in."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)  # noqa: T201


def error(parts: Mapping[str, str], as_json: bool) -> None:
    """``code``, ``cause`` and ``next_step``: as a document, or for a person."""
    if as_json:
        with contextlib.suppress(PipeClosed):
            document(dict(parts))
        return
    for text in error_lines(parts):
        complain(text)


def error_lines(parts: Mapping[str, str]) -> list[str]:
    """The three parts of an error, to read."""
    cause = " ".join(parts["cause"].split())
    return [f"Erreur [{parts['code']}] {cause}", f"→ {parts['next_step']}"]
