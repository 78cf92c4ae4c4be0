"""The JSON API: the documents of the command line under ``/api``, and ``/sante`` for probes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from hub.plugin_api.errors import HubError
from hub.web.filters import read_filters, read_number

if TYPE_CHECKING:
    from hub.app import Hub

router = APIRouter()
PAGE, MOST = 50, 500


@router.get("/api/marches")
def marches(request: Request) -> dict[str, Any]:
    """The queue, best first: ``{items, total, next}``; ``next`` is the next page's ``cursor``."""
    hub: Hub = request.app.state.hub
    filters = read_filters(request.query_params)
    limit = read_number(request.query_params, "limit", PAGE, MOST) or MOST
    start = read_number(request.query_params, "cursor", 0, 10**9)
    total = hub.count_marches(filters)
    items = hub.marches(filters, limit=limit, offset=start)
    after = start + len(items)
    return {"items": items, "total": total, "next": str(after) if items and after < total else None}


@router.get("/api/marches/{id_}")
def marche(request: Request, id_: str) -> dict[str, Any]:
    """One marché with everything known about it."""
    hub: Hub = request.app.state.hub
    return hub.marche(id_)


@router.get("/sante", include_in_schema=False)
def health(request: Request) -> JSONResponse:
    """Whether the store answers: 200 or 503. Tells nothing else."""
    hub: Hub = request.app.state.hub
    try:
        before, needed = hub.schema_versions()
    except HubError as error:
        return JSONResponse({"status": "error", "code": error.code}, status_code=503)
    ready = before == needed
    return JSONResponse({"status": "ok" if ready else "error"}, status_code=200 if ready else 503)
