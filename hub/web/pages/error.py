"""An error as a page: its cause, its code, what to do, and what was typed when it would be lost."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request, Response

from hub.web.render import page


def error_page(
    request: Request, error: Mapping[str, str], status: int, typed: Mapping[str, str] | None = None
) -> Response:
    """An error's three parts; ``typed`` are the fields of a form that was not taken."""
    return page(request, "error.html", status=status, error=error, typed=typed or {})
