"""Connectors that take one kind of fault for the end of the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from saboteurs.good import Feed

from hub.plugin_api import Checkpoint, Fetched, HubError


class Deaf(Feed):
    """Ends as if all was well when an error says one of ``words``."""

    words: tuple[str, ...] = ()

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        last = since or ""
        try:
            for item in super().fetch(ctx, since):
                last = item.cursor if isinstance(item, Checkpoint) else last
                yield item
        except HubError as error:
            if not any(word in str(error) for word in self.words):
                raise
            yield Checkpoint(last)


class DeafToQuotas(Deaf):
    words = ("[rate-limited]",)


class DeafToErrors(Deaf):
    words = ("answered 500",)


class DeafToSilence(Deaf):
    words = ("Timeout", "ConnectionError")


class DeafToCuts(Deaf):
    words = ("[body-cut-short]",)


class DeafToGzip(Deaf):
    words = ("[bad-encoding]",)


class DeafToRedirects(Deaf):
    words = ("[address-refused]",)


class DeafToHtml(Deaf):
    words = ("[not-json]",)


class TakesAnyObject(Feed):
    """An answer without purchases has no purchases."""

    def page(self, ctx: Any, after: str) -> dict[str, Any]:
        answer = ctx.http.get(
            "/api/purchases",
            params={"after": after},
            headers={"Authorization": ctx.settings.token.get_secret_value()},
        )
        body = answer.json()
        return {"total": body.get("total", 0), "purchases": body.get("purchases", [])}


class CountsLines(Feed):
    """Stops when it has seen as many rows as were announced, whichever they are."""

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        after, seen, total = since or "", 0, None
        while total is None or seen < total:
            page = self.page(ctx, after)
            total = page["total"] if total is None else total
            rows = self.rows(page, "" if seen else after)
            seen += len(rows)
            yield from map(self.raw, rows)
            after = rows[-1]["id"] if rows else after
            yield Checkpoint(after)


class StopsAtTheFirstEmptyPage(Feed):
    def rows(self, page: dict[str, Any], after: str) -> list[dict[str, Any]]:
        if not page["purchases"]:
            page["total"] = 0
        return super().rows(page, after)


class BelievesTheServersClock(Feed):
    """Puts the day of the answer into its cursor."""

    day = ""

    def page(self, ctx: Any, after: str) -> dict[str, Any]:
        watching = _Watching(ctx.http)
        object.__setattr__(ctx, "http", watching)
        try:
            return super().page(ctx, after)
        finally:
            object.__setattr__(ctx, "http", watching.http)
            self.day = watching.day

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        for item in super().fetch(ctx, since.partition("@")[0] if since else None):
            yield Checkpoint(f"{item.cursor}@{self.day}") if isinstance(item, Checkpoint) else item


class _Watching:
    def __init__(self, http: Any) -> None:
        self.http, self.day = http, ""

    def get(self, *arguments: Any, **options: Any) -> Any:
        answer = self.http.get(*arguments, **options)
        self.day = str(answer.headers["Date"])[:16]
        return answer


BY_CHECK: dict[str, type[Feed]] = {
    "fault-rate-limited": DeafToQuotas,
    "fault-server-error": DeafToErrors,
    "fault-slow": DeafToSilence,
    "fault-cut-body": DeafToCuts,
    "fault-broken-gzip": DeafToGzip,
    "fault-redirect": DeafToRedirects,
    "fault-html-page": DeafToHtml,
    "changed-schema": TakesAnyObject,
    "repeated-page": CountsLines,
    "missing-page": StopsAtTheFirstEmptyPage,
    "clock-skew": BelievesTheServersClock,
}
