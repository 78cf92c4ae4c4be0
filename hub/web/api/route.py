"""What every route of the API does: ``ETag``, no unknown parameter, no writing by a token that reads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.responses import StreamingResponse
from starlette.types import Message

from hub.access.errors import RoleTooLow
from hub.plugin_api.errors import HubError
from hub.web.api.answers import Refusal
from hub.web.forms import limited
from hub.web.people import SAFE

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

READS: Final = "lecture"
_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token of /compte: psr_…")
_SHOWN = 80

REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Refusal, "description": "A parameter or a field cannot be what it must be."},
    401: {"model": Refusal, "description": "No token, or one that opens nothing."},
    403: {"model": Refusal, "description": "The role, or the scope of the token, does not allow it."},
    404: {"model": Refusal, "description": "Unknown, or outside your territories."},
    413: {"model": Refusal, "description": "Too long a body."},
    422: {},
    503: {"model": Refusal, "description": "The store or another program is busy."},
}
OUTRUN: dict[int | str, dict[str, Any]] = {
    409: {"model": Refusal, "description": "Somebody else wrote since the version given, or nothing to do."}
}


class Route(APIRoute):
    """A route of the API.

    An answer to GET carries an ``ETag``: asked again with ``If-None-Match``, an unchanged one is 304
    without a body.
    """

    def get_route_handler(self) -> Handler:
        """The handler, with what all have in common around it."""
        handle = super().get_route_handler()
        names = [each.alias for each in get_flat_params(self.dependant)]
        known = [name for name in names if name not in self.param_convertors]

        async def handler(request: Request) -> Response:
            _check_names(request, known)
            _check_scope(request)
            if request.method == "GET":
                return _tagged(request, await handle(request))
            return await handle(await _bounded(request))

        return handler


def room(tag: str) -> APIRouter:
    """A router of the API."""
    return APIRouter(
        prefix="/api", tags=[tag], route_class=Route, responses=REFUSALS, dependencies=[Depends(_BEARER)]
    )


def _check_names(request: Request, known: list[str]) -> None:
    """A filter with a typing error in its name would select everything."""
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise HubError(
            f"Paramètre inconnu : « {unknown[0][:_SHOWN]} ».",
            code="parameter-invalid",
            next_step=f"Les paramètres de cette adresse : {', '.join(known) or 'aucun'}.",
        )


def _check_scope(request: Request) -> None:
    bearer = request.state.bearer
    if bearer is not None and bearer.scope == READS and request.method not in SAFE:
        raise RoleTooLow("Ce jeton ne fait que lire : sa portée est « lecture ».")


async def _bounded(request: Request) -> Request:
    """The same request with its body read, and not too long: the framework would read any."""
    body = b"".join([chunk async for chunk in limited(request)])

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def _tagged(request: Request, answer: Response) -> Response:
    if answer.status_code != 200 or isinstance(answer, StreamingResponse):
        return answer
    tag = f'W/"{hashlib.blake2b(answer.body, digest_size=12).hexdigest()}"'
    if _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={"ETag": tag})
    answer.headers["ETag"] = tag
    return answer


def _matches(header: str, tag: str) -> bool:
    """Weak comparison: whoever sends the tag back without its ``W/`` means the same (RFC 9110, 8.8.3.2)."""
    wanted = {each.strip().removeprefix("W/") for each in header.split(",")}
    return "*" in wanted or tag.removeprefix("W/") in wanted
