"""What an address may hold, for both databases and for every program that reads it."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Path, Request

from hub.plugin_api.errors import HubError

LARGEST_NUMBER: Final = 2**53
"""What every program reads exactly, and what both databases hold."""

Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
"""A number in a path; another leads nowhere."""


def check_address(request: Request) -> None:
    """Raise ``request-invalid`` for the one sign that PostgreSQL takes in no text."""
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise HubError(
            "Cette adresse contient un caractère nul.",
            code="request-invalid",
            next_step="L’écrire sans ce caractère.",
        )
