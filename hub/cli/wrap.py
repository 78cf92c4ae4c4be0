"""Lines of a given width. Rich would break « 1 225 h » at its no-break spaces."""

from __future__ import annotations

import textwrap

from hub.review.printed import clean


def fill(text: str, width: int, *, lines: int | None = None) -> list[str]:
    """``text`` made safe for a terminal, in lines of ``width`` signs; an ellipsis where it was cut.

    >>> fill("Entretien des espaces verts du bourg", 20, lines=1)
    ['Entretien des…']
    """
    found = textwrap.wrap(
        clean(text), max(width, 10), max_lines=lines, placeholder="…", break_on_hyphens=False
    )
    return found or [""]


def cut(text: str, width: int) -> str:
    """``text`` made safe for a terminal, in one line of at most ``width`` signs."""
    printed = clean(text)
    return printed if len(printed) <= width else f"{printed[: width - 1].rstrip()}…"
