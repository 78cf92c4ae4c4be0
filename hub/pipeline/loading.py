"""Cases as the later stages see them: documents, what registers know, territories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from hub.clauses.case import Case, CaseTerritory
from hub.pipeline.cases import Documents, build_case
from hub.pipeline.enrich.apply import enriched
from hub.plugin_api.records import AwardedContract, Notice
from hub.store import assessments, canonical, lookups, marches
from hub.store.bulk import Row
from hub.store.marches import DocumentName


def load_cases(
    connection: Connection, ids: Sequence[str], today: date, contexts: Mapping[str, Row] | None = None
) -> dict[str, Case]:
    """The case of each marché, as consolidation placed it; ``contexts`` when they are known already."""
    members = marches.members(connection, ids)
    documents = load_documents(connection, [name for names in members.values() for name in names])
    contexts = assessments.contexts(connection, ids) if contexts is None else contexts
    cases = {id_: build_case(id_, grouped(members[id_], documents), today) for id_ in ids}
    answers = lookups.known(connection, "siren", sirens(cases.values()))
    return {
        id_: replace(
            enriched(case, answers),
            territories=tuple(CaseTerritory(t, c) for t, c in contexts[id_]["territories"]),
            departements=contexts[id_]["departements"],
        )
        for id_, case in cases.items()
    }


def load_documents(
    connection: Connection, names: Iterable[DocumentName]
) -> dict[DocumentName, Notice | AwardedContract]:
    """The canonical records of documents."""
    found: dict[DocumentName, Notice | AwardedContract] = {}
    listed = list(names)
    for kind in ("notice", "contract"):
        mine = [(name.connector, name.key) for name in listed if name.kind == kind]
        for (connector, key), record in canonical.load(connection, kind, mine).items():
            assert isinstance(record, Notice | AwardedContract)
            found[DocumentName(kind, connector, key)] = record
    return found


def grouped(
    group: Sequence[DocumentName], documents: dict[DocumentName, Notice | AwardedContract]
) -> Documents:
    """The documents of one marché, notices and contracts apart."""
    notices, contracts = [], []
    for name in group:
        record = documents[name]
        if isinstance(record, Notice):
            notices.append((name.connector, record))
        else:
            contracts.append((name.connector, record))
    return Documents(tuple(notices), tuple(contracts))


def sirens(cases: Iterable[Case]) -> list[str]:
    """The SIRENs of the buyers of these cases."""
    return sorted({case.buyer.siren for case in cases if case.buyer and case.buyer.siren})
