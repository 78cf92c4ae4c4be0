"""Reading the API: nothing is missed, whatever happens between two pages or two runs."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from hub.plugin_api import Checkpoint, FetchContext, RawRecord, SourceChanged, SourceUnavailable
from hub_procurement_feed.boamp import query
from hub_procurement_feed.boamp.connector import Boamp
from hub_procurement_feed.boamp.settings import BoampSettings

TODAY = date(2026, 9, 10)


def record(number: int, day: str) -> dict[str, Any]:
    return {"idweb": f"26-{number:05d}", "objet": f"Avis {number}", "dateparution": day}


class Answer:
    status_code = 200
    url = "https://boamp.invalid/"

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.headers: dict[str, str] = {}

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise SourceChanged("not JSON", code="not-json") from error

    def iter_bytes(self, chunk_size: int = 7) -> Iterator[bytes]:
        for start in range(0, len(self.content), 7):
            yield self.content[start : start + 7]


class Platform:
    """An Opendatasoft that answers from ``rows``; ``after(n)`` acts after the n-th question."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.after: Callable[[int], None] = lambda n: None
        self.body: bytes | None = None
        self.cut = 0

    def get(self, path: str, *, params: dict[str, Any], stream: bool = False, **_: Any) -> Answer:
        self.asked.append((path, params))
        answer = Answer(self.body if self.body is not None else self._body(path, params))
        self.after(len(self.asked))
        return answer

    def post(self, *_: Any, **__: Any) -> Answer:
        raise AssertionError("BOAMP is only read")

    def _body(self, path: str, params: dict[str, Any]) -> bytes:
        days = re.findall(r"date'([\d-]+)'", params["where"])
        low, high = days if days else ("0", "9")
        assert params["order_by"] == "dateparution, idweb"
        found = [row for row in self.rows if low <= row["dateparution"] <= high]
        found.sort(key=lambda row: (row["dateparution"], row["idweb"]))
        if path.endswith("/exports/json"):
            assert "offset" not in params
            return json.dumps(found[: len(found) - self.cut]).encode()
        offset, limit = params["offset"], params["limit"]
        assert offset + limit <= query.WINDOW, "HTTP 400 on the real platform"
        return json.dumps({"total_count": len(found), "results": found[offset : offset + limit]}).encode()


def context(platform: Platform, **more: Any) -> Any:
    settings = more.pop("settings", BoampSettings(page_size=10))
    log = logging.getLogger("test")
    return FetchContext(settings=settings, http=platform, log=log, today=more.pop("today", TODAY), **more)  # type: ignore[arg-type]


def run(platform: Platform, cursor: str | None, **more: Any) -> tuple[list[str], list[str]]:
    items = list(Boamp().fetch(context(platform, **more), cursor))
    keys = [item.key for item in items if isinstance(item, RawRecord)]
    return keys, [item.cursor for item in items if isinstance(item, Checkpoint)]


def days(first: str, count: int, each: int) -> list[dict[str, Any]]:
    start = date.fromisoformat(first)
    return [
        record(1000 * day + number, (start + timedelta(days=day)).isoformat())
        for day in range(count)
        for number in range(each)
    ]


def test_days_are_read_whole_then_promised_with_the_lag_before_the_cursor() -> None:
    platform = Platform(days("2026-09-01", 10, 25))
    keys, cursors = run(platform, "2026-09-08")
    assert keys == [row["idweb"] for row in platform.rows if row["dateparution"] >= "2026-09-05"]
    assert cursors == ["2026-09-08"] * 4 + ["2026-09-09", "2026-09-10"], "a cursor never goes back"


def test_resuming_from_any_checkpoint_loses_nothing() -> None:
    platform = Platform(days("2026-09-01", 10, 13))
    every = {row["idweb"] for row in platform.rows}
    items = list(Boamp().fetch(context(platform, since=date(2026, 9, 1)), None))
    for at, item in enumerate(items):
        if isinstance(item, Checkpoint):
            seen = {raw.key for raw in items[:at] if isinstance(raw, RawRecord)}
            assert seen | set(run(platform, item.cursor)[0]) == every


def test_a_list_that_grows_between_two_pages_is_read_again() -> None:
    platform = Platform(days("2026-09-10", 1, 25))

    def grow(asked: int) -> None:
        if asked == 2:
            platform.rows.insert(0, {**record(0, "2026-09-10"), "idweb": "26-00000a"})

    platform.after = grow
    keys, cursors = run(platform, None, since=TODAY)
    assert len(keys) == len(set(keys)) == 26
    assert cursors == ["2026-09-10"]


def test_a_list_that_shrinks_does_not_hide_a_record() -> None:
    """A record withdrawn from the first page moves the others: without a second reading one is skipped."""
    platform = Platform(days("2026-09-10", 1, 25))

    def shrink(asked: int) -> None:
        if asked == 1:
            del platform.rows[0]

    platform.after = shrink
    assert len(run(platform, None, since=TODAY)[0]) == 24


def test_a_list_that_never_holds_still_is_left_for_later() -> None:
    platform = Platform(days("2026-09-10", 1, 25))
    platform.after = lambda asked: platform.rows.append(record(900 + asked, "2026-09-10"))
    with pytest.raises(SourceUnavailable):
        run(platform, None, since=TODAY)


def test_the_same_idweb_twice_in_the_source_is_not_a_moving_list() -> None:
    platform = Platform([record(1, "2026-09-10"), record(1, "2026-09-10")])
    assert run(platform, None, since=TODAY)[0] == ["26-00001", "26-00001"]


def test_a_day_beyond_the_window_of_records_is_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "WINDOW", 30)
    platform = Platform(days("2026-09-10", 1, 45))
    keys, cursors = run(platform, None, since=TODAY)
    assert (len(keys), cursors) == (45, ["2026-09-10"])
    assert platform.asked[-1][0].endswith("/exports/json")


def test_a_long_window_is_read_by_exports_with_a_checkpoint_a_day() -> None:
    platform = Platform(days("2026-07-20", 50, 2))
    keys, cursors = run(platform, None)
    assert len(keys) == 100
    assert cursors == sorted(cursors)
    assert cursors[-1] == "2026-09-10"
    assert "2026-07-21" in cursors


def test_an_export_cut_short_promises_nothing_more() -> None:
    platform = Platform(days("2026-07-20", 50, 2))
    platform.cut = 5
    given: list[Any] = []
    with pytest.raises(SourceUnavailable):
        given.extend(Boamp().fetch(context(platform), None))
    kept = {item.key for item in given if isinstance(item, RawRecord)}
    last = max(item.cursor for item in given if isinstance(item, Checkpoint))
    assert {row["idweb"] for row in platform.rows if row["dateparution"] <= last} <= kept


@pytest.mark.parametrize("since", ["2026-09-11", "9999-01-01"])
def test_a_cursor_from_the_future_says_what_to_type(since: str) -> None:
    with pytest.raises(SourceChanged) as error:
        run(Platform([]), since)
    assert error.value.code == "cursor-from-future"
    assert error.value.next_step == "hub sync boamp --since 2026-09-03"


def test_a_cursor_that_is_no_day() -> None:
    with pytest.raises(SourceChanged) as error:
        run(Platform([]), "page 3")
    assert error.value.code == "cursor-unreadable"


@pytest.mark.parametrize(
    "body",
    [
        b"<html>maintenance</html>",
        b"[]",
        b'{"error_code": "ODSQLError"}',
        b'{"total_count": "1", "results": []}',
    ],
)
def test_another_answer_than_a_page_stops_the_run(body: bytes) -> None:
    platform = Platform([])
    platform.body = body
    with pytest.raises(SourceChanged):
        run(platform, "2026-09-09")


def test_html_where_the_export_was_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "WINDOW", 12)
    platform = Platform(days("2026-09-10", 1, 5))

    def maintenance(asked: int) -> None:
        platform.body = b"<!DOCTYPE html><html><body>maintenance</body></html>"

    platform.after = maintenance
    with pytest.raises(SourceChanged, match="html"):
        run(platform, None, since=TODAY)


def test_a_gap_left_by_since_is_never_promised() -> None:
    platform = Platform(days("2026-08-01", 40, 1))
    _, cursors = run(platform, "2026-08-10", since=date(2026, 9, 5))
    assert set(cursors) == {"2026-08-10"}, "12 August was not read: the cursor must stay before it"


def test_until_and_full() -> None:
    platform = Platform(days("2026-08-01", 40, 1))
    keys, _ = run(platform, None, since=date(2026, 8, 3), until=date(2026, 8, 5))
    assert len(keys) == 3
    everything, _ = run(platform, None, full=True, settings=BoampSettings(first_day=date(2026, 8, 1)))
    assert len(everything) == 40


def test_the_departements_are_asked_as_the_source_writes_them() -> None:
    platform = Platform([])
    run(platform, None, since=TODAY, settings=BoampSettings(departements=("04", "38", "2A", "974")))
    assert platform.asked[0][1]["where"].endswith('and code_departement in ("4", "38", "2A", "974")')


def test_an_item_that_is_no_record_is_kept_for_quarantine() -> None:
    platform = Platform([{"dateparution": "2026-09-10", "idweb": "", "objet": "sans identité"}])
    (key,), _ = run(platform, None, since=TODAY)
    assert key.startswith("!damaged:")


def test_check_asks_for_one_record() -> None:
    platform = Platform(days("2026-09-10", 1, 5))
    assert "5 notices" in Boamp().check(context(platform))
    assert platform.asked[0][1]["limit"] == 1
