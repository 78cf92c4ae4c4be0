"""The filters of each list as query parameters, in the names of the command line.

One that is left out does not filter. The values are checked by what the pages use too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from hub.review.employer_search import EmployerFilter
from hub.review.labels import EMPLOYER_STATES, EMPLOYERS, WINDOWS
from hub.web.api.answers import Code
from hub.web.filters import CHOICES
from hub.web.list_filters import one_of
from hub.web.people import TheHub

Text = Annotated[str, Field(max_length=200)]
Day = Annotated[str, Field(max_length=10, description="A day, inclusive: 2026-09-01.")]
Euros = Annotated[str, Field(max_length=40, description="Euros HT.")]
Trade = Annotated[str, Field(max_length=10, description="The beginning of a CPV code.")]


def _one_of(words: Iterable[str]) -> Any:
    return Field(default=None, max_length=40, description=f"One of {', '.join(words)}.")


class _Filters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    def words(self) -> dict[str, str]:
        """What was asked for, as the readers of the pages' queries take it."""
        asked = self.model_dump(exclude={"limit", "cursor", "style"}, exclude_none=True)
        return {name: str(value) for name, value in asked.items()}


class MarcheFilters(_Filters):
    """Those of the queue."""

    territory: Code | None = None
    stage: str | None = _one_of(CHOICES["stage"])
    status: str | None = _one_of(CHOICES["status"])
    obligation: str | None = _one_of(CHOICES["obligation"])
    level: str | None = _one_of(CHOICES["level"])
    moment: str | None = _one_of(CHOICES["moment"])
    review: str | None = _one_of(CHOICES["review"])
    nature: str | None = _one_of(CHOICES["nature"])
    trade: Trade | None = None
    buyer: Annotated[str | None, Field(max_length=200, description="A SIREN, or words of a name.")] = None
    query: Annotated[str | None, Field(max_length=200, description="Words of the title, the lots …")] = None
    assignee: Text | None = None
    amount_min: Euros | None = None
    amount_max: Euros | None = None
    deadline_from: Day | None = None
    deadline_to: Day | None = None
    since: Day | None = None
    unread: Annotated[str | None, Field(max_length=5, description="1: changed since you read it.")] = None
    sort: str | None = _one_of(CHOICES["sort"])


class RenewalFilters(_Filters):
    """Those of the renewals."""

    territory: Code | None = None
    within: Annotated[int | None, Field(ge=0, le=1200, description="Months from now to the end.")] = None
    window: str | None = _one_of(WINDOWS)
    trade: Trade | None = None


class EmployerFilters(_Filters):
    """Those of the registry; all states unless ``status`` is given."""

    kind: str | None = _one_of(EMPLOYERS)
    territory: Code | None = None
    near: Annotated[str | None, Field(max_length=5, description="The INSEE code of a commune.")] = None
    radius: Annotated[float | None, Field(gt=0, le=1000, description="Kilometres from « near ».")] = None
    activity: Annotated[str | None, Field(max_length=100)] = None
    query: Text | None = None
    status: str | None = _one_of(EMPLOYER_STATES)

    def chosen(self, hub: TheHub) -> EmployerFilter:
        """As the registry takes it. Raises ``filter-invalid``, ``unknown-activity``."""
        status = one_of(self.words(), "status", EMPLOYER_STATES)
        return EmployerFilter(
            kind=one_of(self.words(), "kind", EMPLOYERS),
            territory=self.territory or None,
            near=self.near or None,
            radius_km=self.radius,
            activity=hub.activities_meant(self.activity) if self.activity else None,
            query=self.query or None,
            status=(status,) if status else (),
        )


class RunFilters(_Filters):
    """Those of the ledger."""

    connector: Code | None = None

    def chosen(self) -> dict[str, str | None]:
        """As the ledger takes it."""
        return {"connector": self.connector or None}
