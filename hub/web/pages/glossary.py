"""``/glossaire``: the words of the trade that the pages use."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from hub.clauses import glossary as entries
from hub.web.people import Reader
from hub.web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/glossaire")
def glossary(request: Request, person: Reader) -> Response:
    """Every entry; a term of a page leads to ``#id``."""
    return page(request, "glossaire.html", glossary=entries)
