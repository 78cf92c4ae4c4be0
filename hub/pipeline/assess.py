"""Assess marchés: the four answers, from their documents, the conventions of their territory, and the
past contracts they are compared with."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from hub.clauses.again import again
from hub.clauses.assess import assess as assess_case
from hub.clauses.assess import rules_version
from hub.clauses.assessment import Assessment
from hub.clauses.case import Case, Stage
from hub.clauses.comparables import Comparable, borrowed
from hub.clauses.conventions import Conventions
from hub.pipeline.clock import Clock
from hub.pipeline.comparing import Comparing
from hub.pipeline.loading import load_cases
from hub.pipeline.surface import assessment_body
from hub.pipeline.turn import turn
from hub.plugin_api.rules import Rule
from hub.store import assessments, leases, past_contracts
from hub.store.bulk import Row
from hub.store.engine import Store

log = logging.getLogger("hub.assess")
_CHUNK = 100
# What was awarded comes first, for the others are compared with it, and again at the end: contracts that
# come back are compared too.
_ORDER: tuple[Stage, ...] = ("attribue", "amont", "ouvert", "clos", "annule", "attribue")
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
    """Assess what waits for it, or every marché.

    A turn cut short is taken up by the next one, with the same end.
    """
    with turn(store, "assess", clock) as run:
        with store.write() as connection:
            if everything:
                assessments.forget(connection)
            past_contracts.forget_gone(connection)
        turns = _Round(store, clock, judgement, run)
        for stage in _ORDER:
            turns.go(stage)
        return turns.done


class _Round:
    """One turn of the stage, a chunk a transaction."""

    def __init__(self, store: Store, clock: Clock, judgement: Judgement, run: str) -> None:
        self.store, self.clock, self.judgement, self.run = store, clock, judgement, run
        self.today, self.rules_version = clock.today, judgement.rules_version
        self.comparing, self.done = Comparing(clock.today), Assessed()

    def go(self, stage: Stage) -> None:
        """Chunk after chunk until nothing waits."""
        after = ""
        while True:
            with self.store.write() as connection:
                leases.beat(connection, "assess", self.run, self.clock.now())
                ids = self._next(connection, stage, after)
                if not ids:
                    break
                self._assess_some(connection, ids)
            after = ids[-1]

    def _next(self, connection: Connection, stage: Stage, after: str) -> list[str]:
        return assessments.pending(
            connection,
            rules_version=self.rules_version,
            conventions=self.judgement.hashes(),
            today=self.today,
            stage=stage,
            limit=_CHUNK,
            after=after,
        )

    def _assess_some(self, connection: Connection, ids: Sequence[str]) -> None:
        contexts = assessments.contexts(connection, ids)
        cases = load_cases(connection, ids, self.today, contexts)
        compared = self.comparing.of(connection, cases.values())
        found: dict[str, Assessment] = {}
        rows: list[Row] = []
        for id_, case in cases.items():
            found[id_], row = self._assess_one(case, contexts[id_], compared.get(id_, ()))
            rows.append(row)
        signals = [row for id_, assessment in found.items() for row in _signals(id_, assessment)]
        assessments.put(connection, rows, signals)
        self.comparing.learn(connection, cases, compared, {i: answer.clause for i, answer in found.items()})
        self._count(found)

    def _assess_one(self, case: Case, context: Row, others: Sequence[Comparable]) -> tuple[Assessment, Row]:
        conventions = self.judgement.conventions(context["territories"])
        found = assess_case(case, conventions, self.today, self.judgement.rules, others)
        seen = {
            "case_hash": context["case_hash"],
            "rules_version": self.rules_version,
            "conventions": conventions_hash(conventions),
            "comparables_hash": borrowed(case, others),
            "today": self.today,
            "again": again(case, self.today),
        }
        return found, {"marche": case.id, **seen, **_answers(found), "updated": self.clock.now()}

    def _count(self, found: Mapping[str, Assessment]) -> None:
        self.done.marches += found
        for rule in (rule for assessment in found.values() for rule in assessment.failed_rules):
            self.done.failed_rules[rule] = self.done.failed_rules.get(rule, 0) + 1


def _answers(assessment: Assessment) -> Row:
    return {
        "clause_status": assessment.clause.status,
        "obligation_state": assessment.obligation.state,
        "potential_level": assessment.potential.level,
        "moment_state": assessment.moment.state,
        "act_before": assessment.moment.act_before,
        "hours": assessment.hours.rounded if assessment.hours else None,
        "priority": assessment.priority,
        "body": assessment_body(assessment),
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
