"""Every table of the store. Importing this module declares them all on one metadata."""

from sqlmodel import SQLModel

from hub.store.tables.alerts import AlertRow, AnnouncedRow, OutboxRow
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
from hub.store.tables.past_contracts import ComparisonRow, PastContractRow
from hub.store.tables.people import (
    AccessTokenRow,
    AccountRow,
    AuditRow,
    InvitationRow,
    SavedSearchRow,
    SignInAttemptRow,
    WebSessionRow,
)
from hub.store.tables.queue import QueueEntryRow, QueueTerritoryRow, QueueWordsRow, ReadingRow
from hub.store.tables.raw import QuarantineRow, RawHeadRow, RawRecordRow
from hub.store.tables.renewals import RenewalRow
from hub.store.tables.review import DecisionRow, HoursCorrectionRow

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AccessTokenRow",
    "AccountRow",
    "AlertRow",
    "AnnouncedRow",
    "ApartRow",
    "AssessmentRow",
    "AuditRow",
    "ComparisonRow",
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
    "HoursCorrectionRow",
    "InvitationRow",
    "LeaseRow",
    "LookupRow",
    "MarcheAliasRow",
    "MarcheMemberRow",
    "MarcheRow",
    "MarcheTerritoryRow",
    "MatchStateRow",
    "NoticeRevisionRow",
    "NoticeRow",
    "OutboxRow",
    "PastContractRow",
    "QuarantineRow",
    "QueueEntryRow",
    "QueueTerritoryRow",
    "QueueWordsRow",
    "RawHeadRow",
    "RawRecordRow",
    "ReadingRow",
    "RenewalRow",
    "RunRow",
    "SavedSearchRow",
    "SightingEventRow",
    "SightingRow",
    "SignInAttemptRow",
    "SignalRow",
    "SimilarityRow",
    "SnapshotRow",
    "WebSessionRow",
]
