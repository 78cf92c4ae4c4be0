"""Every table of the store. Importing this module declares them all on one metadata."""

from sqlmodel import SQLModel

from hub.store.tables.assessments import AssessmentRow, SignalRow
from hub.store.tables.canonical import (
    ContractRevisionRow,
    ContractRow,
    EmployerEntryRevisionRow,
    EmployerEntryRow,
    NoticeRevisionRow,
    NoticeRow,
)
from hub.store.tables.employers import (
    EmployerActivityRow,
    EmployerAliasRow,
    EmployerCorrectionRow,
    EmployerMemberRow,
    EmployerRow,
    HeldChangeRow,
    SightingEventRow,
    SightingRow,
    SnapshotRow,
)
from hub.store.tables.ledger import ConnectorRow, LeaseRow, RunRow
from hub.store.tables.lookups import LookupRow
from hub.store.tables.marches import (
    ApartRow,
    DocumentKeyRow,
    MarcheAliasRow,
    MarcheMemberRow,
    MarcheRow,
    MarcheTerritoryRow,
    SimilarityRow,
)
from hub.store.tables.matches import EmployerMatchRow, MatchStateRow
from hub.store.tables.raw import QuarantineRow, RawHeadRow, RawRecordRow
from hub.store.tables.renewals import RenewalRow
from hub.store.tables.review import DecisionRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "ApartRow",
    "AssessmentRow",
    "ConnectorRow",
    "ContractRevisionRow",
    "ContractRow",
    "DecisionRow",
    "DocumentKeyRow",
    "EmployerActivityRow",
    "EmployerAliasRow",
    "EmployerCorrectionRow",
    "EmployerEntryRevisionRow",
    "EmployerEntryRow",
    "EmployerMatchRow",
    "EmployerMemberRow",
    "EmployerRow",
    "HeldChangeRow",
    "LeaseRow",
    "LookupRow",
    "MarcheAliasRow",
    "MarcheMemberRow",
    "MarcheRow",
    "MarcheTerritoryRow",
    "MatchStateRow",
    "NoticeRevisionRow",
    "NoticeRow",
    "QuarantineRow",
    "RawHeadRow",
    "RawRecordRow",
    "RenewalRow",
    "RunRow",
    "SightingEventRow",
    "SightingRow",
    "SignalRow",
    "SimilarityRow",
    "SnapshotRow",
]
