"""``/sante``: for probes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from hub.plugin_api.errors import HubError

if TYPE_CHECKING:
    from hub.app import Hub

router = APIRouter(include_in_schema=False)


@router.get("/sante")
def health(request: Request) -> JSONResponse:
    """Whether the store answers: 200 or 503. Tells nothing else."""
    hub: Hub = request.app.state.hub
    try:
        before, needed = hub.schema_versions()
    except HubError as error:
        return JSONResponse({"status": "error", "code": error.code}, status_code=503)
    ready = before == needed
    return JSONResponse({"status": "ok" if ready else "error"}, status_code=200 if ready else 503)
