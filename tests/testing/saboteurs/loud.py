"""A connector whose module does something when it is imported."""

from __future__ import annotations

from saboteurs.good import Feed

print("loud: ready")


class Loud(Feed):
    """Otherwise good."""


BY_CHECK: dict[str, type[Feed]] = {"import-quiet": Loud}
