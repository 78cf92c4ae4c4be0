"""Connectors wrong in what they say of themselves, in their cursor, in their keys or in their memory."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ConfigDict
from saboteurs.good import Feed, FeedSettings, Registry

from hub.plugin_api import Checkpoint, Fetched, RawRecord, SnapshotComplete, SourceUnavailable


class ShoutsItsName(Feed):
    info = replace(Feed.info, id="Feed of the Valley")


class Thawed(FeedSettings):
    model_config = ConfigDict(frozen=False, extra="forbid")


class KeepsSettingsSoft(Feed):
    settings_model = Thawed


class ForgetsTheLast(Feed):
    """Never yields the last record, on any day: only the recorded keys tell."""

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        return (item for item in super().fetch(ctx, since) if getattr(item, "key", "") != "26-4")


class AlwaysFine(Feed):
    def check(self, ctx: Any) -> str:
        try:
            return super().check(ctx)
        except Exception:
            return "All is well"


class EndsInTheAir(Feed):
    """No checkpoint after the last page."""

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        held: list[Fetched] = []
        for item in super().fetch(ctx, since):
            if isinstance(item, Checkpoint):
                held = [item]
            else:
                yield from held
                held = []
                yield item


class JumpsOverOne(Feed):
    """Begins after the record that follows the cursor."""

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        items = super().fetch(ctx, since)
        if since is not None:
            return itertools.islice(items, 1, None)
        return items


class BeginsAgain(Feed):
    """Never looks at the cursor."""

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        return super().fetch(ctx, None)


class PromisesAfterAFault(Registry):
    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        try:
            yield from super().fetch(ctx, since)
        except SourceUnavailable:
            yield SnapshotComplete()
            raise


class OneKeyForTwo(Feed):
    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        for item in super().fetch(ctx, since):
            yield item
            if isinstance(item, RawRecord) and item.key == "26-1":
                yield replace(item, payload=item.payload.replace(b"26-1", b"26-1 bis"))


class NumbersItsAnswers(Feed):
    """The bytes of a record change at each fetch."""

    numbers = itertools.count()

    def raw(self, row: dict[str, Any]) -> RawRecord:
        return super().raw({**row, "seen": next(self.numbers)})


class HasAWatch(Feed):
    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        assert date.today() > date(2000, 1, 1)
        return super().fetch(ctx, since)


class Hoards(Feed):
    """Keeps every record until the end."""

    def fetch(self, ctx: Any, since: str | None) -> Iterator[Fetched]:
        hoard = []
        for item in super().fetch(ctx, since):
            hoard.append(item)
            yield item
        assert hoard


BY_CHECK: dict[str, type[Feed]] = {
    "info-valid": ShoutsItsName,
    "settings-model": KeepsSettingsSoft,
    "recordings-read": ForgetsTheLast,
    "check-speaks": AlwaysFine,
    "ends-on-checkpoint": EndsInTheAir,
    "resume-whole": JumpsOverOne,
    "resume-no-more": BeginsAgain,
    "snapshot-honest": PromisesAfterAFault,
    "keys-unique": OneKeyForTwo,
    "keys-stable": NumbersItsAnswers,
    "own-clock": HasAWatch,
    "memory-bounded": Hoards,
}
