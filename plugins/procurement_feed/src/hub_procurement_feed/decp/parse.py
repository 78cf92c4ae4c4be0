"""A raw record to its contract."""

from __future__ import annotations

from hub.plugin_api import AwardedContract, RawRecord
from hub_procurement_feed.decp.contract import contract
from hub_procurement_feed.decp.notes import Notes
from hub_procurement_feed.decp.shapes import opened


def parse(raw: RawRecord) -> AwardedContract:
    """The contract of one record. Raises ``RecordRejected``: ``decp-not-json``, ``decp-not-xml``,
    ``decp-bad-payload``, ``decp-no-buyer``, ``decp-no-id``; a bad field is a finding."""
    notes = Notes()
    return contract(opened(raw, notes), notes)
