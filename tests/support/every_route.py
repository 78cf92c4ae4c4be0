"""Every route of the program, whoever wrote it, and requests to them filled from what one knows."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_NAME = re.compile(r"\{([a-z_]+)\}")
Values = Mapping[str, Sequence[str]]


class Request(NamedTuple):
    """``route`` is the template, ``path`` the address."""

    method: str
    route: str
    path: str

    @property
    def is_api(self) -> bool:
        return self.route.startswith("/api")


def routes_of(app: Any) -> list[tuple[str, str]]:
    """(method, template) of all, HEAD left out; what deletes comes last."""
    found = {pair for pair in _routes(app.routes) if pair[0] != "HEAD" and not pair[1].startswith("/static")}
    return sorted(found, key=lambda pair: (pair[0] == "DELETE", pair))


def _routes(routes: Any) -> Iterator[tuple[str, str]]:
    for route in routes:
        if included := getattr(route, "original_router", None):
            yield from _routes(included.routes)
        for method in getattr(route, "methods", None) or ():
            yield method, route.path


def requests_to(method: str, route: str, values: Mapping[str, Values]) -> list[Request]:
    """A request for each way of filling in the template. ``values`` are by the beginning of the template,
    the longest that fits; a name without any value is a ``KeyError``: tell the tests what it may be."""
    names = _NAME.findall(route)
    start = max((each for each in values if route.startswith(each)), key=len)
    filled = itertools.product(*(values[start][name] for name in names))
    return [Request(method, route, route.format(**dict(zip(names, each, strict=True)))) for each in filled]


def body_for(app: Any, request: Request, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A body that the description of the API allows, of the fields that one knows."""
    described = app.openapi()
    operation = described["paths"][request.route][request.method.lower()]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return {}
    schema = described["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    return {name: fields[name] for name in schema["properties"] if name in fields}


def words_of(answer: Any) -> str:
    """All that an answer says, a workbook unpacked."""
    if not answer.content.startswith(b"PK"):
        return str(answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
