"""The four connectors under the laws of the contract, by the kit that any plugin author uses."""

from __future__ import annotations

import io
import json
import re
import tarfile
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hub.testing import ConnectorConformance
from hub.testing.replay import Request, Response, json_response
from hub_procurement_feed.approch.connector import Approch
from hub_procurement_feed.boamp.connector import Boamp
from hub_procurement_feed.decp.connector import Decp
from hub_procurement_feed.ted.connector import Ted

HERE = Path(__file__).parent
RECORDINGS, FIXTURES = HERE / "recordings", HERE / "fixtures"
FIRST_DAY, DAYS, ONE_DAY = date(2026, 7, 15), 50, timedelta(days=1)

Row = dict[str, Any]


def day_of(number: int, count: int) -> str:
    return str(FIRST_DAY + timedelta(days=number * DAYS // count))


class Portal:
    """A data set of an Opendatasoft portal whose rows are made as they are asked for, oldest first."""

    def __init__(self, name: str, count: int, row: Callable[[int, str], Row]) -> None:
        self.path = f"/api/explore/v2.1/catalog/datasets/{name}"
        self.count, self.row = count, row
        self.days = [day_of(number, count) for number in range(count)]

    def answer(self, request: Request) -> Response | None:
        if request.path == self.path:
            fields = [{"name": name, "type": "date"} for name in self.row(0, "2026-07-15")]
            return json_response({"metas": {"default": {"records_count": self.count}}, "fields": fields})
        if request.path == f"{self.path}/records":
            numbers = self.asked(request)
            return json_response({"total_count": len(numbers), "results": [self.at(n) for n in numbers[:1]]})
        if request.path == f"{self.path}/exports/json":
            return Response(200, lambda: self.export(self.asked(request)))
        return None

    def asked(self, request: Request) -> range:
        days = re.findall(r"'(\d{4}-\d\d-\d\d)'", request.one("where") or "")
        if not days:
            return range(self.count)
        last = days[1] if "<=" in (request.one("where") or "") else str(date.fromisoformat(days[1]) - ONE_DAY)
        return range(bisect_left(self.days, days[0]), bisect_right(self.days, last))

    def at(self, number: int) -> Row:
        return self.row(number, self.days[number])

    def export(self, numbers: range) -> Iterator[bytes]:
        for place, number in enumerate(numbers):
            yield (b"," if place else b"[") + json.dumps(self.at(number)).encode()
        yield b"]" if numbers else b"[]"


class Packages:
    """Daily packages of TED with twenty notices each."""

    def __init__(self, count: int) -> None:
        self.last = count // 20
        text = (FIXTURES / "ted" / "legacy_f14.xml").read_text("utf-8")
        self.text = text.replace("20210212", "20260302")

    def answer(self, request: Request) -> Response | None:
        if "release-calendar" in request.path:
            return Response(200, b"OJ S;Publication date\n1/2026;02/01/2026\n", "text/csv")
        number = int(request.path.removeprefix("/packages/daily/2026"))
        return Response(200, self.package(number), "application/gzip") if number <= self.last else None

    def package(self, number: int) -> bytes:
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w:gz", compresslevel=1) as archive:
            for place in range(20):
                payload = self.notice(number * 20 + place)
                info = tarfile.TarInfo(f"{place}.xml")
                info.size = len(payload)
                archive.addfile(info, io.BytesIO(payload))
        return content.getvalue()

    def notice(self, number: int) -> bytes:
        return re.sub(r'DOC_ID="[^"]*"', f'DOC_ID="{number:06}-2026"', self.text).encode()


class TestBoamp(ConnectorConformance):
    connector = Boamp
    recordings = RECORDINGS / "boamp"
    files = tuple(sorted((FIXTURES / "boamp").glob("*.json")))
    overlap_days = 3
    personal_samples = ("Camille", "Inventée")

    def long_feed(self, records: int) -> list[Any]:
        row = json.loads((FIXTURES / "boamp" / "fns_initial.json").read_text("utf-8"))
        made = lambda n, day: {**row, "idweb": f"26-{n:06}", "dateparution": day}  # noqa: E731
        return [Portal("boamp", records, made)]


class TestTed(ConnectorConformance):
    connector = Ted
    recordings = RECORDINGS / "ted"
    settings = {"first_day": "2026-01-02"}  # noqa: RUF012 - never changed
    files = tuple(sorted((FIXTURES / "ted").glob("*.xml")))
    overlap_days = 1  # the day of a run is not over: it is read again
    personal_samples = ("Camille Inventée", "camille@exemple.invalid")

    def long_feed(self, records: int) -> list[Any]:
        return [Packages(records)]


class TestDecp(ConnectorConformance):
    connector = Decp
    recordings = RECORDINGS / "decp"
    settings = {"datasets": ["decp-2022-marches-valides"]}  # noqa: RUF012 - never changed
    files = tuple(sorted((FIXTURES / "decp").iterdir()))
    overlap_days = 3
    personal_samples = ("DUPUIS", "exemple.fr")

    def long_feed(self, records: int) -> list[Any]:
        row = json.loads((FIXTURES / "decp" / "ods_page.json").read_text("utf-8"))["results"][0]
        made = lambda n, day: {**row, "id": f"M{n}", "datepublicationdonnees": day}  # noqa: E731
        return [Portal("decp-2022-marches-valides", records, made)]


class TestApproch(ConnectorConformance):
    connector = Approch
    recordings = RECORDINGS / "approch"
    files = (FIXTURES / "approch" / "export.json",)
    personal_samples = ("Camille Exemple",)

    def long_feed(self, records: int) -> list[Any]:
        row = json.loads((FIXTURES / "approch" / "export.json").read_text("utf-8"))[0]
        return [Portal("projets-dachats-publics", records, lambda n, day: {**row, "code": 70000 + n})]
