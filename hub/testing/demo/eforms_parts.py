"""Small pieces of the UBL tree of eForms, as the XML to JSON conversion writes them."""

from __future__ import annotations

from hub.testing.demo.model import Buyer, Json, Place

BUYER, COURT, SENDER = "ORG-0001", "ORG-0002", "ORG-0003"
FIRST_WINNER = 4


def code(list_name: str, value: str) -> Json:
    """A code of a list: ``{"@listName", "#text"}``."""
    return {"@listName": list_name, "#text": value}


def text(value: str) -> Json:
    """A text in French."""
    return {"@languageID": "FRA", "#text": value}


def euros(value: int | str) -> Json:
    """An amount."""
    return {"@currencyID": "EUR", "#text": str(value)}


def ident(scheme: str, value: str) -> Json:
    """An identifier of a scheme."""
    return {"@schemeName": scheme, "#text": value}


def extension(content: Json) -> Json:
    """The shell around an eForms extension."""
    return {
        "ext:UBLExtension": {"ext:ExtensionContent": {"efext:EformsExtension": content}},
    }


def address(place: Place, street: str = "") -> Json:
    """A postal address, or only the NUTS code when no commune is known."""
    nuts = {"cbc:CountrySubentityCode": code("nuts", place.nuts)}
    town = {"cbc:CityName": place.name, "cbc:PostalZone": place.postcode} if place.name else {}
    road = {"cbc:StreetName": street} if street else {}
    return {**road, **town, **nuts, "cac:Country": {"cbc:IdentificationCode": code("country", "FRA")}}


def organization(number: str, name: str, where: Json, company: str, contact: Json) -> Json:
    """One organisation of the notice."""
    return {
        "efac:Company": {
            "cac:PartyIdentification": {"cbc:ID": ident("organization", number)},
            "cac:PartyName": {"cbc:Name": text(name)},
            "cac:PostalAddress": where,
            "cac:PartyLegalEntity": {"cbc:CompanyID": company},
            "cac:Contact": contact,
        }
    }


def organizations(buyer: Buyer, contact_name: str) -> list[Json]:
    """The court first, the buyer in the middle, the sender last: the buyer is found by reference only."""
    seat = address(buyer.seat, buyer.street)
    contact = {"cbc:Name": contact_name, "cbc:Telephone": "+33465710010", "cbc:ElectronicMail": buyer.mail}
    court_contact = {"cbc:ElectronicMail": "greffe@tribunal.exemple.fr"}
    sender_contact = {"cbc:ElectronicMail": "publications@plateforme.exemple.fr"}
    where = {"cbc:CountrySubentityCode": code("nuts", buyer.seat.nuts)}
    return [
        organization(COURT, buyer.seat.court, where, "17000001", court_contact),
        organization(BUYER, buyer.name, seat, buyer.siret, contact),
        organization(SENDER, "Plateforme d'exemple", where, "PLATEFORME-EXEMPLE", sender_contact),
    ]
