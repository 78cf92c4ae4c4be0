"""Questions to the Explore API v2.1 of Opendatasoft, and answers checked before they are believed."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from hub.plugin_api import FetchContext, HttpResponse, SourceChanged, identifiers
from hub_procurement_feed.boamp.settings import BoampSettings

WINDOW: Final = 10_000
"""``/records`` refuses ``offset + limit`` beyond it."""

Context = FetchContext[BoampSettings]


def where(settings: BoampSettings, first: date, last: date) -> str:
    """The ODSQL condition: days of publication, both included, and the départements of the settings."""
    clause = f"dateparution >= date'{first}' and dateparution <= date'{last}'"
    codes = ", ".join(f'"{_unpadded(code)}"' for code in settings.departements)
    return f"{clause} and code_departement in ({codes})" if codes else clause


def _unpadded(code: str) -> str:
    return identifiers.departement(code).removeprefix("0")  # the source writes 4, not 04


def page(ctx: Context, clause: str, *, offset: int, limit: int) -> tuple[int, list[Any]]:
    """The announced total and one page of records."""
    params = {"where": clause, "order_by": "dateparution, idweb", "limit": limit, "offset": offset}
    answer = ctx.http.get(path(ctx, "records"), params=params)
    body = checked(answer).json()
    if isinstance(body, dict) and isinstance(body.get("results"), list):
        total = body.get("total_count")
        if isinstance(total, int) and not isinstance(total, bool):
            return total, body["results"]
    raise SourceChanged(f"{{total_count, results}} was due from {answer.url}, not {_seen(body)}")


def export(ctx: Context, clause: str) -> HttpResponse:
    """The whole answer to a question, streamed. ``offset`` is never sent: it would bring a limit back."""
    params = {"where": clause, "order_by": "dateparution, idweb"}
    return checked(ctx.http.get(path(ctx, "exports/json"), params=params, stream=True))


def path(ctx: Context, leaf: str) -> str:
    """An address below the dataset."""
    return f"/api/explore/v2.1/catalog/datasets/{ctx.settings.dataset}/{leaf}"


def checked(answer: HttpResponse) -> HttpResponse:
    """The answer, unless the platform refused the question."""
    if answer.status_code >= 400:
        raise SourceChanged(f"HTTP {answer.status_code} from {answer.url}: {answer.content[:200]!r}")
    return answer


def _seen(body: Any) -> str:
    if isinstance(body, dict):
        return "an object with " + (", ".join(sorted(map(str, body))[:8]) or "nothing")
    return type(body).__name__
