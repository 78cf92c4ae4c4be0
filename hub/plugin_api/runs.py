"""What a run did, as plugins and people see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

RunStatus = Literal["running", "succeeded", "partial", "failed", "held", "abandoned"]

COUNTS = ("fetched", "landed", "unchanged", "parsed", "quarantined", "created", "changed", "same")


@dataclass(frozen=True)
class RunReport:
    """A run of the ledger. ``counts`` are per raw record and always balance:
    ``fetched = landed + unchanged``, ``landed = parsed + quarantined``,
    ``parsed = created + changed + same``."""

    id: str
    connector: str
    status: RunStatus
    started: datetime
    ended: datetime | None = None
    trigger: str = "cli"
    distribution: str = ""
    version: str = ""
    cursor_before: str | None = None
    cursor_after: str | None = None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    error: dict[str, str] | None = None
