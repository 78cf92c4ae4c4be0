"""One contract, from each of the shapes in which DECP was published, and with its known dirt."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.plugin_api import Address, AwardedContract, RawRecord, RecordRejected
from hub_procurement_feed.decp.connector import Decp
from hub_procurement_feed.decp.records import DAMAGED

FIXTURES = Path(__file__).parent / "fixtures" / "decp"
BUYER, ROC, NET = "21399001300012", "90099001100018", "90099003700013"


def fixture(name: str) -> dict[str, AwardedContract]:
    ctx: Any = SimpleNamespace()
    raws: list[Any] = list(Decp().read(ctx, FIXTURES / name))
    found = {raw.key: Decp().parse(raw)[0] for raw in raws}
    assert all(found[raw.key].key == raw.key for raw in raws)
    return found


def raw(record: Any) -> RawRecord:
    payload = record if isinstance(record, bytes) else json.dumps(record).encode()
    return RawRecord("k", payload, "application/json", "test")


def contract(**members: Any) -> AwardedContract:
    record = {"id": "1", "acheteur": {"id": BUYER}, "objet": "Peinture"} | members
    return Decp().parse(raw({name: value for name, value in record.items() if value is not ...}))[0]


def codes(found: AwardedContract) -> list[str]:
    return [finding.code for finding in found.findings]


def amounts(found: AwardedContract) -> tuple[Decimal | None, Decimal | None]:
    return found.value and found.value.amount, found.initial and found.initial.amount


def test_a_marche_of_2022() -> None:
    found = fixture("decp_2022.json")[f"{BUYER}:24-059-00"]
    assert found.title == "Réfection de l’école – Lot 1 : gros œuvre"
    assert (found.buyer.siret, found.buyer.siren) == (BUYER, "213990013")
    assert found.buyer.name == f"Acheteur SIRET {BUYER}", "the schema of 2022 has no names"
    assert (found.notified, found.published) == (date(2024, 5, 22), date(2024, 7, 26))
    assert (found.nature, found.regime, found.kind_label) == ("travaux", "marche", "Marché")
    assert (found.cpv, found.ccag, found.offers_received) == (("45223220",), "Travaux", 3)
    assert found.place == Address(insee="38999", departement="38")
    assert found.considerations == ("Critère social", "Clause sociale")
    assert found.framework is False
    assert not found.findings


def test_modifications_apply_by_day_then_by_number_and_each_keeps_what_it_does_not_say() -> None:
    found = fixture("decp_2022.json")[f"{BUYER}:24-059-00"]
    assert [change.number for change in found.modifications] == ["1", "2", "10"], "10 is after 2"
    assert amounts(found) == (900000, 859020)
    assert (found.duration_months, found.initial_duration_months) == (16, 14)
    assert [award.winner_siret for award in found.winners] == [NET]


def test_a_framework_agreement_states_its_maximum() -> None:
    found = fixture("decp_2022.json")["20099002600011:24-AC-7"]
    assert (found.framework, found.framework_reference) == (True, "AC-2024-7")
    assert found.value is not None
    assert found.value.basis == "framework_maximum"
    assert found.place == Address(nuts="FRK"), "an INSEE region is a NUTS region"
    (winner,) = found.winners
    assert (winner.winner_siret, winner.winner_identifier) == (None, "FR12345678901"), "no SIRET was claimed"
    assert not found.findings


def test_a_concession_of_2022() -> None:
    found = fixture("decp_2022.json")["20099002600011:C2024-1"]
    assert (found.regime, found.nature) == ("concession", "travaux")
    assert found.notified == date(2024, 4, 2), "the signature comes before the beginning"
    assert amounts(found) == (3100000, 3000000)
    assert found.considerations == ("Concession réservée",)
    assert found.winners[0].winner_siret == "90099004500016"


def test_the_schema_of_2019_names_people_and_declares_nothing_social() -> None:
    found = fixture("decp_2019.json")[f"{BUYER}:2019000000000700"]
    assert found.buyer.name == "Commune de Valbrune"
    assert found.framework is True
    assert found.procedure == "Appel d'offres ouvert", "the apostrophe was lost by the sender"
    assert (found.winners[0].winner, found.winners[0].winner_siret) == ("LES JARDINS DU ROC", ROC)
    assert found.considerations == (), "not declared is not « Pas de considération sociale »"
    assert found.place == Address(postcode="38990", departement="38", label="Valbrune")
    assert amounts(found) == (131000, 120000)
    assert found.modifications[0].notified == date(2020, 5, 6)
    assert found.origin == "plateforme-exemple"


def test_a_concession_of_2019() -> None:
    found = fixture("decp_2019.json")["20099002600011:201918DSP00"]
    assert (found.regime, found.nature, found.duration_months) == ("concession", "services", 60)
    assert amounts(found)[0] == Decimal("900000.5")
    assert found.buyer.name == "CC des Trois Combes"


def test_xml_says_the_same_as_json() -> None:
    found = fixture("decp_2022.xml")
    marche, concession = found[f"{BUYER}:24-059-00"], found["20099002600011:C2024-1"]
    assert (marche.notified, marche.framework, len(marche.winners)) == (date(2024, 5, 15), True, 2)
    assert amounts(marche) == (600000, 575000)
    assert marche.considerations == ("Clause sociale",)
    assert (concession.regime, concession.notified) == ("concession", date(2024, 5, 1))
    assert not marche.findings + concession.findings


def test_xml_of_2019_in_latin_1() -> None:
    found = fixture("decp_2019.xml")[f"{BUYER}:2019000000000700"]
    assert (found.framework, found.buyer.name) == (True, "Commune de Valbrune")
    assert found.winners[0].winner_siret == ROC


def test_flat_records_of_the_ministry() -> None:
    found = fixture("ods_page.json")
    one, two = found[f"{BUYER}:2026T06"], found["20099002600011:26S"]
    assert one.considerations == ("Clause sociale", "Critère social")
    assert [award.winner_siret for award in one.winners] == [ROC, NET]
    assert amounts(one) == (Decimal("60100.5"), 57988)
    assert (one.modifications[0].notified, one.origin) == (date(2026, 9, 1), "PLATEFORME EXEMPLE")
    assert (two.considerations, two.winners, two.modifications, two.ccag) == ((), (), (), None)
    assert (two.framework_reference, two.place) == ("26SUP03", Address(country="FR"))
    assert not one.findings + two.findings, "CDL is this portal's null, not something unreadable"


def test_the_tabular_file_is_dated_by_its_first_row_and_described_by_its_current_rows() -> None:
    found = fixture("tabular.csv")[f"{BUYER}:2024M1"]
    assert (found.notified, found.published) == (date(2024, 1, 15), date(2024, 2, 1))
    assert amounts(found) == (52000, 45000)
    assert (found.duration_months, found.initial_duration_months) == (24, 12)
    assert [award.winner for award in found.winners] == ["PROPRE ET NET", "BATI"]
    assert found.considerations == ("Pas de considération sociale",), "« Sans objet » in this file only"
    assert (found.nature, found.ccag, found.origin) == ("services", None, "pes_exemple")
    assert found.buyer.address == Address(insee="38999", city="Valbrune", departement="38")


def test_an_amount_that_the_tabular_file_calls_aberrant_is_not_believed() -> None:
    found = fixture("tabular.csv")
    doubted, silent = found["20099002600011:2025M2"], found["20099002600011:2023M3"]
    assert (amounts(doubted), codes(doubted)) == ((None, None), ["absurd-amount"])
    assert doubted.title == "Toiture\nde la halle, lot 2"
    assert doubted.considerations == ("Clause sociale", "Critère social")
    assert (silent.considerations, silent.nature) == ((), "fournitures")


def test_a_table_of_six_columns() -> None:
    found = fixture("six_columns.csv")
    one, two = found[f"{BUYER}:2025-038"], found[f"{BUYER}:2025-039"]
    assert (one.notified, amounts(one)[0]) == (date(2025, 12, 2), Decimal("59252.7"))
    assert one.buyer.address == Address(postcode="38990", departement="38")
    assert two.buyer.address == Address(departement="38")
    assert codes(two) == ["no-amount"]


@pytest.mark.parametrize(
    ("printed", "amount", "code"),
    [
        (57988.0, 57988, None),
        ("1 083 333,50", Decimal("1083333.5"), None),
        (99999999999, 99999999999, None),
        (0, None, "no-amount"),
        ("1.0000", None, "no-amount"),
        (1e15, None, "absurd-amount"),
        (1.0e17, None, "absurd-amount"),
        (100000000000, None, "absurd-amount"),
        (-500, None, "bad-amount"),
        ("NC", None, "bad-amount"),
        ({"valeur": 5}, None, None),
    ],
)
def test_amounts(printed: Any, amount: Any, code: str | None) -> None:
    found = contract(montant=printed)
    assert amounts(found) == (amount, amount)
    assert codes(found) == ([code] if code else [])


@pytest.mark.parametrize(
    ("printed", "day", "code"),
    [
        ("2024-05-22", date(2024, 5, 22), None),
        ("2024-05-22+02:00", date(2024, 5, 22), None),
        ("2024-05-22T00:00:00Z", date(2024, 5, 22), None),
        ("September, 16 2021 00:00:00", date(2021, 9, 16), None),
        ("16/09/2021", date(2021, 9, 16), None),
        ("0222-04-29", None, "absurd-date"),
        ("2099-01-01", None, "absurd-date"),
        ("2027-06-01", None, "future-date"),
        ("2024-02-31", None, "bad-date"),
        ("nan", None, None),
    ],
)
def test_dates(printed: str, day: date | None, code: str | None) -> None:
    found = contract(dateNotification=printed, datePublicationDonnees="2024-07-01")
    assert found.notified == day
    assert codes(found) == ([code] if code else [])


def test_a_publication_before_anybody_published_does_not_take_the_notification_away() -> None:
    """« 2003-11-24 » beside a notification of 2024: the publication is the slip."""
    found = contract(dateNotification="2024-02-08", datePublicationDonnees="2003-11-24")
    assert (found.notified, found.published, codes(found)) == (date(2024, 2, 8), None, ["absurd-date"])


@pytest.mark.parametrize(
    ("code", "kind", "place"),
    [
        ("38052", "Code commune", Address(insee="38052", departement="38")),
        ("14000", "Code postal", Address(postcode="14000", departement="14")),
        ("60", "Code postal", Address(departement="60")),
        ("058", "Code département", Address(departement="58")),
        ("59000", "Code departement", Address(departement="59")),
        ("2B", "CODE DEPARTEMENT", Address(departement="2B")),
        ("381", "Code arrondissement", Address(departement="38")),
        ("11", "Code région", Address(nuts="FR1")),
        ("FR", "Code pays", Address(country="FR")),
        ("99134", "Code pays", Address(country="ES")),
        ("FRK24", "", Address(nuts="FRK24")),
        (38000, None, Address(departement="38")),
        ("460000", "Code postal", None),
        ("croix", "Code Postal", None),
    ],
)
def test_places(code: Any, kind: str | None, place: Address | None) -> None:
    found = contract(lieuExecution={"code": code, "typeCode": kind})
    assert found.place == place
    assert codes(found) == ([] if place else ["bad-place"])


@pytest.mark.parametrize(
    "printed",
    [
        [{"titulaire": {"typeIdentifiant": "SIRET", "id": ROC}}],
        [{"typeIdentifiant": "SIRET", "id": ROC}],
        [[[{"typeIdentifiant": "Siret", "id": " 900 990 011 000 18"}]]],
        {"titulaire": [{"id": ROC}]},
        {"titulaire": {"titulaire": {"id": ROC}}},
        [{"titulaire": "typeIdentifiant"}, {"titulaire": {"id": ROC, "typeIdentifiant": ""}}],
    ],
)
def test_winners_nested_in_all_ways(printed: Any) -> None:
    (winner,) = contract(titulaires=printed).winners
    assert winner.winner_siret == ROC


def test_a_winner_without_a_valid_number_keeps_what_was_printed() -> None:
    found = contract(titulaires=[{"id": "537020216000157", "typeIdentifiant": "SIRET"}, {"id": "NC"}])
    (winner,) = found.winners
    assert (winner.winner_siret, winner.winner_identifier) == (None, "537020216000157")
    assert codes(found) == ["bad-siret"]


@pytest.mark.parametrize(
    ("printed", "kept", "code"),
    [
        ("45223220-4", ("45223220",), None),
        ("45223220-4 ", ("45223220",), None),
        ("4522322", (), "bad-cpv"),
        ("031210005", (), "bad-cpv"),
    ],
)
def test_cpv(printed: str, kept: tuple[str, ...], code: str | None) -> None:
    found = contract(codeCPV=printed)
    assert (found.cpv, codes(found)) == (kept, [code] if code else [])


@pytest.mark.parametrize(
    ("cpv", "kind", "ccag", "nature"),
    [
        ("45000000", "Marché", "", "travaux"),
        ("03121000", "Marché", "Travaux", "fournitures"),
        ("44100000", "Marché", "", "fournitures"),
        ("48000000", "Marché", "", "fournitures"),
        ("50000000", "Marché", "", "services"),
        ("98390000", "Marché", "", "services"),
        (None, "Marché", "Travaux", "travaux"),
        (None, "Concession de travaux", "", "travaux"),
        (None, "Délégation de service public", "", "services"),
        (None, "Marché", "", None),
    ],
)
def test_nature_by_cpv_division(cpv: str | None, kind: str, ccag: str, nature: str | None) -> None:
    assert contract(codeCPV=cpv, nature=kind, ccag=ccag).nature == nature


def test_considerations_are_spelled_as_in_the_order_and_unknown_ones_are_kept() -> None:
    printed = {"considerationSociale": ["marche reserve", "Insertion", "Sans objet"]}
    found = contract(considerationsSociales=printed)
    assert found.considerations == ("Marché réservé", "Insertion")
    assert codes(found) == ["unknown-consideration"] * 2


def test_a_market_of_defence() -> None:
    assert contract(nature="Marché de défense ou de sécurité").regime == "defense"


def test_members_of_concessions_that_a_converter_added_to_a_marche() -> None:
    """pandas writes every column for every record: ``valeurGlobale`` 0, ``autoriteConcedante`` ""."""
    found = contract(
        montant=127835.12, valeurGlobale=0.0, autoriteConcedante="", concessionnaires="", dateSignature=""
    )
    assert (found.regime, amounts(found)[0], codes(found)) == ("marche", Decimal("127835.12"), [])


@pytest.mark.parametrize(
    "record", [{"acheteur.id": BUYER}, {"acheteur_id": BUYER}, {"acheteur": [{"id": BUYER}]}]
)
def test_the_buyer_wherever_it_stands(record: dict[str, Any]) -> None:
    found = Decp().parse(raw({"id": "1", "objet": "x"} | record))[0]
    assert found.key == f"{BUYER}:1"


def test_the_nested_buyer_wins_over_a_column_beside_it() -> None:
    assert contract(acheteur_id="99999999999999").key == f"{BUYER}:1"


def test_an_invalid_buyer_is_kept_and_told() -> None:
    found = contract(acheteur={"id": "12345678901234"})
    assert (found.buyer.siret, found.buyer.siren, found.buyer.identifier) == (None, None, "12345678901234")
    assert codes(found) == ["bad-siret"]


def test_durations_counts_and_texts() -> None:
    found = contract(
        dureeMois="NC", offresRecues=0, objet="RÉNOVATION D\u0092UN \u009cUVRE\u0007\x00 &amp; CIE"
    )
    assert (found.duration_months, found.offers_received) == (None, None)
    assert found.title == "RÉNOVATION D’UN œUVRE & CIE", "Windows quotes read as Latin-1 are mended"
    assert set(codes(found)) == {"bad-duration", "bad-count", "control-characters"}
    assert codes(contract(objet=" ")) == ["no-title"]
    assert codes(contract(id="2024-MARCHE-TRES-LONG")) == ["long-id"]


def test_half_a_character_does_not_reach_the_store() -> None:
    found = Decp().parse(raw(b'{"id":"1","acheteur":{"id":"%s"},"objet":"a\\ud83d b"}' % BUYER.encode()))[0]
    assert found.model_dump_json()
    assert "json-mended" in codes(found)


@pytest.mark.parametrize(
    "payload",
    [
        b'{"id":"1","acheteur":{"id":"%s"},"objet":"Tab\there\x07","concessionnaires":null}',
        b'{"id":"1","acheteur":{"id":"%s"},"objet":"\xe9cole"}',
    ],
)
def test_json_that_is_nearly_json_is_mended(payload: bytes) -> None:
    assert "json-mended" in codes(Decp().parse(raw(payload % BUYER.encode()))[0])


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b'{"id": "1", "acheteur"', "decp-not-json"),
        (b"[" * 100_000, "decp-not-json"),
        (b"[]", "decp-bad-payload"),
        (b'{"objet": "Peinture", "acheteur": {"id": "1"}}', "decp-no-id"),
        (b'{"objet": "Peinture", "acheteur": {"id": "1"}, "id": "%s"}' % (b"9" * 5000), "decp-no-id"),
        (b'{"objet": "Peinture", "id": "1", "acheteur": {"nom": "Valbrune"}}', "decp-no-buyer"),
    ],
)
def test_what_cannot_be_a_contract_is_rejected(payload: bytes, code: str) -> None:
    """Without the buyer and the number nothing says which contract it is: any other would overwrite it."""
    with pytest.raises(RecordRejected) as caught:
        Decp().parse(RawRecord(f"{DAMAGED}f#0", payload, "application/json", "f"))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "payload", [b"<marche><id>1</id>", b"<marche/>", b"<!DOCTYPE m [<!ENTITY e 'x'>]><m>&e;</m>"]
)
def test_xml_that_is_none_is_rejected(payload: bytes) -> None:
    with pytest.raises(RecordRejected, match="decp-"):
        Decp().parse(RawRecord("k", payload, "application/xml", "f"))


MEMBERS = [
    "nature", "objet", "codeCPV", "procedure", "lieuExecution", "dureeMois", "dateNotification", "montant",
    "datePublicationDonnees", "valeurGlobale", "titulaires", "concessionnaires", "considerationsSociales",
    "techniques", "modifications", "ccag", "offresRecues", "idAccordCadre", "source", "_type",
    "autoriteConcedante", "type", "montant_anomalie",
]  # fmt: skip
WRONG: list[Any] = [
    None, "", "NC", [], {}, [None], [[]], {"x": {"y": []}}, True, -1, 1e308, 2**70, "é" * 5000, [{"id": [{}]}]
]  # fmt: skip


@pytest.mark.parametrize("name", MEMBERS)
def test_no_value_of_a_member_loses_the_contract(name: str) -> None:
    """Each kind of value that somebody's converter might write, in each member."""
    for value in WRONG:
        assert contract(**{name: value}).model_dump_json()
