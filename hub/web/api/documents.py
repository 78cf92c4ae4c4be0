"""The documents that the API answers, for its description: what they hold, in the names of the surface.

They are written by :mod:`hub.review`; a document may hold more than what is named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
Responses = dict[int | str, dict[str, Any]]
Counts = dict[str, int]


class Document(BaseModel):
    """A document that may hold more."""

    model_config = ConfigDict(extra="allow")


class Page(BaseModel, Generic[T]):
    """A page of a list. ``next`` is the ``cursor`` of the page that follows, ``null`` on the last."""

    items: list[T]
    total: int
    next: str | None


class Buyer(Document):
    """Who buys."""

    name: str | None
    siret: str | None
    siren: str | None


class Place(Document):
    """A territory, and how sure it is: ``certain``, ``probable`` or ``incertain``."""

    id: str
    certainty: str


class Clause(Document):
    """What the notice says of social considerations."""

    status: str
    types: list[str]
    modality: str | None
    hours_stated: list[dict[str, Any]]
    signals: Annotated[list[dict[str, Any]], Field(description="The evidence: excerpt == text[start:end].")]


class Obligation(Document):
    """Whether the law asks for a clause."""

    state: str
    article: str | None
    reasons: list[str]


class Potential(Document):
    """How well the work suits insertion."""

    level: str
    score: float
    reasons: list[str]


class Moment(Document):
    """Whether there is time to act."""

    state: str
    act_before: str | None
    reasons: list[str]


class Review(Document):
    """Where the follow-up stands. ``version`` goes with the next decision."""

    state: str
    assignee: str | None
    updated: str | None
    version: int


class Marche(Document):
    """A marché. Alone it has ``texts``, ``timeline``, ``documents``, ``comparables``, ``history`` too."""

    id: str
    title: str
    buyer: Buyer
    nature: str | None
    kind: str
    stage: str
    published: str | None
    deadline: str | None
    cpv: list[str]
    value: dict[str, Any] | None
    territories: list[Place]
    notices: list[dict[str, Any]]
    clause: Clause
    obligation: Obligation
    potential: Potential
    hours: dict[str, Any] | None
    moment: Moment
    priority: int
    next_step: str
    employers: list[dict[str, Any]]
    review: Review
    lots: list[dict[str, Any]]


class Renewal(Document):
    """A running contract that ends."""

    marche_id: str
    title: str
    buyer: Buyer
    cpv: list[str]
    amount: dict[str, Any] | None
    end_max: str
    window: dict[str, str]
    window_state: str
    hours: float | None
    reasons: list[str]


class Employer(Document):
    """An inclusive employer."""

    id: str
    kind: str | None
    name: str
    siret: str | None
    siren: str | None
    commune: dict[str, Any] | None
    latitude: float | None
    longitude: float | None
    activities: list[str]
    capacity: int | None
    status: str
    first_seen: str
    last_seen: str
    sources: list[dict[str, Any]]


class Run(Document):
    """A run of a connector."""

    id: str
    connector: str
    plugin: dict[str, Any]
    trigger: str
    status: str
    started: str
    ended: str | None
    counts: Counts
    error: dict[str, Any] | None


Marches, Renewals, Employers, Runs = Page[Marche], Page[Renewal], Page[Employer], Page[Run]


def shows(model: type[BaseModel], more: Mapping[int | str, dict[str, Any]] | None = None) -> Responses:
    """What a route answers, for the description; what is written stays as it is."""
    return {200: {"model": model}, **(more or {})}
