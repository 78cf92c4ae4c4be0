"""A marché's facts in the names of the JSON surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from hub.clauses.assessment import Assessment, ClauseAnswer, HoursAnswer, LotAssessment
from hub.clauses.case import Case, CaseLot
from hub.plugin_api.records import Money, Notice

Json = dict[str, Any]


def case_facts(case: Case, communes: Sequence[str], nuts: Sequence[str]) -> Json:
    """All but the answers, the employers and the review."""
    buyer = case.buyer
    return {
        "title": case.title,
        "buyer": {
            "name": buyer.name if buyer else None,
            "siret": buyer.siret if buyer else None,
            "siren": buyer.siren if buyer else None,
        },
        "nature": case.nature,
        "procedure": case.procedure,
        "kind": case.regime,
        "stage": case.stage,
        "dispatched": plain(case.dispatched),
        "published": plain(case.published),
        "deadline": plain(case.deadline),
        "cpv": list(case.cpv),
        "value": money(case.value or case.maximum, _initial(case)),
        "duration_months": plain(case.duration_months),
        "renewals": case.renewals,
        "framework": case.framework,
        "departements": list(case.departements),
        "communes": list(communes),
        "nuts": list(nuts),
        "territories": [{"id": t.id, "certainty": t.certainty} for t in case.territories],
        "documents_url": next(
            (n.notice.documents_url for n in reversed(case.notices) if n.notice.documents_url), None
        ),
        "notices": [_notice(item.connector, item.notice) for item in case.notices],
        "contracts": [contract.key for contract in case.contracts],
        "lots": [_lot(lot) for lot in case.lots],
    }


def _initial(case: Case) -> Decimal | None:
    initials = [c.initial.amount for c in case.contracts if c.initial]
    return sum(initials, Decimal(0)) if initials else None


def money(value: Money | None, initial: Decimal | None = None) -> Json | None:
    """``{amount, currency, basis}``; ``initial`` beside it where modifications changed the amount."""
    if value is None:
        return None
    found: Json = {"amount": plain(value.amount), "currency": value.currency, "basis": value.basis}
    if initial is not None:
        found["initial"] = plain(initial)
    return found


def _notice(connector: str, notice: Notice) -> Json:
    return {
        "connector": connector,
        "key": notice.key,
        "kind": notice.kind,
        "published": plain(notice.published),
        "url": notice.url,
    }


def _lot(lot: CaseLot) -> Json:
    return {
        "key": lot.key,
        "title": lot.title,
        "description": lot.description,
        "nature": lot.nature,
        "cpv": list(lot.cpv),
        "value": money(lot.value or lot.maximum),
        "duration_months": plain(lot.duration_months),
        "renewals": lot.renewals,
    }


def assessment_body(assessment: Assessment) -> Json:
    """The four answers, priority and next step, with those of each lot under ``lots``."""
    return {
        "clause": _clause(assessment.clause),
        "obligation": plain(assessment.obligation),
        "potential": plain(assessment.potential),
        "hours": _hours(assessment.hours),
        "moment": plain(assessment.moment),
        "priority": assessment.priority,
        "priority_parts": plain(assessment.priority_parts),
        "next_step": assessment.next_step,
        "failed_rules": list(assessment.failed_rules),
        "lots": {lot.key: _lot_answers(lot) for lot in assessment.lots},
    }


def _lot_answers(lot: LotAssessment) -> Json:
    return {
        "clause": _clause(lot.clause),
        "obligation": plain(lot.obligation),
        "potential": plain(lot.potential),
        "hours": _hours(lot.hours),
        "moment": plain(lot.moment),
    }


def _clause(answer: ClauseAnswer) -> Json:
    found: Json = plain(answer)
    for hours in found["hours_stated"]:
        hours["value"] = _number(hours["value"])
    return found


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _hours(answer: HoursAnswer | None) -> Json | None:
    return None if answer is None else plain(answer)


# Most values of an assessment: seen to before anything is called, this halves the time of its body.
_AS_IS = frozenset({str, int, float, bool, type(None)})


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass; none of another type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def plain(value: Any) -> Any:
    """JSON values: amounts as numbers, dates in ISO form, tuples as lists."""
    kind: type = type(value)
    if kind in _AS_IS:
        return value
    if kind is tuple or kind is list:
        return [item if type(item) in _AS_IS else plain(item) for item in value]
    if names := _names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    if kind is dict:
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(float(value))
    return value
