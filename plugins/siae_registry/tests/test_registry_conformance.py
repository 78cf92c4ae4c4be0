"""The six registries under the laws of the contract, by the kit that any plugin author uses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hub.testing import ConnectorConformance
from hub.testing.replay import Request, Response, json_response
from hub_siae_registry.adapted.connector import Adapted
from hub_siae_registry.data_inclusion.connector import DataInclusion
from hub_siae_registry.emplois.connector import Emplois
from hub_siae_registry.esat.connector import Esat
from hub_siae_registry.geiq.connector import Geiq
from hub_siae_registry.lemarche.connector import Lemarche

HERE = Path(__file__).parent
RECORDINGS, FIXTURES = HERE / "recordings", HERE / "fixtures"

Row = dict[str, Any]


def row_of(name: str, *path: str) -> Row:
    """The first record of a fixture."""
    found = json.loads((FIXTURES / name).read_text("utf-8"))
    for step in path:
        found = found[step]
    return dict(found[0])


class Stream:
    """Any path gives one body, made piece by piece."""

    def __init__(self, pieces: Callable[[], Iterator[bytes]]) -> None:
        self.pieces = pieces

    def answer(self, request: Request) -> Response | None:
        return Response(200, self.pieces)


class Paged:
    """``count`` rows in pages: ``asked`` gives their size and the first row, ``envelope`` wraps a page."""

    def __init__(
        self,
        count: int,
        row: Callable[[int], Row],
        asked: Callable[[Request], tuple[int, int]],
        envelope: Callable[[list[Row], int, bool], Any],
    ) -> None:
        self.count, self.row, self.asked, self.envelope = count, row, asked, envelope

    def answer(self, request: Request) -> Response | None:
        if request.one("count"):
            return json_response({"status": "Success", "result": self.count})
        size, first = self.asked(request)
        rows = [self.row(n) for n in range(first, min(first + size, self.count))]
        return json_response(self.envelope(rows, self.count, first + size < self.count))


def numbered(size: str, page: str) -> Callable[[Request], tuple[int, int]]:
    def asked(request: Request) -> tuple[int, int]:
        length = int(request.one(size) or 1)
        return length, (int(request.one(page) or 1) - 1) * length

    return asked


def by_offset(request: Request) -> tuple[int, int]:
    return int(request.one("limit") or 1), int(request.one("offset") or 0)


def django(rows: list[Row], count: int, more: bool) -> Any:
    return {"count": count, "next": "more" if more else None, "previous": None, "results": rows}


def finess(category: str, count: int) -> Stream:
    """A flat extract with ``count`` establishments of a category, and their points."""
    head, *lines = (FIXTURES / "finess.csv").read_bytes().splitlines(keepends=True)
    line = next(line for line in lines if b";246;" in line).replace(b";246;", f";{category};".encode())
    number = line.split(b";")[1]

    def pieces() -> Iterator[bytes]:
        yield head
        for n in range(count):
            yield line.replace(number, b"%09d" % n, 1)
        for n in range(count):
            yield b"geolocalisation;%09d;912000.5;6458000.5;1,ATLASANTE,0\n" % n

    return Stream(pieces)


class TestDataInclusion(ConnectorConformance):
    connector = DataInclusion
    settings = {"minimum": 1}  # noqa: RUF012 - never changed
    recordings = RECORDINGS / "data_inclusion"
    files = (FIXTURES / "data_inclusion.json",)
    personal_samples = ("camille.untel",)

    def long_feed(self, records: int) -> list[Any]:
        row = row_of("data_inclusion.json")

        def pieces() -> Iterator[bytes]:
            for n in range(records):
                yield (b",\n" if n else b"[") + json.dumps({**row, "id": f"{row['source']}--{n:06}"}).encode()
            yield b"]"

        return [Stream(pieces)]


class TestEmplois(ConnectorConformance):
    connector = Emplois
    settings = {"departements": ["38"], "page_size": 100}  # noqa: RUF012 - never changed
    recordings = RECORDINGS / "emplois"
    files = (
        FIXTURES / "siaes_38.json",
        FIXTURES / "marche.json",
        FIXTURES / "asp" / "fluxIAE_Structure_05012026_081500.csv",
    )
    personal_samples = ("camille.untel", "UNTEL")

    def long_feed(self, records: int) -> list[Any]:
        row = row_of("siaes_38.json", "results")
        asked = numbered("page_size", "page")
        return [Paged(records, lambda n: {**row, "id": f"id-{n:06}"}, asked, django)]


class TestLemarche(ConnectorConformance):
    connector = Lemarche
    recordings = RECORDINGS / "lemarche"
    files = (FIXTURES / "lemarche.json",)
    personal_samples = ("camille.untel", "Untel", "0611223344")

    def long_feed(self, records: int) -> list[Any]:
        row = row_of("lemarche.json", "results")
        return [Paged(records, lambda n: {**row, "id": n}, by_offset, django)]


class TestGeiq(ConnectorConformance):
    connector = Geiq
    settings = {"minimum": 1}  # noqa: RUF012 - never changed
    recordings = RECORDINGS / "geiq"
    files = (FIXTURES / "geiq.json",)
    personal_samples = ("camille.untel",)

    def long_feed(self, records: int) -> list[Any]:
        row = row_of("geiq.json", "result")
        wrapped = lambda rows, count, more: {"status": "Success", "result": rows}  # noqa: E731
        return [Paged(records, lambda n: {**row, "id": n + 1}, numbered("n", "p"), wrapped)]


class TestAdapted(ConnectorConformance):
    connector = Adapted
    settings = {"minimum": 1}  # noqa: RUF012 - never changed
    recordings = RECORDINGS / "adapted"
    files = (FIXTURES / "ea2.txt", FIXTURES / "finess.csv", FIXTURES / "finess_plus.json")
    personal_samples = ("camille.untel",)

    def long_feed(self, records: int) -> list[Any]:
        return [finess("247", records)]


class TestEsat(ConnectorConformance):
    connector = Esat
    settings = {"minimum": 1}  # noqa: RUF012 - never changed
    recordings = RECORDINGS / "esat"
    files = (FIXTURES / "esat_list.csv", FIXTURES / "finess.csv", FIXTURES / "finess_plus.json")
    personal_samples = ("camille.untel",)

    def long_feed(self, records: int) -> list[Any]:
        return [finess("246", records)]
