"""``/sources``: the feeds, the ledger of their runs, the held runs that wait for a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response

from hub.review import run_words
from hub.store.leases import Busy
from hub.web.list_filters import run_filters
from hub.web.listing import listing
from hub.web.people import Administrator, Reader, TheHub
from hub.web.render import back, page

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]
router = APIRouter(include_in_schema=False)
_RUNS, _LATEST, _NAMED = 50, 200, 100


@router.get("/sources")
def sources(request: Request, hub: TheHub, person: Reader) -> Response:
    """Where the facts come from and how fresh they are; readable by all, so that doubts can be told."""
    feeds = hub.feeds()
    held = [run for run in hub.runs(limit=_LATEST) if run["status"] == "held" and hub.held_changes(run["id"])]
    return page(
        request,
        "sources.html",
        feeds=feeds,
        plugins=hub.host.plugins,
        held=held,
        outbox=hub.undelivered(person),
        waiting=sum(feed["quarantined"] for feed in feeds),
        now=hub.clock.now(),
        words=run_words,
    )


@router.get("/sources/executions")
def runs(request: Request, hub: TheHub, person: Reader) -> Response:
    """The ledger, newest first."""
    asked = run_filters(request.query_params)
    here = listing("/sources/executions", request.query_params, _RUNS)
    here = replace(here, total=hub.count_runs(**asked))
    items = hub.runs(**asked, limit=here.size, offset=here.start)
    connectors = {id_: id_ for id_ in sorted(hub.connector_states())}
    return page(request, "executions.html", items=items, here=here, connectors=connectors, words=run_words)


@router.get("/sources/executions/{id_}")
def run(request: Request, hub: TheHub, person: Reader, id_: str) -> Response:
    """One run: the ledger's line, its notes, and what it would change when it is held."""
    found = hub.run(id_)
    changes = hub.held_changes(id_) if found["status"] == "held" else []
    return page(
        request,
        "execution.html",
        run=found,
        notes=list(run_words.notes(found)),
        changes=changes[:_NAMED],
        events=Counter(each["event"] for each in changes),
        words=run_words,
    )


@router.post("/sources/executions/{id_}/accepter")
def accept(hub: TheHub, person: Administrator, id_: str) -> Response:
    """Apply what a held run asked for: somebody looked, and it is true."""
    report = hub.accept_held(id_)
    hub.audit(person, "execution.acceptation", id_, {"run": report.id})
    later = _employers_follow(hub)
    return back(f"/sources/executions/{report.id}", f"Baisse acceptée{later}.")


def _employers_follow(hub: Hub) -> str:
    try:
        hub.consolidate_employers()
    except Busy:
        # The acceptance is written: whoever consolidates now, or next, takes it into account.
        return " ; un autre traitement est en cours, les employeurs suivront dans quelques minutes"
    return ""
