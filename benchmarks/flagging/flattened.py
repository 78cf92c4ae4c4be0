"""Notices that somebody flattened to lines of JSON: three shapes, told by the names in the first line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from hub.plugin_api import Notice, Text

Json = dict[str, Any]
Role = Literal["object", "description", "conditions", "criterion", "information", "change", "award"]

_ROLES: tuple[tuple[str, Role], ...] = (
    ("autresconditions", "conditions"),
    ("rectif", "change"),
    ("modif", "change"),
    ("description", "description"),
    ("critere", "criterion"),
    ("intitule", "object"),
    ("titremarche", "object"),
)
# « D_12_07_Conditionrelativemarche_… »: the number of a heading says nothing to a rule.
_NUMBERS = re.compile(r"^[A-Z]+_(?:\d+_)+")


def records(path: Path) -> list[Notice]:
    """The notices of a file of flattened lines; empty when it is something else."""
    with path.open("rb") as lines:
        first = _object(lines.readline())
    build = next((build for names, build in _SHAPES if first.keys() >= names), None)
    if build is None:
        return []
    with path.open("rb") as lines:
        return [build(line) for raw in lines if (line := _object(raw))]


def _object(line: bytes) -> Json:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _notice(key: str, texts: Iterator[tuple[str, str]], title: str = "") -> Notice:
    return Notice(
        key=key,
        kind="competition",
        title=title or key,
        published=date(2021, 1, 1),
        texts=tuple(Text(field=name, text=text, role=_role(name)) for name, text in texts if text.strip()),
    )


def _role(name: str) -> Role:
    last = name.rsplit(".", 1)[-1].lower()
    return next((role for word, role in _ROLES if word in last), "information")


def _sections(line: Json) -> Notice:
    """BOAMP v230 notices by section, without titles: fields are ``section.Field``."""
    return _notice(line["idweb"], _of_sections(line["sections"]))


def _of_sections(sections: Json) -> Iterator[tuple[str, str]]:
    for section, content in sections.items():
        parts = enumerate(content) if isinstance(content, list) else ((None, content),)
        for index, part in parts:
            name = section if index is None else f"{section}[{index}]"
            yield from ((f"{name}.{field}", value) for field, value in part.items() if isinstance(value, str))


def _columns(line: Json) -> Notice:
    """All sections of a BOAMP v230 notice, one column a field."""
    rows = (item for row in line["rows"] for item in row.items())
    return _notice(line["idweb"], ((_NUMBERS.sub("", k), v) for k, v in rows if isinstance(v, str)))


def _normalised(line: Json) -> Notice:
    """A title and one long description."""
    texts = (("title", line["title"] or ""), ("description", line["description"] or ""))
    return _notice(line["ref"], iter(texts), line["title"] or "")


_SHAPES: tuple[tuple[set[str], Callable[[Json], Notice]], ...] = (
    ({"idweb", "sections"}, _sections),
    ({"idweb", "rows"}, _columns),
    ({"ref", "title", "description"}, _normalised),
)
