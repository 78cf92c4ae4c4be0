"""A portal with as many purchases as one likes, made page by page."""

from __future__ import annotations

import json

from hub.testing.replay import Request, Response

_PAGE = 25
_WORDS = "Entretien des espaces verts et des berges de la rivière. " * 150


class LongFeed:
    """A feed as long as ``records`` purchases of a kilobyte: a quarter as many, of eight."""

    def __init__(self, records: int) -> None:
        self.count = records // 4

    def answer(self, request: Request) -> Response:
        after = request.one("after") or ""
        first = int(after.removeprefix("26-")) + 1 if after else 1
        rows = [self._row(n) for n in range(first, min(first + _PAGE, self.count + 1))]
        body = {"total": self.count - first + 1, "purchases": rows}
        return Response(200, json.dumps(body).encode())

    def _row(self, number: int) -> dict[str, str]:
        return {
            "id": f"26-{number:06}",
            "day": "2026-09-01",
            "object": f"{number} {_WORDS}",
            "contact": "Camille",
        }
