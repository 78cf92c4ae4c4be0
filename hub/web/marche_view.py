"""The page of one marché, for whoever may see it: what every route under ``/marches/{id}`` shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from hub.access.person import Person
from hub.plugin_api.errors import HubError
from hub.review.diffs import clause_diffs
from hub.review.doubts import doubts
from hub.review.fields import field_words
from hub.review.highlight import marked, placed
from hub.review.sizing_forms import forms
from hub.web.render import page

if TYPE_CHECKING:
    from hub.app import Hub

Json = dict[str, Any]
_NOTHING: Mapping[str, str] = {}


def marche_page(
    request: Request,
    hub: Hub,
    person: Person,
    document: Json,
    *,
    typed: Mapping[str, str] = _NOTHING,
    asked: Mapping[str, str] = _NOTHING,
    error: HubError | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The page. ``typed`` are the fields of the decision as left, ``asked`` those of the hours."""
    signals = document["clause"]["signals"]
    proofs, others = marked(document["texts"], signals)
    colleagues = hub.colleagues()
    return page(
        request,
        "marche.html",
        status=status,
        item=document,
        doubts=doubts(document, hub.territory_labels()),
        proofs=proofs,
        others=others,
        anchors=placed(proofs),
        numbered=list(enumerate(signals, 1)),
        diffs=clause_diffs(document),
        sizings=forms(document, hub.conventions_for(document), asked),
        map=hub.map_around(document),
        apart=hub.set_apart(document),
        comparables=document["comparables"],
        colleagues=colleagues,
        names={each["login"]: each["name"] for each in colleagues},
        field_words=field_words,
        typed=typed or _standing(document),
        why=asked.get("why", ""),
        error=error,
        today=hub.clock.today,
    )


def _standing(document: Json) -> dict[str, str]:
    """The fields of the decision before anybody touches them."""
    review = document["review"]
    last = document["history"][-1] if document["history"] else {}
    return {
        "state": review["state"],
        "because": last.get("because") or "",
        "assignee": review["assignee"] or "",
        "note": "",
        "retour": "",
    }
