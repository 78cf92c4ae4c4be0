"""JSON lines: the documents as the desk gives them, with the ``provenance`` of each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from hub.exports.edition import Edition
from hub.exports.nouns import Noun
from hub.exports.sources import Sources

Json = dict[str, Any]


def write_lines(out: BinaryIO, noun: Noun, documents: Iterable[Json], edition: Edition) -> int:
    """Write one UTF-8 line a document; returns how many."""
    sources, rows = Sources(edition), 0
    for document in documents:
        out.write(line(sources.credited(document)) + b"\n")
        rows += 1
    return rows


def line(document: Json) -> bytes:
    """The document on one line."""
    try:
        return orjson.dumps(document, default=str)
    except TypeError:  # a lone surrogate, or a number beyond 64 bits
        return json.dumps(document, default=str, ensure_ascii=False).encode("utf-8", "replace")
