"""The whole data set or nothing: only a complete export may close the projects that are no longer in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from hub.plugin_api import FetchContext, RawRecord, SnapshotComplete, SourceChanged, SourceUnavailable
from hub.testing.replay import OdsDataset
from hub.testing.replay.exchange import Request
from hub_procurement_feed.approch.connector import Approch
from hub_procurement_feed.approch.settings import ApprochSettings


class Answer:
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed

    def __init__(self, status: int, content: bytes) -> None:
        self.status_code, self.content, self.url = status, content, "https://portal.invalid/"

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise SourceChanged("not JSON", code="not-json") from error

    def iter_bytes(self, chunk_size: int = 65536) -> Iterator[bytes]:
        yield from (self.content[start : start + 100] for start in range(0, len(self.content), 100))


class Portal:
    """The replayed portal; ``spoil`` changes the bytes of an export."""

    def __init__(self, count: int, processed: str = "2026-08-15T04:00:00+00:00") -> None:
        rows = [{"code": 64000 + n, "libelle": f"Projet {n}", "responsable": "Camille"} for n in range(count)]
        self.dataset = OdsDataset("projets-dachats-publics", rows, data_processed=processed)
        self.spoil = lambda body: body

    def get(
        self, path: str, *, params: dict[str, Any] | None = None, stream: bool = False, **_: Any
    ) -> Answer:
        query = {name: (str(value),) for name, value in (params or {}).items()}
        found = self.dataset.answer(Request(1, "GET", path, query))
        assert found is not None
        body = found.whole_body()
        return Answer(found.status, self.spoil(body) if "exports" in path else body)


def fetched(portal: Portal) -> list[Any]:
    log = logging.getLogger("test")
    ctx: Any = FetchContext(settings=ApprochSettings(), http=portal, log=log, today=date(2026, 9, 10))  # type: ignore[arg-type]
    return list(Approch().fetch(ctx, None))


def test_a_snapshot_ends_on_its_word() -> None:
    found = fetched(Portal(250))
    assert found[-1] == SnapshotComplete(scope="", expected=250)
    raws = [item for item in found if isinstance(item, RawRecord)]
    assert [raw.key for raw in raws] == [str(64000 + n) for n in range(250)]
    assert {raw.published for raw in raws} == {date(2026, 8, 15)}, "the day of the data, not of the run"
    assert not any(b"Camille" in raw.payload for raw in raws)


def test_the_same_projects_the_next_day_are_the_same_bytes() -> None:
    one, two = fetched(Portal(3)), fetched(Portal(3, processed="2026-08-16T04:00:00+00:00"))
    assert [raw.payload for raw in one[:-1]] == [raw.payload for raw in two[:-1]]


def test_a_list_that_is_too_short_closes_nobody() -> None:
    portal = Portal(10)
    portal.spoil = lambda body: json.dumps(json.loads(body)[:4]).encode()
    with pytest.raises(SourceUnavailable, match="4 records of 10"):
        fetched(portal)


def test_an_export_cut_in_a_record_closes_nobody() -> None:
    portal = Portal(10)
    portal.spoil = lambda body: body[:-60]
    with pytest.raises(SourceUnavailable, match="9 records of 10"):
        fetched(portal)


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html></html>", b"", b"Service indisponible"])
def test_an_answer_that_is_no_export(body: bytes) -> None:
    portal = Portal(10)
    portal.spoil = lambda _: body
    with pytest.raises(SourceChanged, match="JSON was due"):
        fetched(portal)


def test_an_error_of_the_portal_is_told() -> None:
    portal = Portal(1)
    portal.dataset.quota = 0
    with pytest.raises(SourceChanged, match="429"):
        fetched(portal)


def test_check_counts() -> None:
    ctx: Any = FetchContext(
        settings=ApprochSettings(),
        http=Portal(7),
        log=logging.getLogger("t"),
        today=date(2026, 9, 10),  # type: ignore[arg-type]
    )
    assert "7 projects" in Approch().check(ctx)
