"""The way in: a marché as consolidation made it, and the answers for it and for each of its lots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hub.clauses import signals
from hub.clauses.amounts import with_hints
from hub.clauses.assessment import (
    Assessment,
    ClauseAnswer,
    LotAssessment,
    MomentAnswer,
    ObligationAnswer,
    PriorityPart,
)
from hub.clauses.calls import is_planned
from hub.clauses.case import Case, CaseLot
from hub.clauses.comparables import Comparable
from hub.clauses.conventions import Conventions
from hub.clauses.evidence import Evidence, gather
from hub.clauses.hours import against_stated, hours
from hub.clauses.moment import moment
from hub.clauses.next_step import next_step
from hub.clauses.obligation import obligation, with_consideration
from hub.clauses.potential import potential
from hub.clauses.priority import priority
from hub.clauses.tables import fingerprint
from hub.clauses.wording import listed, quoted, typeset, unique
from hub.plugin_api.rules import Rule

# Raise it when an answer changes for the same notices and tables.
ANSWERS_VERSION = 3
CLAUSED = ("presente", "declaree", "facultative", "contradictoire", "objet")


def assess(
    case: Case,
    conventions: Conventions,
    today: date,
    rules: Sequence[Rule] = (),
    comparables: Sequence[Comparable] = (),
) -> Assessment:
    """The four answers, the hours, the priority and the next step. Pure and deterministic.

    ``rules`` are those of plugins; one that raises is named in ``failed_rules`` and in the reasons,
    and the assessment stands. ``comparables`` are past contracts that may lend a missing amount.
    """
    evidence = gather(case, rules)
    keys = tuple(lot.key for lot in case.lots)
    seen = signals.keyed(evidence.signals, keys)
    clause = signals.answer_of(seen, None, keys)
    failed = _failed(evidence)
    planned = is_planned(case)
    owed = _told(with_consideration(with_hints(obligation(case), case), clause, planned=planned), failed)
    sizing = hours(case, conventions, None, comparables)
    could = potential(case, conventions, None, sizing, comparables)
    sized = against_stated(sizing, clause.hours_stated).answer
    when = moment(case, today, clause.status in CLAUSED)
    points, parts = priority(case, clause, owed, could, sized, when, today)
    return Assessment(
        clause=clause,
        obligation=owed,
        potential=could,
        hours=sized,
        moment=when,
        priority=points,
        priority_parts=(*parts, *_part(failed)),
        next_step=next_step(case, clause, owed, could, sized, when, today),
        lots=tuple(
            _lot(case, lot, signals.answer_of(seen, lot.key, keys), when, conventions, comparables)
            for lot in case.lots
        ),
        rules_version=rules_version(rules),
        failed_rules=evidence.failed_rules,
    )


def rules_version(rules: Sequence[Rule] = ()) -> str:
    """What answers depend on beside the marché: our rules, our tables, each plugin rule (``id@version``)."""
    others = sorted(f"{rule.id}@{rule.version}" for rule in rules)
    return "+".join((signals.rules_version(), f"{ANSWERS_VERSION}.{fingerprint()}", *others))


def _lot(
    case: Case,
    lot: CaseLot,
    clause: ClauseAnswer,
    when: MomentAnswer,
    conventions: Conventions,
    comparables: Sequence[Comparable],
) -> LotAssessment:
    sizing = hours(case, conventions, lot, comparables)
    return LotAssessment(
        key=lot.key,
        title=lot.title,
        clause=clause,
        obligation=with_consideration(obligation(case, lot), clause, planned=is_planned(case)),
        potential=potential(case, conventions, lot, sizing),
        hours=against_stated(sizing, clause.hours_stated).answer,
        moment=when,
    )


def _failed(evidence: Evidence) -> str:
    if not evidence.failed_rules:
        return ""
    names = listed([quoted(rule) for rule in evidence.failed_rules])
    return typeset(f"Lecture incomplète des avis : règle en échec {names} ; les autres ont été appliquées.")


def _told(owed: ObligationAnswer, failed: str) -> ObligationAnswer:
    """What was not seen may have been missed: the reasons on the silence of the notices say so."""
    return replace(owed, reasons=unique((*owed.reasons, failed)))


def _part(failed: str) -> tuple[PriorityPart, ...]:
    return (PriorityPart("regle_en_echec", 0, failed),) if failed else ()
