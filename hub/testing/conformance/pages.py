"""Lists that come in pages: which requests ask for a following page, and faults that strike there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from hub.testing.conformance.check import NotApplicable
from hub.testing.conformance.runs import Run
from hub.testing.conformance.subjects import ConnectorSubject
from hub.testing.conformance.verdicts import healthy_runs, struck
from hub.testing.replay import Fault, Request, Response

Kind = Literal["repeat", "empty"]
_MOST = 3
_PAGING = re.compile(r"page|offset|start|skip|cursor|token|after|next|^p$", re.IGNORECASE)
_COUNT = re.compile(r"total|count|hits|nb_|number", re.IGNORECASE)


def struck_pages(subject: ConnectorSubject, kind: Kind, told: str) -> Iterator[str]:
    """The problems of a connector when a following page is answered with something else (``told``)."""
    if not any(page_numbers(healthy) for _, healthy in healthy_runs(subject)):
        raise NotApplicable("no list of the recordings comes in pages")
    return struck(
        subject,
        lambda healthy: (
            (f"request {n} answered with {told}", Pages(n, kind).fault) for n in page_numbers(healthy)
        ),
    )


def page_numbers(run: Run) -> list[int]:
    """The requests (from 1) that ask for the next page of a list of which one was asked for before."""
    asked = run.requests
    found = [n + 1 for n, later in enumerate(asked) if any(follows(earlier, later) for earlier in asked[:n])]
    return found[:_MOST]


def follows(earlier: Request, later: Request) -> bool:
    """Whether two requests differ only in which page they ask for."""
    if (earlier.method, earlier.path) != (later.method, later.path):
        return False
    one, other = _parameters(earlier), _parameters(later)
    different = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    return bool(different) and all(map(_PAGING.search, different))


def _parameters(request: Request) -> dict[str, Any]:
    found: dict[str, Any] = dict(request.query)
    try:
        sent = json.loads(request.body) if request.body else {}
    except ValueError:
        sent = {}
    return {**found, **sent} if isinstance(sent, dict) else found


@dataclass
class Pages:
    """A fault at the request ``number``: the page before it again, or an empty page."""

    number: int
    kind: Kind
    _seen: list[tuple[Request, Response]] = field(default_factory=list)

    @property
    def fault(self) -> Fault:
        """The fault, which strikes once."""
        return Fault(f"{self.kind} page", self._change).always()

    def _change(self, request: Request, response: Response) -> Response:
        self._seen.append((request, response))
        if len(self._seen) != self.number:
            return response
        if self.kind == "repeat":
            before = [answer for asked, answer in self._seen[:-1] if follows(asked, request)]
            return before[-1] if before else response
        return _emptied(response)


def _emptied(response: Response) -> Response:
    """The answer without its records, if it announces how many there are."""
    try:
        body = json.loads(response.whole_body())
    except ValueError:
        return response
    if not isinstance(body, dict) or not _announces(body):
        return response
    lists = [name for name, value in body.items() if isinstance(value, list) and value]
    return replace(response, body=json.dumps({**body, **{name: [] for name in lists}}).encode())


def _announces(body: dict[str, Any]) -> bool:
    return any(_COUNT.search(name) and value for name, value in _numbers(body))


def _numbers(body: dict[str, Any]) -> Iterator[tuple[str, int]]:
    return ((name, value) for name, value in body.items() if type(value) is int)
