"""Names of rules and matchers: they stand beside those of the hub and of other plugins."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_.:][a-z0-9]+)+")


def misnamed(thing: object) -> Iterator[str]:
    """What is wrong with the ``id``, ``version`` and ``title`` of a rule or matcher."""
    name, version, title = (getattr(thing, field, None) for field in ("id", "version", "title"))
    if not isinstance(name, str) or not _ID.fullmatch(name):
        yield f"id is {name!r}: your name, then the rule's, in lower case is due, as in 'ain-charte'"
    elif name.startswith(("hub-", "hub.", "hub:", "hub_")):
        yield f"id is {name!r}: names that begin with hub are the hub's"
    if type(version) is not int or version < 1:
        yield f"version is {version!r}: a whole number from 1 is due"
    if not isinstance(title, str) or not title.strip():
        yield "title is empty"
