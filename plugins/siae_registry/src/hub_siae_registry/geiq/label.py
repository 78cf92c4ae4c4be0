"""The Label API. Only ``Geiq`` is ever asked for: its other commands are about people."""

from __future__ import annotations

from typing import Any, Final

from hub.plugin_api import HttpClient, HttpResponse, SourceChanged
from hub_siae_registry.paging import unexpected

PATH: Final = "/rest/Geiq"


def count(http: HttpClient, token: str) -> int:
    """How many GEIQ the API holds."""
    found = _result(http, token, {"count": "true"})
    if not isinstance(found, int) or isinstance(found, bool):
        raise SourceChanged(f"{PATH}?count=true gave no number", code="unexpected-answer")
    return found


def page(http: HttpClient, token: str, number: int, size: int) -> list[Any]:
    """The page ``number``, from 1, in a stable order."""
    found = _result(http, token, {"sort": "geiq.id", "n": size, "p": number})
    if not isinstance(found, list):
        raise SourceChanged(f"{PATH}: no list under 'result'", code="unexpected-answer")
    return found


def _result(http: HttpClient, token: str, params: dict[str, Any]) -> Any:
    answer = http.get(PATH, params=params, headers={"Authorization": token})
    return _unwrapped(answer)


def _unwrapped(answer: HttpResponse) -> Any:
    """The ``result``: errors come with HTTP 200 and another ``status``, or with a body that is no JSON."""
    value = answer.json()
    if not isinstance(value, dict) or value.get("status") != "Success":
        status = value.get("status") if isinstance(value, dict) else type(value).__name__
        raise unexpected(answer, f"status {str(status)[:80]!r} instead of 'Success'")
    return value.get("result")
