"""Group documents into marchés: the connected components of the names they share.

The result depends on what the documents say, never on the order in which they came.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from hub.clauses.case import Case, CaseTerritory, Certainty
from hub.pipeline import grouping, keys, likeness
from hub.pipeline.cases import Documents, build_case
from hub.pipeline.clock import Clock
from hub.pipeline.enrich.apply import enriched
from hub.pipeline.loading import grouped, load_documents
from hub.pipeline.surface import case_facts
from hub.pipeline.turn import turn
from hub.plugin_api.records import AwardedContract, Notice
from hub.store import leases, lookups, marches, similarity
from hub.store.bulk import Row
from hub.store.engine import Store
from hub.store.marches import DocumentName

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Situated:
    """Where a case is: its communes (INSEE), its NUTS codes, the territories it touches."""

    communes: tuple[str, ...] = ()
    nuts: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    territories: tuple[tuple[str, Certainty, str], ...] = ()


Situate = Callable[[Case], Situated]


@dataclass
class Consolidation:
    """What a consolidation did: marchés created, changed, and ids retired into another."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)


def consolidate(store: Store, clock: Clock, situate: Situate, *, everything: bool = False) -> Consolidation:
    """Bring the marchés up to date with the documents; ``everything`` rebuilds them all."""
    done = Consolidation()
    with turn(store, "consolidate", clock) as run:
        if everything:
            _forget_hashes(store)
        last: DocumentName | None = None
        while True:
            with store.write() as connection:
                leases.beat(connection, "consolidate", run, clock.now())
                # From the last one on: to find the next few behind all that is done takes ever longer.
                waiting = marches.pending(connection, _CHUNK, last) or marches.pending(connection, _CHUNK)
                if not waiting:
                    break
                _Chunk(connection, clock, situate, done).settle([name for name, _ in waiting])
            last = waiting[-1][0]
        with store.write() as connection:
            _Chunk(connection, clock, situate, done).refresh(marches.expired(connection, clock.now()))
    return done


def _forget_hashes(store: Store) -> None:
    with store.write() as connection:
        connection.execute(marches.MEMBERS.update().values(content_hash=""))
        connection.execute(marches.MARCHES.update().values(case_hash=""))


@dataclass
class _Rows:
    """What one transaction writes."""

    marches: list[Row]
    members: list[Row]
    territories: list[Row]


class _Chunk:
    """The work of one transaction."""

    def __init__(self, connection: Connection, clock: Clock, situate: Situate, done: Consolidation) -> None:
        self.connection, self.clock, self.situate, self.done = connection, clock, situate, done
        self.now: datetime = clock.now()
        self.today: date = clock.today
        self.answers: dict[str, dict[str, Any]] = {}

    def settle(self, names: Sequence[DocumentName]) -> None:
        """Regroup everything that these documents touch, before and now."""
        touched = marches.co_members(self.connection, names) | set(names)
        self._name(names)
        touched |= likeness.compare(self.connection, sorted(touched))
        self._write(self._reach(touched))

    def refresh(self, ids: Sequence[str]) -> None:
        """Rebuild marchés whose stage has changed with the day."""
        members = marches.members(self.connection, ids)
        self._write({name for names in members.values() for name in names})

    def _name(self, names: Sequence[DocumentName]) -> None:
        documents = self._load(names)
        rows: list[Row] = []
        for name in names:
            record = documents[name]
            if isinstance(record, Notice):
                rows += keys.notice_keys(name.connector, record)
            elif isinstance(record, AwardedContract):
                rows += keys.contract_keys(name.connector, record)
        marches.set_keys(self.connection, names, rows)

    def _reach(self, start: set[DocumentName]) -> set[DocumentName]:
        reached, frontier = set(start), sorted(start)
        while frontier:
            found = marches.neighbours(self.connection, frontier) - reached
            similar = similarity.pairs(self.connection, frontier)
            found |= {name for pair in similar for name in pair} - reached
            found |= marches.co_members(self.connection, sorted(found)) - reached
            reached |= found
            frontier = sorted(found)
        return reached

    def _write(self, names: set[DocumentName]) -> None:
        ordered = sorted(names)
        hashes = marches.hashes(self.connection, ordered)
        documents = self._load([name for name in ordered if name in hashes])
        before = marches.memberships(self.connection, ordered)
        now: dict[DocumentName, str] = {}
        pairs = similarity.pairs(self.connection, list(documents))
        names_of = marches.keys_of(self.connection, list(documents))
        self.answers = lookups.known(self.connection, "siren", _buyers(documents.values()))
        rows = _Rows([], [], [])
        for members in grouping.group(names_of, pairs, similarity.apart(self.connection, list(documents))):
            id_ = marche_id(members, documents)
            now.update(dict.fromkeys(members, id_))
            self._add(rows, id_, members, documents, hashes, reasons(members, names_of, pairs))
        self._put(rows)
        self._retire(before, now)

    def _add(
        self,
        rows: _Rows,
        id_: str,
        group: Sequence[DocumentName],
        documents: dict[DocumentName, Notice | AwardedContract],
        hashes: dict[DocumentName, str],
        why: dict[DocumentName, str],
    ) -> None:
        case, situated = situated_case(id_, grouped(group, documents), self.today, self.situate, self.answers)
        rows.marches.append(marche_row(case, situated, [hashes[name] for name in group], self.now))
        rows.members += [
            {
                "kind": name.kind,
                "connector": name.connector,
                "key": name.key,
                "marche": id_,
                "content_hash": hashes[name],
                "published": documents[name].published,
                "reason": why[name],
            }
            for name in group
        ]
        rows.territories += [
            {"marche": id_, "territory": territory, "certainty": certainty, "reason": reason}
            for territory, certainty, reason in situated.territories
        ]

    def _put(self, rows: _Rows) -> None:
        for id_, effect in marches.put(self.connection, rows.marches, rows.members, rows.territories).items():
            (self.done.created if effect == "created" else self.done.changed).append(id_)

    def _retire(self, before: dict[DocumentName, str], now: dict[DocumentName, str]) -> None:
        moved = {old: now[name] for name, old in sorted(before.items()) if name in now and now[name] != old}
        for old in marches.emptied(self.connection, sorted(moved)):
            marches.retire(self.connection, old, moved[old])
            self.done.retired.append(old)

    def _load(self, names: Sequence[DocumentName]) -> dict[DocumentName, Notice | AwardedContract]:
        return load_documents(self.connection, names)


def _buyers(documents: Iterable[Notice | AwardedContract]) -> list[str]:
    found: set[str] = set()
    for document in documents:
        buyers = document.buyers if isinstance(document, Notice) else (document.buyer,)
        found.update(buyer.siren for buyer in buyers if buyer.siren)
    return sorted(found)


def reasons(
    group: Sequence[DocumentName],
    names: Mapping[DocumentName, set[grouping.Name]],
    pairs: Mapping[tuple[DocumentName, DocumentName], str],
) -> dict[DocumentName, str]:
    """Why each document is in its group, as a person reads it."""
    if len(group) == 1:
        return {group[0]: "seul document"}
    found: dict[DocumentName, str] = {}
    for document in group:
        others: set[grouping.Name] = set().union(*(names[other] for other in group if other != document))
        spaces = sorted({space for space, _, _ in names[document] & others})
        guess = next((why for pair, why in sorted(pairs.items()) if document in pair), None)
        found[document] = (
            " ; ".join(_SPACES.get(space, space) for space in spaces) or guess or "rattaché par un tiers"
        )
    return found


_SPACES = {
    "notice": "avis qui se citent",
    "procedure": "même identifiant de procédure (BT-04)",
    "eforms": "même avis eForms",
    "reference": "même acheteur et même référence",
    "contract": "même contrat",
}


def marche_id(group: Sequence[DocumentName], documents: dict[DocumentName, Notice | AwardedContract]) -> str:
    """The id of a marché: from its earliest document, ties broken by name. ``m`` and ten letters."""
    first = min(group, key=lambda name: (documents[name].published or date.max, name))
    name = "\0".join(first).encode()
    letters = base64.b32encode(hashlib.blake2b(name, digest_size=10).digest()).decode().lower()
    return f"m{letters[:10]}"


def situated_case(
    id_: str, documents: Documents, today: date, situate: Situate, answers: Mapping[str, Mapping[str, Any]]
) -> tuple[Case, Situated]:
    """The case with what registers know of its buyer, and the territories it touches."""
    case = enriched(build_case(id_, documents, today), answers)
    situated = situate(case)
    return replace(
        case,
        territories=tuple(CaseTerritory(name, sure) for name, sure, _ in situated.territories),
        departements=tuple(dict.fromkeys([*case.departements, *situated.departements])),
    ), situated


def marche_row(case: Case, situated: Situated, hashes: Sequence[str], now: datetime) -> Row:
    """The row of ``marche``; ``case_hash`` changes with the documents, the stage and the territories."""
    facts = case_facts(case, situated.communes, situated.nuts)
    buyer = case.buyer.model_dump_json() if case.buyer else ""
    state = "\0".join([*sorted(hashes), case.stage, repr(situated), buyer])
    return {
        "id": case.id,
        "title": case.title,
        "buyer_name": case.buyer.name if case.buyer else None,
        "buyer_siren": case.buyer.siren if case.buyer else None,
        "nature": case.nature,
        "regime": case.regime,
        "stage": case.stage,
        "published": case.published,
        "dispatched": case.dispatched,
        "deadline": case.deadline,
        "amount": case.value.amount if case.value else None,
        "case_hash": hashlib.blake2b(state.encode(), digest_size=16).hexdigest(),
        "facts": facts,
        "updated": now,
    }
