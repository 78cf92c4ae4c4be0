"""Folders of labelled notices, each format by one small function in ``LOADERS``.

A loader takes a folder and yields notices by the id that the labels use; a format that is not in
the folder yields nothing. Add a function to ``LOADERS`` to read another format.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from hub.plugin_api import Notice, Text

Role = Literal["object", "description", "conditions", "criterion", "information", "change", "award"]
Loader = Callable[[Path], Iterator[tuple[str, Notice]]]

_ROLES: tuple[tuple[str, Role], ...] = (
    ("autresconditions", "conditions"),
    ("rectif", "change"),
    ("modif", "change"),
    ("description", "description"),
    ("critere", "criterion"),
)


def boamp_sections(folder: Path) -> Iterator[tuple[str, Notice]]:
    """``sections_*.jsonl``: BOAMP v230 notices flattened to ``section.Field``, without titles."""
    for path in sorted(folder.glob("sections_*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield record["idweb"], _notice(record)


def _notice(record: dict[str, Any]) -> Notice:
    return Notice(
        key=record["idweb"],
        kind="competition",
        title=record["idweb"],
        published=date(2021, 1, 1),
        texts=tuple(_texts(record["sections"])),
    )


def _texts(sections: dict[str, Any]) -> Iterator[Text]:
    for section, content in sections.items():
        parts = enumerate(content) if isinstance(content, list) else ((None, content),)
        for index, part in parts:
            name = section if index is None else f"{section}[{index}]"
            for field, value in part.items():
                if isinstance(value, str) and value:
                    yield Text(field=f"{name}.{field}", text=value, role=_role(field))


def _role(field: str) -> Role:
    return next((role for word, role in _ROLES if word in field.lower()), "information")


LOADERS: list[Loader] = [boamp_sections]


def notices(folder: Path) -> dict[str, Notice]:
    """All the notices that some loader can read in ``folder``, by id."""
    return {key: notice for loader in LOADERS for key, notice in loader(folder)}
