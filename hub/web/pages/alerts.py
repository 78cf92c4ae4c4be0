"""``/alertes``: what one is told of, when and where; the feeds and agendas of one's searches."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from hub.access.person import DECIDE
from hub.access.tokens import FEED, Wanted
from hub.alerts.channels import MAIL
from hub.alerts.wishes import CADENCES, WEEKDAYS, WEEKLY, Wish
from hub.plugin_api.errors import HubError
from hub.review.digest import WHAT
from hub.web.addresses import Number
from hub.web.errors import status_of
from hub.web.forms import Form, Posted
from hub.web.pages.searches import address
from hub.web.people import Reader, TheHub
from hub.web.render import back, page

router = APIRouter(include_in_schema=False)
_YEAR = 365


@router.get("/alertes")
def show(request: Request, hub: TheHub, person: Reader) -> Response:
    """One's alerts, searches and feeds."""
    return _page(request, hub, person)


@router.post("/alertes")
def create(request: Request, hub: TheHub, person: Reader, form: Posted) -> Response:
    """A new alert."""
    try:
        hub.add_alert(person, _wish(form))
    except HubError as error:
        return _page(request, hub, person, error=error)
    return back(
        "/alertes", "Alerte créée. Le premier envoi dira ce qui attend ; les suivants, ce qui change."
    )


@router.post("/alertes/{id_}/modifier")
def change(request: Request, hub: TheHub, person: Reader, form: Posted, id_: Number) -> Response:
    """Told otherwise."""
    try:
        hub.change_alert(person, id_, _wish(form))
    except HubError as error:
        return _page(request, hub, person, error=error)
    return back("/alertes", "Alerte modifiée.")


@router.post("/alertes/{id_}/pause")
def pause(hub: TheHub, person: Reader, form: Posted, id_: Number) -> Response:
    """Quiet for a while, or no longer."""
    paused = form.text("paused") == "1"
    hub.pause_alert(person, id_, paused)
    return back("/alertes", "Alerte en pause." if paused else "L’alerte reprend.")


@router.post("/alertes/{id_}/supprimer")
def drop(hub: TheHub, person: Reader, form: Posted, id_: Number) -> Response:
    """Forget an alert."""
    hub.drop_alert(person, id_)
    return back("/alertes", "Alerte supprimée.")


@router.get("/alertes/{id_}/apercu")
def preview(request: Request, hub: TheHub, person: Reader, id_: Number) -> Response:
    """What the next digest would say."""
    digest = hub.preview_alert(person, id_)
    return page(request, "alertes_apercu.html", digest=digest, number=id_)


@router.post("/alertes/{id_}/essai")
def trial(request: Request, hub: TheHub, person: Reader, form: Posted, id_: Number) -> Response:
    """Send it now, as a trial."""
    if (error := hub.test_alert(person, id_)) is not None:
        return _page(request, hub, person, error=error)
    return back("/alertes", "Essai envoyé.")


@router.post("/alertes/envois/{id_}/reessayer")
def retry(request: Request, hub: TheHub, person: Reader, form: Posted, id_: Number) -> Response:
    """Send again what could not leave."""
    to = form.text("retour") or "/alertes"
    if (error := hub.retry_letter(person, id_)) is not None:
        return back(to, f"L’envoi n’est pas parti : {error.cause} {error.next_step}")
    return back(to, "Envoi parti.")


@router.post("/alertes/flux")
def open_feed(request: Request, hub: TheHub, person: Reader, form: Posted) -> Response:
    """A token for the feed and the agenda of a search or a territory, shown on this page and never again."""
    search, territory = _about(form)
    name = form.text("name", longest=200) or "Flux et agenda"
    try:
        token, kept = hub.create_token(person, Wanted(name, FEED, search, territory, _YEAR))
    except HubError as error:
        return _page(request, hub, person, error=error)
    return _page(request, hub, person, token=token, kept=kept)


@router.post("/alertes/flux/revoquer")
def close_feed(hub: TheHub, person: Reader, form: Posted) -> Response:
    """End a token: its feed and agenda stop at once."""
    hub.revoke_token(person, form.number("id") or 0)
    return back("/alertes", "Adresse révoquée : le flux et l’agenda ne s’ouvrent plus.")


def _about(form: Form) -> tuple[int | None, str | None]:
    """(search, territory) of a field like ``recherche:12``, ``territoire:oisans`` or empty for all."""
    kind, _, which = form.text("about", longest=200).partition(":")
    search = (
        int(which)
        if kind == "recherche" and which.isascii() and which.isdigit() and len(which) < 18
        else None
    )
    return search, which if kind == "territoire" else None


def _wish(form: Form) -> Wish:
    """``when`` is ``daily``, or ``weekly:0`` … ``weekly:4``."""
    search, territory = _about(form)
    cadence, _, day = form.text("when", longest=20).partition(":")
    weekday = int(day) if len(day) == 1 and day in "01234" else None
    return Wish(
        search, territory, cadence, weekday, form.text("channel", longest=60) or MAIL, form.many("what")
    )


def _page(
    request: Request,
    hub: Any,
    person: Any,
    *,
    error: HubError | None = None,
    token: str = "",
    kept: Any = None,
) -> Response:
    settings = hub.settings
    searches = [{**each, "address": address(each)} for each in hub.saved_searches(person)]
    return page(
        request,
        "alertes.html",
        status=status_of(error.code) if error else 200,
        error=error and error.as_dict(),
        token=token,
        kept=kept,
        alerts=[{**each, "told": _when(each)} for each in hub.alerts_of(person)],
        searches=searches,
        names={each["id"]: each["name"] for each in searches},
        feeds=[each for each in hub.tokens_of(person) if each["scope"] == FEED],
        whens=_whens(),
        what=WHAT,
        channels=[MAIL, *(sorted(settings.channels) if person.may(DECIDE) else ())],
        mail_ready=bool(settings.smtp_url and settings.mail_from),
        address=hub.account(person.login)["email"],
        outbox=hub.undelivered(person),
        public=settings.public_url or str(request.base_url).rstrip("/"),
    )


def _whens() -> dict[str, str]:
    weekly = {f"{WEEKLY}:{number}": f"le {day}" for number, day in enumerate(WEEKDAYS)}
    return {"daily": CADENCES["daily"], **weekly}


def _when(alert: Any) -> str:
    code = alert["cadence"] if alert["weekday"] is None else f"{alert['cadence']}:{alert['weekday']}"
    return _whens().get(code, code)
