"""The contracting bodies. Contact points, telephones and mailboxes are never read."""

from __future__ import annotations

from typing import Final

from hub.plugin_api import Address, Buyer
from hub_procurement_feed.draft import Draft
from hub_procurement_feed.node import Node

_BODIES: Final = ("ADDRESS_CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY_ADDITIONAL")
_OLD_BODIES: Final = frozenset({"CA_CE_CONCESSIONAIRE_PROFILE"})


def read(form: Node, head: Node, draft: Draft) -> None:
    """One buyer for each contracting body of the form; only the first one's type is known."""
    bodies = [body for name in _BODIES for body in form.all("CONTRACTING_BODY", name)]
    bodies = bodies or [node for node in form.walk() if node.name in _OLD_BODIES]
    for body in bodies:
        draft.buyers.append(_buyer(body, head if not draft.buyers else None, draft))
    contracting = form.at("CONTRACTING_BODY")
    draft.set(documents_url=contracting.value("URL_DOCUMENT"))


def _buyer(body: Node, head: Node | None, draft: Draft) -> Buyer:
    organisation = body.at("ORGANISATION") or body
    identifier = organisation.value("NATIONALID")
    siret, siren = draft.sirets("NATIONALID", identifier)
    return Buyer(
        name=organisation.value("OFFICIALNAME") or organisation.text.strip(),
        siret=siret,
        siren=siren,
        identifier=identifier or None,
        legal_type=_coded(head, "AA_AUTHORITY_TYPE"),
        activity=_coded(head, "MA_MAIN_ACTIVITIES"),
        address=address(body, draft),
    )


def _coded(head: Node | None, name: str) -> str | None:
    code = head.at("CODIF_DATA", name).attrs.get("CODE", "").strip() if head else ""
    return f"{name}:{code}" if code else None


def address(body: Node, draft: Draft) -> Address | None:
    """The postal address of a body or a contractor."""
    return draft.address(
        body.name,
        street=body.value("ADDRESS"),
        postcode=body.value("POSTAL_CODE"),
        city=body.value("TOWN"),
        nuts=body.at("NUTS").attrs.get("CODE", ""),
        country=body.at("COUNTRY").attrs.get("VALUE", ""),
    )
