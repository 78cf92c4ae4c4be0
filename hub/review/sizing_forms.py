"""The hours as forms: one a lot that has an amount, or one for the marché as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hub.clauses.conventions import Conventions
from hub.clauses.hours import to_weeks
from hub.clauses.wording import NARROW
from hub.review import printed
from hub.review.corrected import WHOLE
from hub.review.sizing import Inputs, SizingInvalid, read_inputs

Json = dict[str, Any]


@dataclass(frozen=True)
class SizingForm:
    """``typed`` is what the four fields hold, ``hours`` what follows from it, ``None`` with ``error``.

    ``estimate`` is the engine's answer, ``correction`` the last one that a person saved. ``changed`` says
    that the fields hold something else than what is kept.
    """

    lot: str
    title: str
    estimate: Json | None
    correction: Json | None
    typed: Mapping[str, str]
    inputs: Inputs | None
    error: str | None = None
    changed: bool = False

    @property
    def hours(self) -> int | None:
        """Hours, by the formula."""
        return self.inputs.hours if self.inputs else None

    @property
    def rounded(self) -> int | None:
        """Hours in whole weeks."""
        return to_weeks(self.inputs.hours) if self.inputs else None


def forms(document: Json, conventions: Conventions, asked: Mapping[str, str]) -> list[SizingForm]:
    """The forms; ``asked`` has ``lot`` and the four inputs as a person typed them, or nothing."""
    last = {each["lot"]: each for each in document["hours_corrections"]}
    return [_form(scope, last.get(scope["key"]), document, conventions, asked) for scope in _scopes(document)]


def _scopes(document: Json) -> Iterator[Json]:
    """``{key, title, hours, value}``."""
    lots = document["lots"]
    if any(lot.get("hours") for lot in lots):
        for lot in lots:
            yield {**lot, "title": printed.lot(lot)}
    else:
        yield {**document, "key": WHOLE, "title": "Marché entier"}


def _form(
    scope: Json,
    correction: Json | None,
    document: Json,
    conventions: Conventions,
    asked: Mapping[str, str],
) -> SizingForm:
    kept = _typed(_inputs(scope, correction, document, conventions))
    changed = "amount" in asked and asked.get("lot", WHOLE) == scope["key"]
    typed = {name: asked.get(name, "") for name in kept} if changed else kept
    inputs, error = _read(typed)
    return SizingForm(
        lot=scope["key"],
        title=scope["title"],
        estimate=scope.get("hours"),
        correction=correction,
        typed=typed,
        inputs=inputs,
        error=error if changed else None,
        changed=changed,
    )


def _read(typed: Mapping[str, str]) -> tuple[Inputs | None, str | None]:
    try:
        return read_inputs(typed), None
    except SizingInvalid as error:
        return None, error.cause


def _inputs(scope: Json, correction: Json | None, document: Json, conventions: Conventions) -> Json:
    """What the fields start with: the last correction, else the estimate, else what is usual here."""
    if correction is not None:
        return dict(correction["inputs"])
    if scope.get("hours"):
        return dict(scope["hours"]["inputs"])
    usual = document["hours"]["inputs"] if document["hours"] else {}
    return {
        "amount": (scope.get("value") or {}).get("amount"),
        "labour_share": usual.get("labour_share"),
        "insertion_rate": usual.get("insertion_rate", conventions.insertion_rate),
        "hourly_cost": usual.get("hourly_cost", conventions.hourly_cost),
    }


def _typed(inputs: Json) -> dict[str, str]:
    return {
        "amount": _french(inputs["amount"]),
        "labour_share": _french(inputs["labour_share"], 100),
        "insertion_rate": _french(inputs["insertion_rate"], 100),
        "hourly_cost": _french(inputs["hourly_cost"]),
    }


def _french(value: float | int | None, times: int = 1) -> str:
    """``0.125`` in per cent → ``12,5``; thousands apart."""
    if value is None:
        return ""
    number = Decimal(str(value)) * times
    whole, _, decimals = f"{number.normalize():f}".partition(".")
    return f"{int(whole):,}".replace(",", NARROW) + (f",{decimals}" if decimals else "")
