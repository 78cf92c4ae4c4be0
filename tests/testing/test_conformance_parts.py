"""What the kit stands on: recordings, hostile inputs, the guard of purity."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hub import testing
from hub.plugin_api import documents
from hub.testing import Exchange, FakeSource, hostile, load_case, load_cases
from hub.testing.conformance.limits import too_steep
from hub.testing.conformance.pages import follows
from hub.testing.conformance.purity import Impure, guarded
from hub.testing.replay import Request, Response


def test_every_public_name_can_be_had() -> None:
    assert all(getattr(testing, name) is not None for name in testing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Recorder'"):
        _ = testing.Recorder


def request(path: str, method: str = "GET", body: bytes = b"", **query: str) -> Request:
    return Request(1, method, path, {name: (value,) for name, value in query.items()}, {}, body)


def test_the_first_exchange_that_fits_answers() -> None:
    one, two, posted = Response(200, b"1"), Response(200, b"2"), Response(200, b"3")
    source = FakeSource(
        [
            Exchange("/a", one, query={"page": "1"}),
            Exchange("/a", posted, "POST", sent={"next": None}),
            Exchange("/a", two),
        ]
    )
    assert source.answer(request("/a", page="1", size="20")) is one
    assert source.answer(request("/a", page="2")) is two
    assert source.answer(request("/a", "POST", b'{"next": null, "size": 20}')) is posted
    assert source.answer(request("/a", "POST", b'{"next": "t1"}')) is None
    assert source.answer(request("/a", "POST", b"no json")) is None
    assert source.answer(request("/b")) is None


def test_a_case_is_read_from_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "recordings" / "two-pages"
    folder.mkdir(parents=True)
    (tmp_path / "recordings" / "files").mkdir()
    (tmp_path / "shared.csv").write_bytes(b"a;b\n")
    told = {
        "today": "2026-09-04",
        "keys": ["1"],
        "exchanges": [
            {"path": "/x", "file": "../../shared.csv", "headers": {"ETag": '"1"'}},
            {"path": "/y", "json": {"n": 1}, "status": 201},
        ],
    }
    (folder / "case.json").write_text(json.dumps(told))
    (case,) = load_cases(tmp_path / "recordings")
    first, second = (case.sources[0].answer(request(path)) for path in ("/x", "/y"))
    assert first is not None
    assert second is not None
    assert (first.body, first.media, dict(first.headers)) == (b"a;b\n", "text/csv", {"ETag": '"1"'})
    assert (second.body, second.status) == (b'{"n": 1}', 201)
    assert (case.name, case.today, case.keys) == ("two-pages", date(2026, 9, 4), frozenset({"1"}))
    assert folder / "../../shared.csv" in case.files


def test_a_misspelt_field_of_a_case_is_told(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text('{"exchange": []}')
    with pytest.raises(ValueError, match="unknown field"):
        load_case(tmp_path)


def test_hostile_bytes_reach_into_a_document_held_in_a_string() -> None:
    """BOAMP keeps its notice as JSON inside a string: damage outside of it would test nothing."""
    payload = json.dumps({"id": "1", "donnees": json.dumps({"OBJET": {"TITRE": "Peinture"}})}).encode()
    names = {name.partition(" = ")[0] for name, _ in hostile.documents(payload)}
    assert {"id", "donnees", "donnees.(json).OBJET.TITRE"} <= names


@pytest.mark.parametrize("payload", [b'{"a": [1, {"b": null}]}', b"<a><b>x</b></a>", b"a;b\n1;2\n", b""])
def test_hostile_bytes_are_the_same_each_time_and_never_the_good_ones(payload: bytes) -> None:
    damaged = list(hostile.documents(payload))
    assert damaged == list(hostile.documents(payload))
    assert payload not in {bad for _, bad in damaged}


@pytest.mark.parametrize("body", hostile.BLUNT, ids=lambda body: repr(body[:12]))
def test_any_bytes_have_a_format(body: bytes) -> None:
    """A file that holds a byte order mark and nothing else made ``sniff`` raise IndexError."""
    assert documents.sniff(body[:4096])


def _opens() -> object:
    with open(__file__, "rb") as stream:
        return stream.read(1)


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda: datetime.now(UTC), "clock"),
        (date.today, "clock"),
        (time.time, "clock"),
        (random.random, "chance"),
        (lambda: random.choice([1, 2]), "chance"),
        (_opens, "file system"),
        (lambda: Path(__file__).read_bytes(), "file system"),
        (lambda: __import__("socket").create_connection(("127.0.0.1", 9)), "network"),
    ],
)
def test_the_guard_sees_what_is_impure(call: Callable[[], object], what: str) -> None:
    with pytest.raises(Impure, match=what):
        guarded(lambda: (call(), 1)[1])


def test_the_guard_cannot_be_swallowed_and_lets_pure_code_pass() -> None:
    def swallows() -> int:
        try:
            time.time()
        except Exception:
            return 1
        return 2

    with pytest.raises(Impure):
        guarded(swallows)
    day = guarded(lambda: date.fromisoformat("2026-09-04").replace(day=5).isoformat() + str(datetime.min))
    assert day.startswith("2026-09-05")


def test_a_steep_call_is_told_by_its_own_growth() -> None:
    def square(size: int) -> Callable[[], object]:
        return lambda: sum(1 for one in range(size) for other in range(size // 2) if one == other)

    assert too_steep(square, "steps")
    assert too_steep(lambda size: lambda: sum(range(size)), "steps") is None


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (request("/a", page="1"), request("/a", page="2"), True),
        (request("/a"), request("/a", after="x1"), True),
        (request("/a", where="day=1", offset="0"), request("/a", where="day=2", offset="0"), False),
        (request("/a", page="1"), request("/b", page="2"), False),
        (request("/a", page="1"), request("/a", page="1"), False),
        (
            request("/a", "POST", b'{"q": 1, "nextToken": null}'),
            request("/a", "POST", b'{"q": 1, "nextToken": "t"}'),
            True,
        ),
    ],
)
def test_which_requests_ask_for_the_next_page(earlier: Request, later: Request, expected: bool) -> None:
    assert follows(earlier, later) is expected
