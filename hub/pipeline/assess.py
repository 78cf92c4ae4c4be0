"""Assess marchés: the four answers, from their documents, with the conventions of their territory."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from hub.clauses.assess import assess as assess_case
from hub.clauses.assess import rules_version
from hub.clauses.assessment import Assessment
from hub.clauses.case import Case
from hub.clauses.conventions import Conventions
from hub.pipeline.clock import Clock
from hub.pipeline.loading import load_cases
from hub.pipeline.surface import assessment_body
from hub.pipeline.turn import turn
from hub.plugin_api.rules import Rule
from hub.store import assessments, leases
from hub.store.bulk import Row
from hub.store.engine import Store

log = logging.getLogger("hub.assess")
_CHUNK = 200
DEFAULT = Conventions()


@dataclass(frozen=True)
class Judgement:
    """What assessments are made with: plugin rules, and the conventions by territory id."""

    rules: Sequence[Rule] = ()
    by_territory: Mapping[str, Conventions] = field(default_factory=dict)

    @property
    def rules_version(self) -> str:
        """Changes whenever an answer may."""
        return rules_version(self.rules)

    def conventions(self, territories: Sequence[tuple[str, str]]) -> Conventions:
        """Those of the surest territory that sets any, in the order of certainty, then of id."""
        rank = {"certain": 0, "probable": 1, "incertain": 2}
        for id_, _ in sorted(territories, key=lambda item: (rank.get(item[1], 3), item[0])):
            if id_ in self.by_territory:
                return self.by_territory[id_]
        return DEFAULT

    def hashes(self) -> set[str]:
        """Of all conventions in force."""
        return {conventions_hash(item) for item in (DEFAULT, *self.by_territory.values())}


def conventions_hash(conventions: Conventions) -> str:
    """16 hexadecimal digits that change with any value of the conventions."""
    return hashlib.blake2b(repr(conventions).encode(), digest_size=8).hexdigest()


@dataclass
class Assessed:
    """What a round of assessments did; ``failed_rules`` counts marchés by rule that raised."""

    marches: list[str] = field(default_factory=list)
    failed_rules: dict[str, int] = field(default_factory=dict)


def assess(store: Store, clock: Clock, judgement: Judgement, *, everything: bool = False) -> Assessed:
    """Assess what waits for it, or every marché."""
    done = Assessed()
    after = ""
    with turn(store, "assess", clock) as run:
        while True:
            with store.write() as connection:
                leases.beat(connection, "assess", run, clock.now())
                ids = _next(connection, judgement, clock.today, after, everything)
                if not ids:
                    break
                _assess_some(connection, ids, judgement, clock, done)
            after = ids[-1]
    return done


def _next(
    connection: Connection, judgement: Judgement, today: date, after: str, everything: bool
) -> list[str]:
    if everything:
        return assessments.every(connection, limit=_CHUNK, after=after)
    return assessments.pending(
        connection,
        rules_version=judgement.rules_version,
        conventions=judgement.hashes(),
        today=today,
        limit=_CHUNK,
        after=after,
    )


def _assess_some(
    connection: Connection, ids: Sequence[str], judgement: Judgement, clock: Clock, done: Assessed
) -> None:
    contexts = assessments.contexts(connection, ids)
    rows: list[Row] = []
    signals: list[Row] = []
    for id_, case in load_cases(connection, ids, clock.today).items():
        context = contexts[id_]
        conventions = judgement.conventions(context["territories"])
        assessment = assess_case(case, conventions, clock.today, judgement.rules)
        rows.append(_row(case, context["case_hash"], conventions, assessment, judgement, clock))
        signals += _signals(id_, assessment)
        done.marches.append(id_)
        for rule in assessment.failed_rules:
            done.failed_rules[rule] = done.failed_rules.get(rule, 0) + 1
    assessments.put(connection, rows, signals)


def _row(
    case: Case,
    case_hash: str,
    conventions: Conventions,
    assessment: Assessment,
    judgement: Judgement,
    clock: Clock,
) -> Row:
    return {
        "marche": case.id,
        "case_hash": case_hash,
        "rules_version": judgement.rules_version,
        "conventions": conventions_hash(conventions),
        "today": clock.today,
        "clause_status": assessment.clause.status,
        "obligation_state": assessment.obligation.state,
        "potential_level": assessment.potential.level,
        "moment_state": assessment.moment.state,
        "act_before": assessment.moment.act_before,
        "hours": assessment.hours.rounded if assessment.hours else None,
        "priority": assessment.priority,
        "body": assessment_body(assessment),
        "updated": clock.now(),
    }


def _signals(id_: str, assessment: Assessment) -> list[Row]:
    return [
        {
            "marche": id_,
            "connector": signal.connector,
            "notice": signal.notice,
            "rule": signal.rule,
            "type": signal.type,
            "field": signal.field,
            "lot": signal.lot,
            "strength": signal.strength,
            "negated": signal.negated,
            "excerpt": signal.excerpt,
            "start": signal.start,
            "end": signal.end,
        }
        for signal in assessment.clause.signals
    ]
