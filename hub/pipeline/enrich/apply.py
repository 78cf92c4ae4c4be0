"""Put into a case what a register knows of its buyer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hub.clauses.case import Case
from hub.plugin_api.records import Address


def enriched(case: Case, answers: Mapping[str, Mapping[str, Any]]) -> Case:
    """The case with what the register knows of its buyer, where the notices say nothing."""
    buyer = case.buyer
    answer = answers.get(buyer.siren) if buyer and buyer.siren else None
    if buyer is None or answer is None:
        return case
    changes: dict[str, Any] = {}
    if answer.get("legal_category"):
        # The register knows what a buyer is; BT-11 is what its clerk ticked.
        changes["legal_type"] = f"INSEE-CJ:{answer['legal_category']}"
    if buyer.address is None or not (buyer.address.city or buyer.address.insee):
        changes["address"] = Address(insee=answer.get("insee"), postcode=answer.get("postcode"))
    return replace(case, buyer=buyer.model_copy(update=changes)) if changes else case
