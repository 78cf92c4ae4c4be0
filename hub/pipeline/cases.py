"""Build the case of a marché from its notices and contracts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from hub.clauses.case import Case, CaseLot, CaseNotice, Stage
from hub.clauses.drift import restates
from hub.pipeline.clock import PARIS
from hub.pipeline.lots import merge_lots
from hub.plugin_api.records import Address, Award, AwardedContract, Buyer, Money, Notice, Regime

T = TypeVar("T")

# A call without a printed deadline is taken as open this long: 35 days are the legal usual.
_OPEN_WITHOUT_DEADLINE = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one marché, each with its connector."""

    notices: tuple[tuple[str, Notice], ...] = ()
    contracts: tuple[tuple[str, AwardedContract], ...] = ()


def build_case(id_: str, documents: Documents, today: date) -> Case:
    """Merge the documents: the newest notice that states a fact wins, the original call dates it."""
    ordered = sorted(documents.notices, key=_age)
    notices = [notice for _, notice in ordered]
    # A planning notice announces; what the call states replaces it. A result restates the call.
    stating = _by_authority(notices)
    contracts = [contract for _, contract in sorted(documents.contracts, key=lambda item: item[1].key)]
    deadline = _deadline(notices)
    return Case(
        id=id_,
        title=_title(stating, contracts),
        stage=_stage(notices, contracts, deadline, today),
        notices=tuple(CaseNotice(connector, notice) for connector, notice in ordered),
        contracts=tuple(contracts),
        buyer=_buyer(stating, contracts),
        nature=_first(n.nature for n in stating) or _first(c.nature for c in contracts),
        regime=_first(n.regime for n in stating if n.regime != "marche") or _contract_regime(contracts),
        procedure=_first(n.procedure for n in stating) or _first(c.procedure for c in contracts),
        formal=_first(n.formal for n in stating),
        framework=_first(n.framework for n in stating) if stating else _first(c.framework for c in contracts),
        social_services=any(n.social_services for n in notices),
        dispatched=_dispatched(notices),
        published=notices[0].published if notices else _first(c.published for c in contracts),
        deadline=deadline,
        cpv=_first(n.cpv for n in stating if n.cpv) or _first(c.cpv for c in contracts if c.cpv) or (),
        value=_value(stating, contracts),
        maximum=_first(n.maximum for n in stating),
        duration_months=_duration(stating, contracts),
        renewals=_first(n.renewals for n in stating),
        renewal_months=_first(n.renewal_months for n in stating),
        lots=_lots(stating),
        places=_places(stating, contracts),
        departements=_departements(notices, contracts),
    )


def _age(item: tuple[str, Notice]) -> tuple[date, date, str, str]:
    connector, notice = item
    return (notice.published, notice.dispatched or notice.published, connector, notice.key)


def is_whole(notice: Notice) -> bool:
    """Whether a notice restates the whole call. An eForms change does; a rectificatif of the
    national forms only says what changes."""
    if notice.kind in {"change", "cancellation"}:
        return restates(notice)
    return True


_AUTHORITY = {"competition": 0, "change": 0, "cancellation": 0, "result": 1, "contract": 1, "planning": 2}


def _by_authority(notices: Sequence[Notice]) -> list[Notice]:
    """Whole notices first by what they are (call, result, plan), newest first within each."""
    whole = [notice for notice in reversed(notices) if is_whole(notice)]
    partial = [notice for notice in reversed(notices) if not is_whole(notice)]
    return sorted(whole, key=lambda notice: _AUTHORITY[notice.kind]) + partial


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _title(stating: Sequence[Notice], contracts: Sequence[AwardedContract]) -> str:
    return stating[0].title if stating else contracts[0].title


def _contract_regime(contracts: Sequence[AwardedContract]) -> Regime:
    return _first(c.regime for c in contracts) or "marche"


def _buyer(stating: Sequence[Notice], contracts: Sequence[AwardedContract]) -> Buyer | None:
    """The buyer as the newest call names it, with the SIRET that any document gives."""
    known = [n.buyers[0] for n in stating if n.buyers] + [c.buyer for c in contracts]
    if not known:
        return None
    named = known[0]
    if named.siret:
        return named
    identified = next((b for b in known if b.siret and b.siret != named.siret), None)
    if identified is None:
        return named
    return named.model_copy(update={"siret": identified.siret, "siren": identified.siren})


def _dispatched(notices: Sequence[Notice]) -> date | None:
    """When the *original* call was sent: a rectificatif does not restart the law's clock."""
    calls = [n for n in notices if n.kind == "competition"] or [n for n in notices if n.kind == "change"]
    chosen = calls or notices
    return _first(n.dispatched for n in chosen)


def _deadline(notices: Sequence[Notice]) -> datetime | None:
    calls = [n for n in reversed(notices) if n.kind in {"competition", "change", "cancellation"}]
    return _first(n.deadline for n in calls)


def _stage(
    notices: Sequence[Notice],
    contracts: Sequence[AwardedContract],
    deadline: datetime | None,
    today: date,
) -> Stage:
    kinds = [notice.kind for notice in notices]
    if _cancelled(notices):
        return "annule"
    if contracts or "result" in kinds or "contract" in kinds:
        return "attribue"
    if not any(kind in {"competition", "change"} for kind in kinds):
        return "amont"
    last_day = deadline.astimezone(PARIS).date() if deadline else _presumed_deadline(notices)
    return "ouvert" if today <= last_day else "clos"


def _cancelled(notices: Sequence[Notice]) -> bool:
    """The last thing said about the call is that it is cancelled."""
    about_the_call = [n.kind for n in notices if n.kind in {"competition", "cancellation"}]
    return bool(about_the_call) and about_the_call[-1] == "cancellation"


def _presumed_deadline(notices: Sequence[Notice]) -> date:
    return max(n.published for n in notices if n.kind in {"competition", "change"}) + _OPEN_WITHOUT_DEADLINE


def _value(stating: Sequence[Notice], contracts: Sequence[AwardedContract]) -> Money | None:
    estimated = _first(n.value for n in stating if n.kind != "result")
    return estimated or _contracts_total(contracts) or _first(n.value for n in stating) or _awarded(stating)


def _contracts_total(contracts: Sequence[AwardedContract]) -> Money | None:
    amounts = [c.value for c in contracts if c.value]
    if not amounts:
        return None
    return Money(amount=sum((m.amount for m in amounts), Decimal(0)), basis="awarded")


def _awarded(stating: Sequence[Notice]) -> Money | None:
    amounts = [a.value.amount for n in stating for a in n.awards if a.value and a.status == "awarded"]
    return Money(amount=sum(amounts, Decimal(0)), basis="awarded") if amounts else None


def _duration(stating: Sequence[Notice], contracts: Sequence[AwardedContract]) -> Decimal | None:
    return _first(n.duration_months for n in stating) or _first(c.duration_months for c in contracts)


def _lots(stating: Sequence[Notice]) -> tuple[CaseLot, ...]:
    return merge_lots([n for n in stating if n.lots])


def _places(stating: Sequence[Notice], contracts: Sequence[AwardedContract]) -> tuple[Address, ...]:
    places: list[Address] = []
    for notice in stating:
        found = [*notice.places, *(place for lot in notice.lots for place in lot.places)]
        if found:
            places = found
            break
    places = places or [c.place for c in contracts if c.place]
    return tuple(dict.fromkeys(places))


def _departements(notices: Sequence[Notice], contracts: Sequence[AwardedContract]) -> tuple[str, ...]:
    found = [code for notice in notices for code in notice.departements]
    found += [c.place.departement for c in contracts if c.place and c.place.departement]
    return tuple(dict.fromkeys(found))


def winners(documents: Documents) -> tuple[Award, ...]:
    """Who won what, from results and contracts."""
    from_notices = [award for _, notice in documents.notices for award in notice.awards]
    return tuple(from_notices + [award for _, contract in documents.contracts for award in contract.winners])
