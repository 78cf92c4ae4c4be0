"""What the questions and the answers of the API have in common: errors, lists, bodies."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hub.web.addresses import LARGEST_NUMBER
from hub.web.forms import readable

Json = dict[str, Any]

PAGE, MOST = 50, 500
Count = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
Code = Annotated[str, Field(max_length=60)]
_CURSOR = r"^[0-9]{1,9}$"
_DEEPEST = 8


class Refusal(BaseModel):
    """An error: ``next_step`` is one runnable command where there is one, else one sentence."""

    code: str
    cause: str
    next_step: str


class Listing(BaseModel):
    """A page of a list. ``next`` is the ``cursor`` of the page that follows, ``null`` on the last."""

    items: list[Json]
    total: int
    next: str | None


class Paging(BaseModel):
    """Which page."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST, description="How many at most.")] = PAGE
    cursor: Annotated[
        str, StringConstraints(pattern=_CURSOR), Field(description="The « next » of the page before.")
    ] = "0"

    @property
    def start(self) -> int:
        """How many come before this page."""
        return int(self.cursor)


class Body(BaseModel):
    """What is sent. A field that is not known is refused; texts lose, as in a form, the signs that nobody
    can read."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _readable(cls, sent: Any) -> Any:
        return cleaned(sent)


def cleaned(sent: Any, depth: int = 0) -> Any:
    """A JSON value with each of its texts made readable; raises ``ValueError`` when it is too deep."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(sent, str):
        return readable(sent)
    if isinstance(sent, list):
        return [cleaned(each, depth + 1) for each in sent]
    if isinstance(sent, dict):
        return {readable(name): cleaned(each, depth + 1) for name, each in sent.items()}
    return sent


def listing(items: list[Json], total: int, start: int = 0) -> Json:
    """``{items, total, next}``."""
    after = start + len(items)
    return {"items": items, "total": total, "next": str(after) if items and after < total else None}


def whole(items: list[Json]) -> Json:
    """A list that is never long, all of it."""
    return listing(items, len(items))
