"""The filters of renewals, employers and runs as query parameters, in the names of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hub.access.person import Person
from hub.review import typed
from hub.review.employer_search import EmployerFilter
from hub.review.labels import EMPLOYER_STATES, EMPLOYERS, WINDOWS
from hub.web.filters import FilterInvalid, read_number
from hub.web.places import Near, near

if TYPE_CHECKING:
    from hub.app import Hub
    from hub.app.desk import RenewalWords

Words = Mapping[str, str]
_FARTHEST_KM = 20_000
_LONGEST_MONTHS = 1200


def renewal_filters(values: Words, person: Person) -> RenewalWords:
    """``territory``, ``within`` (months), ``window`` and ``trade``, for what this person may see."""
    return {
        "territory": values.get("territory") or None,
        "within_months": read_number(values, "within", 0, _LONGEST_MONTHS) if values.get("within") else None,
        "state": one_of(values, "window", WINDOWS),
        "trade": _trade(values),
        "within": person.territories,
    }


def employer_filters(hub: Hub, values: Words) -> tuple[EmployerFilter, Near]:
    """``kind``, ``territory``, ``near`` and ``radius``, ``activity``, ``status``, ``query``; and what
    ``near`` may mean. Raises ``unknown-activity``."""
    place = near(values.get("near", ""))
    insee = place.chosen.insee if place.chosen else None
    radius = read_number(values, "radius", 0, _FARTHEST_KM) if values.get("radius") else None
    activity, status = values.get("activity"), one_of(values, "status", EMPLOYER_STATES)
    found = EmployerFilter(
        kind=one_of(values, "kind", EMPLOYERS),
        territory=values.get("territory") or None,
        near=insee,
        radius_km=radius if insee else None,
        activity=hub.activities_meant(activity) if activity else None,
        query=values.get("query") or None,
        status=(status,) if status else (),
    )
    return found, place


def run_filters(values: Words) -> dict[str, str | None]:
    """``connector``."""
    return {"connector": values.get("connector") or None}


def one_of(values: Words, name: str, words: Words) -> str | None:
    """A parameter that is one of the codes; raises :class:`FilterInvalid`."""
    code = values.get(name)
    if code and code not in words:
        raise FilterInvalid(f"{name} : « {code} » n’est pas une des valeurs {', '.join(words)}.")
    return code or None


def _trade(values: Words) -> str | None:
    try:
        return typed.trade(values["trade"]) if values.get("trade") else None
    except ValueError as error:
        raise FilterInvalid(f"trade : {error}") from None
