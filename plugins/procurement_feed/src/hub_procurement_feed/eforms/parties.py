"""Organisations and buyers. Contact names, mailboxes and telephones (BT-502, 503, 506) are never read."""

from __future__ import annotations

from dataclasses import dataclass

from hub.plugin_api import Buyer
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node


@dataclass(frozen=True, slots=True)
class Organisation:
    """An ``efac:Organization``: ``company`` holds its name, identifier and address."""

    id: str
    company: Node
    natural_person: bool = False

    @property
    def name(self) -> str:
        """BT-500, blank for a natural person: the notice keeps organisations, not people."""
        return "" if self.natural_person else self.company.french("PartyName", "Name")

    @property
    def identifier(self) -> str:
        """BT-501 as printed: a SIRET, an internal number, a GUID."""
        return self.company.value("PartyLegalEntity", "CompanyID")


def organisations(root: Node) -> dict[str, Organisation]:
    """The organisations of a notice by their technical id (``ORG-0001``)."""
    found: dict[str, Organisation] = {}
    for node in root.all("Organizations", "Organization"):
        person = node.value("NaturalPersonIndicator").lower() == "true"
        for company in node.all("Company"):
            key = company.value("PartyIdentification", "ID")
            found.setdefault(key, Organisation(key, company, person))
    return found


def buyers(root: Node, known: dict[str, Organisation], draft: Draft) -> None:
    """One buyer for each contracting party. Only the party's own id counts (OPT-300): the eSender is a
    service provider nested in it, and the tribunal is an organisation like the others."""
    for contracting in root.all("ContractingParty"):
        for party in contracting.all("Party"):
            organisation = known.get(party.value("PartyIdentification", "ID"))
            if organisation is None:
                draft.find("unknown-organisation", "OPT-300", party.value("PartyIdentification", "ID"))
            else:
                draft.buyers.append(_buyer(organisation, contracting, draft))


def _buyer(organisation: Organisation, contracting: Node, draft: Draft) -> Buyer:
    siret, siren = draft.sirets("BT-501", organisation.identifier)
    legal_type = contracting.listed("buyer-legal-type", "ContractingPartyType", "PartyTypeCode")
    activity = contracting.value("ContractingActivity", "ActivityTypeCode")
    postal = organisation.company.at("PostalAddress")
    return Buyer(
        name=organisation.name,
        siret=siret,
        siren=siren,
        identifier=organisation.identifier or None,
        legal_type=f"BT-11:{legal_type[0]}" if legal_type else None,
        activity=f"BT-10:{activity}" if activity else None,
        address=draft.address(
            "BT-512",
            street=postal.value("StreetName"),  # BT-510
            postcode=postal.value("PostalZone"),  # BT-512
            city=postal.value("CityName"),  # BT-513
            nuts=postal.value("CountrySubentityCode"),  # BT-507
            country=postal.value("Country", "IdentificationCode"),  # BT-514
        ),
    )
