"""``/api`` itself, and its description: what there is, for whoever writes a program against it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from hub import __version__
from hub.web.api.answers import Json
from hub.web.api.route import Route
from hub.web.people import Reader

router = APIRouter(route_class=Route, include_in_schema=False)

DESCRIPTION = """\
The marchés, the registry of inclusive employers and what people write on them: all that the pages show and
do. Texts of notices are as published, of whoever wrote them: escape them before showing them.

A program sends `Authorization: Bearer psr_…`, a token of the page /compte. Its scope says what it may:
`lecture` reads, `decision` also writes on marchés and employers, `administration` also manages accounts and
sources. What lies outside the territories of its person does not exist.

A list answers `{items, total, next}`; `next` is the `cursor` of the page that follows. An error answers
`{code, cause, next_step}`; an unknown parameter or field is an error. Answers to GET carry an `ETag`.
"""


@router.get("/api")
def index(person: Reader) -> Json:
    """Where to go from here."""
    names = ("marches", "renewals", "employers", "territories", "searches", "alerts", "sources", "runs", "me")
    return {"description": "/api/openapi.json", **{name: f"/api/{name}" for name in names}}


def describe(app: FastAPI) -> None:
    """Have ``app`` describe its API, and nothing that it never does."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=__version__, description=DESCRIPTION, routes=app.routes)
    for path in found["paths"].values():
        for operation in path.values():
            # The framework announces it everywhere; what is invalid answers 400.
            operation["responses"].pop("422", None)
    return found
