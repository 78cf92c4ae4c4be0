"""The notices of a marché in order, and what each changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hub.clauses.drift import drift, restates
from hub.plugin_api.records import Notice

Json = dict[str, Any]


def timeline(notices: list[tuple[str, Notice]]) -> list[Json]:
    """``{connector, key, kind, published, url, drift: [{what, before, after, sentence}]}``, oldest first."""
    ordered = sorted(notices, key=lambda item: (item[1].published, item[1].key))
    found: list[Json] = []
    standing: Notice | None = None
    for connector, notice in ordered:
        changes = []
        if standing is not None and notice.kind in {"change", "competition"}:
            changes = [asdict(change) for change in drift(standing, notice)]
        found.append(
            {
                "connector": connector,
                "key": notice.key,
                "kind": notice.kind,
                "title": notice.title,
                "published": notice.published.isoformat(),
                "url": notice.url,
                "drift": changes,
            }
        )
        if notice.kind == "competition" or (notice.kind == "change" and restates(notice)):
            standing = notice
    return found
