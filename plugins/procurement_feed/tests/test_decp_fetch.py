"""Reading the ministry's mirror and the consolidated files: by day, with modifications, nothing twice."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from hub.plugin_api import Checkpoint, FetchContext, RawRecord, SourceChanged, SourceUnavailable
from hub.testing.replay import OdsDataset
from hub.testing.replay.exchange import Request, json_response
from hub_procurement_feed.decp.connector import Decp
from hub_procurement_feed.decp.settings import DecpSettings

TODAY = date(2026, 9, 10)
MARCHES, CONCESSIONS = "decp-2022-marches-valides", "decp-2022-concessions-valides"
PUBLISHED, MODIFIED = "datepublicationdonnees", "datepublicationdonneesmodificationmodification"
CATALOGUE = "https://www.data.gouv.fr/api/1/datasets/5cd57bf68b4c4179299eb0e9/"


def row(number: int, published: str, modified: str = "CDL") -> dict[str, Any]:
    return {
        "id": f"M{number}",
        "acheteur_id": "21399001300012",
        "objet": "x",
        PUBLISHED: published,
        MODIFIED: modified,
    }


class Answer:
    def __init__(self, status: int, content: bytes, url: str, headers: dict[str, str] | None = None) -> None:
        self.status_code, self.content, self.url, self.headers = status, content, url, headers or {}

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise SourceChanged("not JSON", code="not-json") from error

    def iter_bytes(self, chunk_size: int = 65536) -> Iterator[bytes]:
        yield from (self.content[start : start + 512] for start in range(0, len(self.content), 512))


class Portal:
    """The replayed portal with two data sets, and files at absolute addresses; ``cut`` drops records."""

    def __init__(self, marches: list[dict[str, Any]], concessions: list[dict[str, Any]] = ()) -> None:  # type: ignore[assignment]
        blank = {"id": "", PUBLISHED: "2020-01-01"}
        self.sets = [OdsDataset(MARCHES, marches), OdsDataset(CONCESSIONS, [blank, *concessions])]
        self.files: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.cut = 0
        self.body: bytes | None = None

    def get(
        self, path: str, *, params: dict[str, Any] | None = None, stream: bool = False, **_: Any
    ) -> Answer:
        self.asked.append(path)
        if "://" in path:
            return self.files.get(path) or Answer(404, b"nothing", path)
        query = {name: (str(value),) for name, value in (params or {}).items()}
        request = Request(len(self.asked), "GET", path, query)
        answers = (source.answer(request) for source in self.sets)
        found = next(filter(None, answers), json_response({"error_code": "NotFound"}, 404))
        body = found.whole_body()
        if path.endswith("exports/json"):
            body = json.dumps(json.loads(body)[: len(json.loads(body)) - self.cut]).encode()
            body = body if self.body is None else self.body
        return Answer(found.status, body, path)


def context(portal: Portal, **more: Any) -> Any:
    settings = DecpSettings(**more.pop("settings", {}))
    log = logging.getLogger("test")
    return FetchContext(settings=settings, http=portal, log=log, today=TODAY, **more)  # type: ignore[arg-type]


def run(portal: Portal, cursor: str | None, **more: Any) -> tuple[list[str], list[str]]:
    items = list(Decp().fetch(context(portal, **more), cursor))
    assert isinstance(items[-1], Checkpoint)
    keys = [item.key.partition(":")[2] for item in items if isinstance(item, RawRecord)]
    return keys, [item.cursor for item in items if isinstance(item, Checkpoint)]


ROWS = [row(day, f"2026-09-{day:02d}") for day in range(1, 11)]


def test_days_are_promised_one_by_one_with_the_lag_before_the_cursor() -> None:
    keys, cursors = run(Portal(ROWS), "2026-09-08")
    assert keys == [f"M{day}" for day in range(5, 11)]
    assert cursors == ["2026-09-08"] * 4 + ["2026-09-09", "2026-09-10"]


def test_a_contract_comes_again_when_its_modification_is_published() -> None:
    old = row(99, "2024-01-05", modified="2026-09-09")
    keys, _ = run(Portal([*ROWS, old]), "2026-09-09", settings={"lag_days": 0})
    assert sorted(keys) == ["M10", "M9", "M99"]


def test_concessions_are_read_beside_the_marches() -> None:
    keys, _ = run(Portal(ROWS, [row(500, "2026-09-10")]), "2026-09-10", settings={"lag_days": 0})
    assert sorted(keys) == ["M10", "M500"]


def test_the_first_run_reads_a_year_in_months() -> None:
    portal = Portal([row(1, "2025-09-09"), row(2, "2025-09-10"), *ROWS[3:]])
    keys, cursors = run(portal, None)
    assert keys == ["M2", *(f"M{day}" for day in range(4, 11))]
    assert len(cursors) == 12
    assert cursors[-1] == "2026-09-10"


def test_a_field_typed_as_text_is_compared_as_text() -> None:
    """Nobody has seen the portal's own types: both must work."""
    rows = [row(0, "CDL"), *ROWS]  # not all are dates: the replayed portal calls the field a text
    keys, _ = run(Portal(rows), "2026-09-10", settings={"lag_days": 1})
    assert keys == ["M9", "M10"]


def test_the_days_that_a_person_asks_for() -> None:
    keys, cursors = run(Portal(ROWS), "2026-09-08", since=date(2026, 9, 2), until=date(2026, 9, 3))
    assert keys == ["M2", "M3"]
    assert cursors == ["2026-09-08"] * 2, "a cursor never goes back"
    _, cursors = run(Portal(ROWS), "2026-09-01", since=date(2026, 9, 5))
    assert set(cursors) == {"2026-09-01"}, "nor does it jump over days that were not read"


@pytest.mark.parametrize(
    ("cursor", "code"),
    [
        ("hier", "cursor-unreadable"),
        ("2026-12-01", "cursor-from-future"),
        ("2026-09-01 {", "cursor-unreadable"),
    ],
)
def test_a_cursor_that_cannot_be(cursor: str, code: str) -> None:
    with pytest.raises(SourceChanged) as caught:
        run(Portal(ROWS), cursor)
    assert caught.value.code == code
    assert caught.value.next_step == "hub sync decp --since 2026-09-03"


def test_an_export_cut_short_promises_nothing() -> None:
    portal = Portal([*ROWS, row(11, "2026-09-10")])
    portal.cut = 1
    seen: list[Any] = []
    with pytest.raises(SourceUnavailable, match="0 records of 1"):
        seen.extend(Decp().fetch(context(portal, settings={"lag_days": 0}), "2026-09-09"))
    assert not [item for item in seen if isinstance(item, Checkpoint)]


def test_a_page_of_maintenance_is_no_answer() -> None:
    portal = Portal(ROWS)
    portal.body = b"<!DOCTYPE html><html><body>Maintenance</body></html>"
    with pytest.raises(SourceChanged, match="not html"):
        run(portal, "2026-09-10")


def test_a_data_set_that_lost_its_day_of_publication() -> None:
    portal = Portal([{"id": "1", "acheteur_id": "2", "date_pub": "2026-09-10"}])
    with pytest.raises(SourceChanged) as caught:
        run(portal, "2026-09-10")
    assert caught.value.code == "decp-fields-changed"
    assert "HUB_DECP__DATASETS" in caught.value.next_step


def test_a_data_set_that_is_gone_is_named_and_not_passed_over() -> None:
    with pytest.raises(SourceChanged, match="decp-old") as caught:
        run(Portal(ROWS), "2026-09-10", settings={"datasets": (MARCHES, "decp-old")})
    assert "HUB_DECP__DATASETS" in caught.value.next_step


def test_check_counts() -> None:
    assert "10 contracts" in Decp().check(context(Portal(ROWS)))
    assert Decp().check(context(Portal(ROWS), settings={"datasets": ()}))


# -- consolidated files -------------------------------------------------------------------------------

FILE = "https://static.data.gouv.fr/decp-2026.json"
CONTENT = json.dumps({"marches": {"marche": [
    {"id": "F1", "acheteur": {"id": "21399001300012"}, "objet": "a", "datePublicationDonnees": "2026-01-02"},
    {"id": "F2", "acheteur": {"id": "21399001300012"}, "objet": "b", "datePublicationDonnees": "2026-08-02"},
]}}).encode()  # fmt: skip


def with_file(content: bytes = CONTENT, etag: str = "one") -> Portal:
    portal = Portal(ROWS)
    portal.files[FILE] = Answer(200, content, FILE, {"ETag": etag})
    return portal


def test_a_file_is_read_once_for_each_of_its_versions() -> None:
    asked = {"settings": {"datasets": (), "resources": (FILE,)}}
    keys, cursors = run(with_file(), "2026-09-10", **asked)
    assert keys == ["F1", "F2"]
    assert cursors[-1] == f'2026-09-10 {{"{FILE}": "one"}}'
    assert run(with_file(), cursors[-1], **asked)[0] == []
    assert run(with_file(etag="two"), cursors[-1], **asked)[0] == ["F1", "F2"]
    assert run(with_file(), cursors[-1], full=True, **asked)[0] == ["F1", "F2"]


def test_the_days_asked_for_hold_for_files_too() -> None:
    asked = {"datasets": (), "resources": (FILE,)}
    assert run(with_file(), None, settings=asked, since=date(2026, 8, 1))[0] == ["F2"]


def test_the_id_of_a_resource_is_looked_up_as_its_address_changes() -> None:
    portal = with_file()
    listed = {"resources": [{"id": "r-1", "url": FILE, "checksum": {"type": "sha1", "value": "abc"}}]}
    portal.files[CATALOGUE] = Answer(200, json.dumps(listed).encode(), CATALOGUE)
    asked = {"settings": {"datasets": (), "resources": ("r-1",)}}
    keys, cursors = run(portal, "2026-09-10", **asked)
    assert (keys, cursors[-1]) == (["F1", "F2"], '2026-09-10 {"r-1": "abc"}')
    portal.asked.clear()
    run(portal, cursors[-1], **asked)
    assert portal.asked == [CATALOGUE], "a file that did not change is not asked for"


def test_an_unknown_resource_is_named() -> None:
    portal = with_file()
    portal.files[CATALOGUE] = Answer(200, b'{"resources": []}', CATALOGUE)
    with pytest.raises(SourceChanged) as caught:
        run(portal, "2026-09-10", settings={"datasets": (), "resources": ("r-9",)})
    assert (caught.value.code, "HUB_DECP__RESOURCES" in caught.value.next_step) == ("decp-no-resource", True)


def test_a_resource_that_is_something_else_now() -> None:
    with pytest.raises(SourceChanged, match="not html"):
        run(with_file(b"<html><body></body></html>"), None, settings={"datasets": (), "resources": (FILE,)})
