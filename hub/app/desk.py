"""What people at work ask: marchés, decisions, renewals, employers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from hub.app.work import Work
from hub.plugin_api.errors import HubError
from hub.store.queue import QueueFilter

if TYPE_CHECKING:
    from hub.pipeline.consolidate import Consolidation
    from hub.pipeline.employers import Correction
    from hub.review.decide import Decision
    from hub.review.employer_search import EmployerFilter
    from hub.review.employers import Tally
    from hub.store.renewals import RenewalFilter

Json = dict[str, Any]


class RenewalWords(TypedDict, total=False):
    """The filters of renewals; see :class:`hub.store.renewals.RenewalFilter`."""

    within_months: int | None
    territory: str | None
    state: str | None
    trade: str | None
    within: tuple[str, ...]


class Desk(Work):
    """Questions and decisions."""

    def renewals(
        self, *, limit: int | None = None, offset: int = 0, **asked: Unpack[RenewalWords]
    ) -> list[Json]:
        """Running contracts that end (within so many months), with the window to act."""
        from hub.review import renewals

        with self.store.read() as connection:
            return renewals.listed(connection, self._renewal_filter(asked), limit=limit, offset=offset)

    def count_renewals(self, **asked: Unpack[RenewalWords]) -> int:
        """How many renewals there are in all."""
        from hub.review import renewals

        with self.store.read() as connection:
            return renewals.count(connection, self._renewal_filter(asked))

    def _renewal_filter(self, asked: RenewalWords) -> RenewalFilter:
        from hub.store.renewals import RenewalFilter

        return RenewalFilter(
            today=self.clock.today,
            until=self._in_months(asked.get("within_months")),
            territory=asked.get("territory"),
            state=asked.get("state"),
            trade=asked.get("trade"),
            within=asked.get("within", ()),
        )

    def _in_months(self, months: int | None) -> date | None:
        from hub.clauses.calendar import add_months

        return None if months is None else add_months(self.clock.today, months)

    def marches(
        self, filters: QueueFilter | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Json]:
        """The queue, best first, as JSON documents."""
        from hub.review import queue

        with self.store.read() as connection:
            return queue.listed(connection, filters or QueueFilter(), limit=limit, offset=offset)

    def count_marches(self, filters: QueueFilter | None = None) -> int:
        """How many marchés the filters select."""
        from hub.review import queue

        with self.store.read() as connection:
            return queue.count(connection, filters or QueueFilter())

    def marche(self, id_: str) -> Json:
        """One marché with everything known about it, by id, former id or notice."""
        from hub.review import queue

        with self.store.read() as connection:
            return queue.one(connection, id_)

    def marches_named(self, ids: Sequence[str]) -> list[Json]:
        """These marchés as JSON documents, best first; ids that no longer exist are left out."""
        from hub.review import queue
        from hub.store import queue as rows
        from hub.store.bulk import batches

        with self.store.read() as connection:
            selected = [row for some in batches(ids) for row in rows.by_id(connection, some)]
            found = queue.documents(connection, selected)
        return sorted(found, key=lambda marche: (-marche["priority"], marche["id"]))

    def territory_load(self, territory: str, *, quarters: int = 8) -> Json:
        """Hours asked of a territory by trade and quarter, beside what its employers could carry."""
        from hub.pipeline.matching.territory import territory_load

        if territory not in self.territories:
            raise HubError(
                f"Aucun territoire ne s’appelle « {territory} »."
                f" Les territoires : {', '.join(sorted(self.territories))}.",
                code="unknown-territory",
                next_step="hub doctor",
            )
        with self.store.read() as connection:
            return territory_load(connection, self.territories[territory], self.clock.today, quarters)

    def decide(self, id_: str, decision: Decision) -> Json:
        """Write a review decision; returns the marché after it."""
        from hub.review.decide import decide

        with self.store.write() as connection:
            marche = decide(connection, id_, decision, self.clock.now())
        return self.marche(marche)

    def take_apart(self, id_: str, document: str, author: str) -> Consolidation:
        """A person says that a document is not of this marché; it stays so whatever comes."""
        from hub.review.apart import take_apart

        with self.store.write() as connection:
            take_apart(connection, id_, document, author, self.clock.now())
        return self.consolidate()

    def put_back(self, id_: str, document: str) -> Consolidation:
        """Undo :meth:`take_apart`."""
        from hub.review.apart import put_back

        with self.store.write() as connection:
            put_back(connection, id_, document)
        return self.consolidate()

    def employers(
        self, filters: EmployerFilter | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Json]:
        """The registry as JSON documents, nearest first when ``near`` is given, else by name."""
        from hub.review import employers
        from hub.review.employer_search import EmployerFilter

        with self.store.read() as connection:
            return employers.listed(
                connection, filters or EmployerFilter(), self.territories, limit=limit, offset=offset
            )

    def count_employers(self, filters: EmployerFilter | None = None) -> int:
        """How many employers the filters select."""
        from hub.review import employers
        from hub.review.employer_search import EmployerFilter

        with self.store.read() as connection:
            return employers.count(connection, filters or EmployerFilter(), self.territories)

    def tally_employers(self, filters: EmployerFilter) -> Tally:
        """How many employers of each kind and status the filters select."""
        from hub.review import employers

        with self.store.read() as connection:
            return employers.tally(connection, filters, self.territories)

    def activities_meant(self, words: str) -> frozenset[str]:
        """The activities, as the registries name them, that these words mean; ``unknown-activity``."""
        from hub.pipeline.matching.activity_words import meant
        from hub.store import employers

        with self.store.read() as connection:
            return meant(words, employers.activities(connection))

    def employer(self, id_: str) -> Json:
        """One employer with everything known about it, by id, former id, SIRET or ``connector:key``."""
        from hub.review import employers

        with self.store.read() as connection:
            return employers.one(connection, id_)

    def correct_employer(self, id_: str, correction: Correction) -> Json:
        """A person corrects a fact of an employer; it stands whatever the registries say later."""
        from hub.pipeline.employers import correct_employer

        with self.store.write() as connection:
            employer = correct_employer(connection, id_, correction, self.clock.now())
        self.consolidate_employers()
        return self.employer(employer)

    def territory_labels(self) -> dict[str, str]:
        """The name of each territory by id, the narrowest first."""
        ordered = sorted(self.territories.values(), key=lambda each: (len(each.communes), each.id))
        return {each.id: each.label for each in ordered}
