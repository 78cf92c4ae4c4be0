"""An error as an answer: a page for a person, ``{code, cause, next_step}`` for a program."""

from __future__ import annotations

from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from hub.plugin_api.errors import HubError
from hub.web.headers import HEADERS
from hub.web.pages.error import error_page

_STATUS = {
    "not-signed-in": 401,
    "sign-in-refused": 403,
    "link-spent": 403,
    "role-too-low": 403,
    "csrf-invalid": 403,
    "foreign-origin": 403,
    "method-not-allowed": 405,
    "decision-outrun": 409,
    "body-too-large": 413,
    "too-many-attempts": 429,
    "reason-missing": 400,
    "note-missing": 400,
    "note-personal": 400,
    "note-too-long": 400,
    "nothing-to-undo": 409,
    "nothing-to-take-apart": 409,
    "not-held": 409,
    "held-superseded": 409,
    "unexpected": 500,
}
_HTTP = {
    404: ("unknown-page", "Cette page n’existe pas.", "Revenir à la liste des marchés : /"),
    405: ("method-not-allowed", "Cette adresse ne se demande pas ainsi.", "Revenir à la page d’avant."),
}


def is_api(request: Request) -> bool:
    """Whether a program asks."""
    return request.url.path == "/api" or request.url.path.startswith("/api/")


def status_of(code: str) -> int:
    """The HTTP status of an error's code."""
    if code in _STATUS:
        return _STATUS[code]
    return 404 if code.startswith("unknown-") else 400 if code.endswith("-invalid") else 503


async def answer(request: Request, error: Any) -> Response:
    """A ``HubError`` as an answer."""
    status = status_of(error.code)
    if is_api(request):
        response: Response = JSONResponse(error.as_dict(), status_code=status)
    else:
        # The page reads the store; the loop that serves everybody must not wait for it.
        response = await run_in_threadpool(_page, request, error, status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if (seconds := getattr(error, "retry_after", None)) is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


async def answer_http(request: Request, error: Any) -> Response:
    """What the framework refuses: an unknown address, a wrong method."""
    cause = ("request-invalid", "Cette demande n’a pas pu être lue.", "Revenir à la page d’avant.")
    code, told, next_step = _HTTP.get(error.status_code, cause)
    response = await answer(request, HubError(told, code=code, next_step=next_step))
    response.status_code = error.status_code
    return response


async def answer_validation(request: Request, error: Any) -> Response:
    """A parameter that cannot be what it must: an address that leads nowhere, for a person."""
    if not is_api(request):
        return await answer_http(request, HTTPException(404))
    found = error.errors()[:5]
    where = ", ".join(".".join(map(str, each["loc"][1:])) for each in found)
    code = "filter-invalid" if all(each["loc"][0] == "query" for each in found) else "request-invalid"
    told = HubError(
        f"Valeur invalide : {where[:300]}.",
        code=code,
        next_step="Voir /api/openapi.json : ce qui est attendu.",
    )
    return await answer(request, told)


async def answer_bug(request: Request, error: Any) -> Response:
    """What nobody expected. Its text may quote a record or a secret: only its type is told."""
    told = HubError(
        f"Erreur imprévue : {type(error).__name__}.",
        code="unexpected",
        next_step="Recommencer ; si l’erreur revient, la signaler avec l’heure et l’adresse de la page.",
    )
    response = await answer(request, told)
    # This answer is given outside the guard.
    response.headers.update(HEADERS)
    return response


def handlers() -> dict[Any, Any]:
    """What ``FastAPI(exception_handlers=…)`` takes."""
    return {
        HubError: answer,
        HTTPException: answer_http,
        RequestValidationError: answer_validation,
        Exception: answer_bug,
    }


def _page(request: Request, error: Any, status: int) -> Response:
    told = error.as_dict()
    try:
        return error_page(request, told, status, getattr(error, "typed", None))
    except HubError:  # the store that every page reads does not answer
        return PlainTextResponse(f"{told['cause']}\n{told['next_step']}\n[{told['code']}]\n", status)
