"""What an alert has to tell: what is new or no longer as it was told. Reads, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from hub.alerts.scope import Scope
from hub.pipeline.clock import Clock
from hub.review import queue, renewals
from hub.review.digest import (
    ACTIONABLE,
    CHANGED,
    DEADLINE,
    DRIFT,
    NEW,
    RENEWALS,
    SHOWN,
    Change,
    Digest,
    Entry,
    Section,
    changes,
    closes_on_somebody,
    facts,
    is_actionable,
)
from hub.store import alerts
from hub.store import queue as rows
from hub.store.bulk import Row
from hub.store.queue import QueueFilter
from hub.store.renewals import RenewalFilter

Json = dict[str, Any]
SOON: Final = timedelta(days=7)
# Stages take a while, and name what they write by the time they began.
_OVERLAP: Final = timedelta(days=1)
_PAGE: Final = 500
MARCHE, RENEWAL = "marche", "renewal"


@dataclass
class News:
    """``digest`` is what to tell; ``told`` are the rows ``{what, object, told}`` that guard against telling
    it again, with those of things that the alert does not ask for."""

    digest: Digest
    told: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """Something to tell of, and where it stands among the others: the least ``order`` first."""

    id: str
    order: tuple[Any, ...]
    sentences: tuple[str, ...] = ()


def news(connection: Connection, alert: Row, scope: Scope, clock: Clock) -> News:
    """What this alert has to tell now."""
    reading = _Reading(connection, alert, scope, clock)
    sections = [
        *reading.marches(),
        *reading.deadlines(),
        *reading.renewals(),
    ]
    digest = Digest(clock.today, scope.name, scope.place, scope.link, tuple(sections))
    return News(digest, reading.told)


class _Reading:
    """One look at the queue for one alert. A thing that one section shows, no later one does."""

    def __init__(self, connection: Connection, alert: Row, scope: Scope, clock: Clock) -> None:
        self.connection, self.alert, self.scope, self.clock = connection, alert, scope, clock
        self.what = frozenset(alert["what"])
        self.told: list[Row] = []
        self._shown: set[str] = set()

    def marches(self) -> Iterator[Section]:
        """The sections of what is new and of what changed."""
        new: list[_Found] = []
        changed: list[_Found] = []
        for page in self._candidates():
            before = self._known(MARCHE, [row["id"] for row in page])
            for row in page:
                if row["id"] not in before:
                    new += self._introduced(row)
                elif (then := before[row["id"]]) != (now := facts(row)):
                    self._tell(MARCHE, row["id"], now)
                    changed += self._changed(row, then, now)
        if NEW in self.what:
            yield from self._section(NEW, new)
        yield from self._section(CHANGED, changed)

    def _candidates(self) -> Iterator[list[Row]]:
        """What the documents changed since the last time; the first time, all that may yet be acted on."""
        since, filters = self.alert["since"], self.scope.filters
        if since is not None:
            return self._pages(replace(filters, changed_since=since - _OVERLAP))
        if filters.moment or filters.stage:
            return self._pages(filters)
        return (page for moment in ACTIONABLE for page in self._pages(replace(filters, moment=moment)))

    def _pages(self, filters: QueueFilter) -> Iterator[list[Row]]:
        start = 0
        while page := rows.listed(self.connection, filters, limit=_PAGE, offset=start):
            start += len(page)
            # What people set aside is asked for by name or not at all.
            yield [row for row in page if row["state"] != "ecartee" or filters.review == "ecartee"]

    def _known(self, what: str, ids: list[str]) -> dict[str, Json]:
        """What was told of these, under the ids of before they were merged too."""
        former = alerts.former(self.connection, ids)
        found = alerts.told(self.connection, self.alert, what, [*ids, *former])
        return {**{former[id_]: told for id_, told in found.items() if id_ in former}, **found}

    def _introduced(self, row: Row) -> Iterator[_Found]:
        asked = self.scope.filters.moment or self.scope.filters.stage
        if asked or is_actionable(row):
            self._tell(MARCHE, row["id"], facts(row))
            yield _Found(row["id"], _order(row))

    def _changed(self, row: Row, before: Json, after: Json) -> Iterator[_Found]:
        found = changes(before, after, self._drifts(row, before))
        if wanted := [change for change in found if self._asked(change)]:
            yield _Found(row["id"], _order(row), tuple(change.sentence for change in wanted))

    def _asked(self, change: Change) -> bool:
        return (DRIFT if change.social else CHANGED) in self.what

    def _drifts(self, row: Row, before: Json) -> list[Json]:
        """What the notices that nobody was told of say that they change."""
        known = set(before.get("notices", ()))
        fresh = {
            f"{each['connector']}:{each['key']}"
            for each in row["facts"]["notices"]
            if each["kind"] in ("change", "competition")
        } - known
        if not fresh:
            return []
        timeline = queue.one(self.connection, row["id"])["timeline"]
        news = [each for each in timeline if f"{each['connector']}:{each['key']}" in fresh]
        return [drift for each in news for drift in each["drift"]]

    def deadlines(self) -> Iterator[Section]:
        """The section of offers that close soon."""
        filters = self._closing()
        found: list[_Found] = []
        for page in self._pages(filters) if filters else ():
            before = self._known(DEADLINE, [row["id"] for row in page])
            for row in page:
                now = {"deadline": row["facts"]["deadline"]}
                if before.get(row["id"]) != now and self._closes(row):
                    self._tell(DEADLINE, row["id"], now)
                    found.append(_Found(row["id"], (now["deadline"], row["id"])))
        if DEADLINE in self.what:
            yield from self._section(DEADLINE, found)

    def _closing(self) -> QueueFilter | None:
        filters, today = self.scope.filters, self.clock.today
        if filters.stage not in (None, "ouvert"):
            return None
        first = max(today, filters.deadline_from or today)
        last = min(today + SOON, filters.deadline_to or today + SOON)
        return replace(filters, stage="ouvert", deadline_from=first, deadline_to=last)

    def _closes(self, row: Row) -> bool:
        return datetime.fromisoformat(row["facts"]["deadline"]) > self.clock.now() and closes_on_somebody(row)

    def renewals(self) -> Iterator[Section]:
        """The section of contracts whose window is open since the last time."""
        filters = self.scope.filters
        asked = RenewalFilter(
            today=self.clock.today,
            state="ouverte",
            territory=filters.territory,
            trade=filters.trade,
            within=filters.within,
        )
        documents = {each["marche_id"]: each for each in renewals.listed(self.connection, asked)}
        if (lasting := self.scope.lasting) is not None:
            kept = alerts.matching(self.connection, lasting, list(documents))
            documents = {id_: each for id_, each in documents.items() if id_ in kept}
        before = self._known(RENEWAL, list(documents))
        opened = {
            id_: each
            for id_, each in documents.items()
            if before.get(id_) != {"from": each["window"]["from"]} and id_ not in self._shown
        }
        for id_, each in opened.items():
            self._tell(RENEWAL, id_, {"from": each["window"]["from"]})
        if RENEWALS in self.what and opened:
            entries = [Entry(id_, each) for id_, each in list(opened.items())[:SHOWN]]
            yield Section(RENEWALS, tuple(entries), len(opened) - len(entries))

    def _tell(self, what: str, id_: str, told: Mapping[str, Any]) -> None:
        self.told.append({"what": what, "object": id_, "told": dict(told)})

    def _section(self, what: str, found: list[_Found]) -> Iterator[Section]:
        fresh = sorted((each for each in found if each.id not in self._shown), key=lambda each: each.order)
        if not fresh:
            return
        self._shown.update(each.id for each in fresh)
        first = {each.id: each for each in fresh[:SHOWN]}
        documents = queue.documents(self.connection, rows.by_id(self.connection, list(first)))
        by_id = {document["id"]: document for document in documents}
        entries = [Entry(id_, by_id[id_], each.sentences) for id_, each in first.items() if id_ in by_id]
        yield Section(what, tuple(entries), len(fresh) - len(entries))


def _order(row: Row) -> tuple[Any, ...]:
    body = row["body"]
    return (-body["priority"], body["moment"]["act_before"] or "9", row["id"])
