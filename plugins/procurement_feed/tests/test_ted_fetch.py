"""Reading TED over the network: nothing is missed, whatever happens between two answers or two runs."""

from __future__ import annotations

import io
import json
import logging
import re
import tarfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from hub.plugin_api import Checkpoint, FetchContext, RawRecord, SourceChanged, SourceUnavailable
from hub_procurement_feed.ted import issues
from hub_procurement_feed.ted.connector import Ted
from hub_procurement_feed.ted.issues import Issue
from hub_procurement_feed.ted.settings import TedSettings

TODAY = date(2026, 1, 20)
HTML = b"<!DOCTYPE html><html><body>maintenance</body></html>"


def notice(number: str, day: date, country: str = "FR") -> bytes:
    return (
        f'<TED_EXPORT DOC_ID="{number}"><CODED_DATA_SECTION>'
        f"<REF_OJS><DATE_PUB>{day:%Y%m%d}</DATE_PUB></REF_OJS>"
        f'<NOTICE_DATA><ISO_COUNTRY VALUE="{country}"/></NOTICE_DATA></CODED_DATA_SECTION></TED_EXPORT>'
    ).encode()


def packed(payloads: list[bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for number, payload in enumerate(payloads):
            info = tarfile.TarInfo(f"170_2026/{number}.xml")
            info.size = len(payload)
            archive.addfile(info, io.BytesIO(payload))
    return content.getvalue()


class Answer:
    def __init__(self, url: str, content: bytes, status: int = 200) -> None:
        self.url, self.content, self.status_code = url, content, status
        self.headers: dict[str, str] = {}

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise SourceChanged("not JSON", code="not-json") from error

    def iter_bytes(self, chunk_size: int = 97) -> Iterator[bytes]:
        for start in range(0, len(self.content), 97):
            yield self.content[start : start + 97]


class Site:
    """TED with an issue each working day from 2 January on, three French notices and one Belgian each."""

    def __init__(self, *, calendar: bool = True, raises: bool = True) -> None:
        self.days: dict[Issue, date] = {}
        for year, first in ((2025, date(2025, 12, 22)), (2026, date(2026, 1, 2))):
            number, day = (250 if year == 2025 else 1), first
            while day <= TODAY and day.year == year:
                if day.weekday() < 5 and day != date(2025, 12, 25):
                    self.days[Issue(year, number)] = day
                    number += 1
                day += timedelta(days=1)
        self.calendar, self.raises = calendar, raises
        self.bodies: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.posted: list[dict[str, Any]] = []
        self.per_page: int | None = None
        self.total_off = 0

    def numbers(self, day: date) -> list[str]:
        return (
            [f"{day:%m%d}{n}-{day.year}".lstrip("0") for n in range(3)] if day in self.days.values() else []
        )

    def every(self) -> set[str]:
        return {number for day in self.days.values() for number in self.numbers(day)}

    def get(self, path: str, *, stream: bool = False, **_: Any) -> Answer:
        self.asked.append(path)
        if path in self.bodies:
            return Answer(path, self.bodies[path])
        body = self._body(path)
        if body is not None:
            return Answer(path, body)
        if self.raises:
            raise SourceChanged(f"{path} answered 404", code="not-found")
        return Answer(path, b"", 404)

    def _body(self, path: str) -> bytes | None:
        if match := re.fullmatch(r"/packages/daily/(\d{4})(\d{5})", path):
            day = self.days.get(Issue(int(match[1]), int(match[2])))
            return None if day is None else self.package(day)
        if match := re.fullmatch(r"/en/release-calendar/-/download/file/CSV/(\d{4})", path):
            rows = [
                f"{i.number}/{i.year};{d:%d/%m/%Y}" for i, d in self.days.items() if str(i.year) == match[1]
            ]
            return "\n".join(["OJ S;Publication date", *rows]).encode() if self.calendar else None
        if match := re.fullmatch(r"/en/notice/(\d+-\d{4})/xml", path):
            days = [day for day in self.days.values() if match[1] in self.numbers(day)]
            return notice(match[1], days[0]) if days else None
        raise AssertionError(path)

    def package(self, day: date) -> bytes:
        return packed([*(notice(n, day) for n in self.numbers(day)), notice("9-2026", day, "BE")])

    def post(self, path: str, *, json: Any, **_: Any) -> Answer:
        assert path == "https://api.ted.europa.eu/v3/notices/search"
        self.posted.append(json)
        return Answer(path, self._page(json))

    def _page(self, body: dict[str, Any]) -> bytes:
        match = re.search(r"publication-date=(\d{8})", body["query"])
        assert match is not None
        found = self.numbers(date.fromisoformat(match[1]))
        start, limit = int(body["iterationNextToken"] or 0), self.per_page or body["limit"]
        page = [{"publication-number": f"00{number}"} for number in found[start : start + limit]]
        token = str(start + limit) if page else None
        return json.dumps(
            {
                "notices": page,
                "totalNoticeCount": len(found) + self.total_off,
                "iterationNextToken": token,
            }
        ).encode()


def context(site: Site, **more: Any) -> Any:
    settings = TedSettings(**more.pop("settings", {}))
    log = logging.getLogger("test")
    return FetchContext(settings=settings, http=site, log=log, today=more.pop("today", TODAY), **more)  # type: ignore[arg-type]


def run(site: Site, cursor: str | None, **more: Any) -> tuple[list[str], list[str]]:
    items = list(Ted().fetch(context(site, **more), cursor))
    return [i.key for i in items if isinstance(i, RawRecord)], [
        i.cursor for i in items if isinstance(i, Checkpoint)
    ]


SEARCH = {"mode": "search"}


class TestPackages:
    def test_the_issues_after_the_cursor_each_with_its_promise(self) -> None:
        site = Site()
        keys, cursors = run(site, "2026-00010")
        assert cursors == ["2026-00011", "2026-00012", "2026-00013"]
        assert keys == [
            n for issue, day in site.days.items() if str(issue) in cursors for n in site.numbers(day)
        ]
        assert not any("calendar" in path for path in site.asked), "the number alone is enough"

    def test_nothing_new_is_the_end_of_the_run(self) -> None:
        for raises in (True, False):
            site = Site(raises=raises)
            assert run(site, "2026-00013") == ([], [])
            assert site.asked == ["/packages/daily/202600014", "/packages/daily/202600015"]

    def test_the_year_turns(self) -> None:
        keys, cursors = run(Site(), "2025-00255")
        assert cursors[:2] == ["2025-00256", "2026-00001"]
        assert len(keys) == 3 * len(cursors)

    @pytest.mark.parametrize("calendar", [True, False])
    def test_the_first_run_begins_on_its_first_day(self, calendar: bool) -> None:
        site = Site(calendar=calendar)
        keys, cursors = run(site, None, settings={"first_day": date(2026, 1, 8)})
        wanted = [n for day in site.days.values() if day >= date(2026, 1, 8) for n in site.numbers(day)]
        assert keys == wanted
        assert cursors[-1] == "2026-00013"

    def test_resuming_from_any_checkpoint_loses_nothing(self) -> None:
        items = list(Ted().fetch(context(Site(), since=date(2025, 12, 22)), None))
        for at, item in enumerate(items):
            if isinstance(item, Checkpoint):
                seen = {raw.key for raw in items[:at] if isinstance(raw, RawRecord)}
                assert seen | set(run(Site(), item.cursor)[0]) == Site().every()

    def test_a_cut_package_gives_what_came_whole_and_promises_nothing(self) -> None:
        site, given = Site(), []
        payloads = [
            notice(f"{n}-2026", TODAY) + b"<!--" + bytes(str(hash(n)) * 40, "ascii") + b"-->"
            for n in range(1, 90)
        ]
        site.bodies["/packages/daily/202600012"] = packed(payloads)[:-400]
        with pytest.raises(SourceUnavailable) as error:
            given.extend(Ted().fetch(context(site), "2026-00010"))
        assert error.value.code == "ted-package-cut"
        assert [i.cursor for i in given if isinstance(i, Checkpoint)] == ["2026-00011"]
        assert len(given) > 4

    def test_a_page_where_a_package_was_due(self) -> None:
        site = Site()
        site.bodies["/packages/daily/202600011"] = HTML
        with pytest.raises(SourceChanged) as error:
            run(site, "2026-00010")
        assert error.value.code == "ted-not-a-package"

    def test_an_empty_body_is_asked_for_again_later(self) -> None:
        site = Site()
        site.bodies["/packages/daily/202600011"] = b""
        with pytest.raises(SourceUnavailable):
            run(site, "2026-00010")

    def test_an_issue_without_notices_is_read(self) -> None:
        site = Site()
        site.bodies["/packages/daily/202600011"] = packed([])
        keys, cursors = run(site, "2026-00010")
        assert (len(keys), cursors[0]) == (6, "2026-00011")

    def test_a_damaged_notice_does_not_hide_the_others(self) -> None:
        site = Site()
        site.bodies["/packages/daily/202600013"] = packed(
            [
                b'<TED_EXPORT><ISO_COUNTRY VALUE="FR"/>',
                notice("77-2026", TODAY),
                b"<x>",
                b"pas du XML du tout",
            ]
        )
        keys, _ = run(site, "2026-00012")
        assert keys[0].startswith("!damaged:")
        assert keys[1:] == ["77-2026"]

    def test_a_missing_package_is_not_the_end_of_the_series(self) -> None:
        """404 means "not out yet" only when nothing comes after: else a day would be lost without a word."""
        site = Site()
        del site.days[Issue(2026, 11)]
        with pytest.raises(SourceUnavailable) as error:
            run(site, "2026-00010")
        assert error.value.code == "ted-package-missing"
        assert error.value.next_step.startswith("HUB_TED__MODE=search")

    def test_days_asked_for_by_a_person(self) -> None:
        site = Site()
        keys, cursors = run(site, "2026-00003", since=date(2026, 1, 14), until=date(2026, 1, 15))
        assert keys == [n for day in (date(2026, 1, 14), date(2026, 1, 15)) for n in site.numbers(day)]
        assert set(cursors) == {"2026-00003"}, (
            "the issues between were not read: the cursor stays before them"
        )

    def test_the_cursor_of_the_other_mode(self) -> None:
        site = Site()
        keys, _ = run(site, "2026-01-15")
        assert keys == [n for day in site.days.values() if day > date(2026, 1, 15) for n in site.numbers(day)]


class TestSearch:
    def test_day_by_day_in_pages(self) -> None:
        site = Site()
        site.per_page = 2
        keys, cursors = run(site, "2026-01-15", settings=SEARCH)
        assert keys == [n for day in site.days.values() if day > date(2026, 1, 15) for n in site.numbers(day)]
        assert cursors == ["2026-01-16", "2026-01-17", "2026-01-18", "2026-01-19", "2026-01-19"], (
            "today is not over"
        )
        assert site.posted[0] == {
            "query": "(buyer-country IN (FRA)) AND (publication-date=20260116) SORT BY publication-date ASC",
            "fields": ["publication-number", "publication-date"],
            "limit": 250,
            "scope": "ALL",
            "checkQuerySyntax": False,
            "paginationMode": "ITERATION",
            "iterationNextToken": None,
        }

    def test_resuming_from_any_checkpoint_loses_nothing(self) -> None:
        items = list(Ted().fetch(context(Site(), since=date(2025, 12, 22), settings=SEARCH), None))
        for at, item in enumerate(items):
            if isinstance(item, Checkpoint):
                seen = {raw.key for raw in items[:at] if isinstance(raw, RawRecord)}
                assert seen | set(run(Site(), item.cursor, settings=SEARCH)[0]) == Site().every()

    def test_both_modes_give_the_same_records(self) -> None:
        def records(**settings: Any) -> dict[str, bytes]:
            items = Ted().fetch(context(Site(), settings=settings), "2026-01-15")
            return {item.key: item.payload for item in items if isinstance(item, RawRecord)}

        assert records() == records(**SEARCH)

    def test_fewer_notices_than_announced(self) -> None:
        site = Site()
        site.total_off = 1
        with pytest.raises(SourceUnavailable):
            run(site, "2026-01-15", settings=SEARCH)

    @pytest.mark.parametrize(
        "body",
        [
            HTML,
            b"[]",
            b'{"message": "unknown field"}',
            b'{"notices": [], "totalNoticeCount": "0"}',
            b'{"notices": [{"links": {}}], "totalNoticeCount": 1}',
        ],
    )
    def test_another_answer_than_a_page_stops_the_run(self, body: bytes) -> None:
        site = Site()
        site._page = lambda _: body  # type: ignore[method-assign]
        with pytest.raises(SourceChanged):
            run(site, "2026-01-15", settings=SEARCH)

    def test_the_same_page_again_and_again(self) -> None:
        site = Site()
        site._page = lambda _: json.dumps(  # type: ignore[method-assign]
            {"notices": [{"ND": "1-2026"}], "totalNoticeCount": 9, "iterationNextToken": "x"}
        ).encode()
        with pytest.raises(SourceChanged) as error:
            run(site, "2026-01-15", settings=SEARCH)
        assert error.value.code == "ted-same-page"

    def test_a_search_that_timed_out(self) -> None:
        site = Site()
        site._page = lambda _: b'{"notices": [], "totalNoticeCount": 0, "timedOut": true}'  # type: ignore[method-assign]
        with pytest.raises(SourceUnavailable):
            run(site, "2026-01-15", settings=SEARCH)

    def test_a_notice_that_is_announced_and_not_there_yet(self) -> None:
        site = Site()
        site.bodies["/en/notice/1200-2026/xml"] = HTML
        site.numbers = lambda day: ["5-2026"] if day == TODAY else []  # type: ignore[method-assign]
        site._body = lambda path: None  # type: ignore[method-assign]
        with pytest.raises(SourceUnavailable):
            run(site, "2026-01-19", settings=SEARCH)

    def test_a_notice_withdrawn_long_ago_does_not_stop_the_others(self) -> None:
        site = Site()
        known = site.numbers(date(2026, 1, 15))
        original = site._body
        site._body = lambda path: None if known[1] in path else original(path)  # type: ignore[method-assign]
        assert run(site, "2026-01-14", settings=SEARCH, until=date(2026, 1, 15))[0] == [known[0], known[2]]

    def test_a_page_where_xml_was_due(self) -> None:
        site = Site()
        site.bodies[f"/en/notice/{site.numbers(date(2026, 1, 16))[0]}/xml"] = HTML
        with pytest.raises(SourceChanged, match="html"):
            run(site, "2026-01-15", settings=SEARCH)

    def test_the_cursor_of_the_other_mode(self) -> None:
        for calendar in (True, False):
            keys, _ = run(Site(calendar=calendar), "2026-00011", settings=SEARCH)
            later = {n for i, day in Site().days.items() if i > Issue(2026, 11) for n in Site().numbers(day)}
            assert later <= set(keys)


@pytest.mark.parametrize(
    ("cursor", "code"),
    [
        ("2026-01-21", "cursor-from-future"),
        ("2027-00001", "cursor-from-future"),
        ("page 3", "cursor-unreadable"),
    ],
)
def test_a_cursor_that_cannot_be(cursor: str, code: str) -> None:
    with pytest.raises(SourceChanged) as error:
        run(Site(), cursor)
    assert (error.value.code, error.value.next_step) == (code, "hub sync ted --since 2026-01-13")


def test_check_counts_the_notices_of_today() -> None:
    assert "3 notices" in Ted().check(context(Site()))


class TestIssues:
    @pytest.mark.parametrize(
        "text",
        [
            "OJ S;Publication date\n1/2026;02/01/2026\n2/2026;05/01/2026\n",
            "\ufeffPublication date,OJ S number\r\n2026-01-02,1\r\n2026-01-05,2\r\n",
            'Date\tNumber\n"2.1.2026"\t001\n"5.1.2026"\t002\n',
        ],
    )
    def test_a_calendar_whatever_its_columns(self, text: str) -> None:
        assert issues.calendar(text, 2026) == {
            Issue(2026, 1): date(2026, 1, 2),
            Issue(2026, 2): date(2026, 1, 5),
        }

    @pytest.mark.parametrize("text", ["", "rien", "1/2026;31/02/2026", "1;05/01/2026\n2;02/01/2026"])
    def test_a_calendar_that_makes_no_sense_is_none(self, text: str) -> None:
        assert issues.calendar(text, 2026) == {}

    def test_without_calendar_the_guess_is_never_too_late(self) -> None:
        site = Site()
        for issue, day in site.days.items():
            assert issues.at_latest(day) <= issue or issue.year == 2025
            assert issue.earliest() <= day
