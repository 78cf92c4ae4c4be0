"""A connector, a snapshot connector, a rule and a matcher that keep every law: the saboteurs begin here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr

from hub.plugin_api import (
    Checkpoint,
    Connector,
    ConnectorInfo,
    Employer,
    Evidence,
    Fetched,
    HttpSettings,
    Match,
    Matcher,
    Notice,
    RawRecord,
    RecordRejected,
    Rule,
    Signal,
    Skipped,
    SnapshotComplete,
    SourceChanged,
    SourceUnavailable,
    documents,
)

PATH = "/api/purchases"


class FeedSettings(HttpSettings):
    """A portal with a key."""

    base_url: str = Field(description="Root of the portal.")
    page_size: int = Field(default=2, ge=1, description="Records asked for at once.")
    token: SecretStr = Field(description="Key of the portal.")


class Feed(Connector[FeedSettings]):
    """Purchases, oldest first; the cursor is the last identifier read."""

    info = ConnectorInfo(
        id="feed",
        title="Achats de la vallée",
        publisher="Communauté de communes de la vallée",
        licence="Licence Ouverte 2.0",
        kind="notices",
        mode="incremental",
        schedule="30 6 * * 1-5",
        personal_fields=("contact",),
    )
    settings_model = FeedSettings

    def check(self, ctx: Any) -> str:
        return f"The portal answers: {self.page(ctx, '')['total']} purchases"

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        after = since or ""
        while True:
            page = self.page(ctx, after)
            rows = self.rows(page, after)
            yield from (self.raw(row) for row in rows)
            after = rows[-1]["id"] if rows else after
            yield Checkpoint(after)
            if page["total"] <= len(rows):
                return

    def page(self, ctx: Any, after: str) -> dict[str, Any]:
        answer = ctx.http.get(
            PATH,
            params={"after": after, "size": ctx.settings.page_size},
            headers={"Authorization": f"Bearer {ctx.settings.token.get_secret_value()}"},
        )
        body = answer.json()
        if not isinstance(body, dict) or not isinstance(body.get("purchases"), list):
            raise SourceChanged(f"a list of purchases was due from {answer.url}")
        return body

    def rows(self, page: dict[str, Any], after: str) -> list[dict[str, Any]]:
        """The rows of a page that follow ``after``."""
        rows = page["purchases"]
        if any(row["id"] <= after for row in rows):
            raise SourceUnavailable("the page before came again")
        if not rows and page["total"]:
            raise SourceUnavailable(f"{page['total']} purchases were announced, and none came")
        return list(rows)

    def raw(self, row: dict[str, Any]) -> RawRecord:
        kept = {name: value for name, value in row.items() if name != "contact"}
        payload = json.dumps(kept, sort_keys=True).encode()
        return RawRecord(
            row["id"], payload, "application/json", f"portal:{PATH}", date.fromisoformat(row["day"])
        )

    def read(self, ctx: Any, path: Path) -> Iterator[RawRecord | Skipped]:
        with path.open("rb") as stream:
            items = [_object(item.payload) for item in documents.iter_json_items(stream, ("purchases",))]
        rows = [row for row in items if isinstance(row.get("id"), str) and _is_day(row.get("day"))]
        if not rows:
            yield Skipped(str(path), "no purchases")
        yield from map(self.raw, rows)

    def parse(self, raw: RawRecord) -> Sequence[Any]:
        row = documents.parse_json(raw.payload)
        title = row.get("object") if isinstance(row, dict) else None
        if not isinstance(title, str) or not title or not _is_day(row.get("day")):
            raise RecordRejected("feed-no-object", "a purchase has an object and a day")
        title = title.encode("utf-8", "replace").decode()
        return [Notice(key=raw.key, kind="planning", title=title, published=row["day"])]


class Registry(Feed):
    """Employers, page by page, then the word that these are all."""

    info = ConnectorInfo(
        id="registry",
        title="Annuaire de la vallée",
        publisher="Communauté de communes de la vallée",
        licence="Licence Ouverte 2.0",
        kind="employers",
        mode="snapshot",
        personal_fields=("contact",),
    )

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        count = 0
        for item in super().fetch(ctx, None):
            if isinstance(item, RawRecord):
                count += 1
                yield item
        yield SnapshotComplete(expected=count)

    def parse(self, raw: RawRecord) -> Sequence[Any]:
        row = documents.parse_json(raw.payload)
        name = row.get("object") if isinstance(row, dict) else None
        if not isinstance(name, str) or not name:
            raise RecordRejected("registry-no-name", "an employer has a name")
        return [Employer(key=raw.key, kind="EI", name=name.encode("utf-8", "replace").decode())]


class Charter(Rule):
    """Sees a charter."""

    id, version, title = "vallee-charte", 1, "Charte de la vallée"
    words = "charte d’insertion"

    def signals(self, notice: Notice) -> Iterator[Any]:
        for text in notice.texts:
            at = text.text.find(self.words)
            if at >= 0:
                evidence = Evidence.of(text, at, at + len(self.words))
                yield Signal("EXEC", self.id, text.field, "medium", text.lot, evidence)


class Neighbours(Matcher):
    """Whoever is in the commune of the lot."""

    id, version, title = "vallee-voisins", 1, "Voisins"

    def match(self, lot: Any, notice: Notice, employers: Sequence[Employer]) -> list[Any]:
        communes = {place.insee for place in lot.places if place.insee}
        near = [e for e in employers if e.address is not None and e.address.insee in communes]
        found = [Match(e.key, 1.0 if e.kind == "EI" else 0.5, ("Dans la commune du lot",)) for e in near]
        return sorted(found, key=lambda match: -match.score)


def _object(payload: bytes) -> dict[str, Any]:
    try:
        value = documents.parse_json(payload)
    except RecordRejected:
        return {}
    return value if isinstance(value, dict) else {}


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False
