"""Every shape of ``donnees``, on invented notices that are true to format (``fixtures/boamp``)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hub.plugin_api import Notice, RawRecord, RecordRejected
from hub_procurement_feed.boamp.connector import Boamp

FIXTURES = Path(__file__).parent / "fixtures" / "boamp"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))


def record(name: str, **columns: Any) -> dict[str, Any]:
    """A fixture as the API gives it: ``donnees`` and ``gestion`` are JSON inside strings."""
    found = json.loads((FIXTURES / f"{name}.json").read_text("utf-8")) | columns
    for column in ("donnees", "gestion"):
        if isinstance(found.get(column), dict):
            found[column] = json.dumps(found[column], ensure_ascii=False)
    return found


def parse(columns: Any) -> Notice:
    payload = columns if isinstance(columns, bytes) else json.dumps(columns).encode()
    (notice,) = Boamp().parse(RawRecord("key", payload, "application/json", "memory:"))
    return notice


def texts(notice: Notice) -> dict[tuple[str, str | None], str]:
    return {(text.field, text.lot): text.text for text in notice.texts}


def codes(notice: Notice) -> set[tuple[str, str, str | None]]:
    return {(code.field, code.value, code.lot) for code in notice.codes}


@pytest.mark.parametrize(
    ("name", "kind", "form", "formal"),
    [
        ("eforms_call", "competition", "EFORMS/ContractNotice/16", True),
        ("eforms_change", "change", "EFORMS/ContractNotice/16", True),
        ("eforms_result", "result", "EFORMS/ContractAwardNotice/29", True),
        ("eforms_planning", "planning", "EFORMS/PriorInformationNotice/4", None),
        ("fns_initial", "competition", "FNSimple/initial", False),
        ("fns_attribution", "result", "FNSimple/attribution", False),
        ("fns_rectificatif", "change", "FNSimple/rectificatif", False),
        ("fns_annulation", "cancellation", "FNSimple/annulation", False),
        ("mapa_initial", "competition", "MAPA/initial", False),
        ("mapa_attribution", "result", "MAPA/attribution", False),
        ("mapa_rectificatif", "change", "MAPA/rectificatif", False),
        ("dsp_initial", "competition", "DSP/initial", None),
        ("divers", "competition", "DIVERS/initial", None),
        ("v230_call", "competition", "v230/OBJET", True),
        ("v230_attribution", "result", "v230/ATTRIBUTION", False),
        ("v230_rectif", "change", "v230/RECTIF", False),
    ],
)
def test_each_shape_says_what_it_is(name: str, kind: str, form: str, formal: bool | None) -> None:
    notice = parse(record(name))
    assert (notice.kind, notice.form, notice.formal) == (kind, form, formal)
    assert notice.buyers
    assert notice.title
    assert notice.url == f"https://www.boamp.fr/pages/avis/?q=idweb:{notice.key}"


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_lost_and_no_person_is_kept(name: str) -> None:
    notice = parse(record(name))
    kept = notice.model_dump_json()
    assert "Inventée" not in kept
    assert "0400000000" not in kept
    assert "camille@" not in kept
    keys = [(text.field, text.lot) for text in notice.texts]
    assert len(keys) == len(set(keys)), "evidence names a text by its field and lot"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_record_as_objects_as_strings_or_in_v1_wrapping(name: str) -> None:
    expected = parse(record(name))
    assert parse(json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))) == expected
    joined = {k: ",".join(v) if isinstance(v, list) else v for k, v in record(name).items()}
    assert parse({"recordid": "00", "fields": joined}) == expected


class TestEforms:
    def test_a_call(self) -> None:
        notice = parse(record("eforms_call"))
        assert notice.title == "Réhabilitation de l'école du Val"
        assert notice.procedure_id == "33333333-aaaa-4bbb-8ccc-000000000003"
        assert notice.notice_id == "22222222-aaaa-4bbb-8ccc-000000000002"
        assert (notice.reference, notice.procedure, notice.legal_basis) == ("2026-042", "open", "32014L0024")
        assert notice.dispatched == date(2026, 9, 1)
        assert notice.deadline == datetime(2026, 10, 1, 10, tzinfo=UTC)
        assert notice.value is not None
        assert (notice.value.amount, notice.value.basis) == (Decimal(1200000), "estimate")
        assert notice.framework is True
        assert (notice.duration_months, notice.renewals) == (Decimal(24), 2)
        assert notice.cpv == ("45214210", "45262500", "45421141")
        assert notice.documents_url == "https://dce.exemple.invalid/?a=1&param=2"
        assert [(link.kind, link.key) for link in notice.links] == [
            ("follows", "11111111-aaaa-4bbb-8ccc-000000000001-01")
        ]

    def test_the_buyers_are_the_contracting_parties_not_the_tribunal_nor_the_esender(self) -> None:
        notice = parse(record("eforms_call"))
        group, town = notice.buyers
        assert (group.name, group.siret) == ("Communauté de communes du Val Fictif", "91000000900001")
        assert (group.legal_type, group.activity) == ("BT-11:la", "BT-10:gen-pub")
        assert (town.name, town.siret, town.identifier) == ("Ville de Valville", None, "1629")
        assert ("bad-siret", "1629") in {(f.code, f.value) for f in notice.findings}

    def test_lots(self) -> None:
        first, second = parse(record("eforms_call")).lots
        assert (first.key, first.title, first.nature) == ("LOT-0001", "Gros œuvre", "travaux")
        assert first.value is not None
        assert first.value.amount == 700000
        assert second.value is None, "0.00 is unknown, not free"
        assert first.maximum is not None
        assert (first.maximum.amount, first.maximum.basis) == (900000, "framework_maximum")
        assert first.starts == date(2026, 12, 16)
        (place,) = first.places
        assert (place.nuts, place.postcode, place.departement, place.label) == (
            "FRK24",
            "38999",
            "38",
            "Sur tout le territoire",
        )

    def test_social_codes_and_texts(self) -> None:
        notice = parse(record("eforms_call"))
        assert {
            ("BT-06", "soc-obj", "LOT-0001"),
            ("BT-775", "opp", "LOT-0002"),
            ("BT-71", "res-ws", "LOT-0001"),
            ("BT-736", "no", "LOT-0001"),
            ("BT-94", "true", "LOT-0001"),
            ("criteres", "sociaux", None),
        } <= codes(notice)
        found = texts(notice)
        assert found["BT-70-Lot", "LOT-0002"] == "Le titulaire réserve 350 heures d'insertion."
        assert found["BT-777-Lot", "LOT-0001"].startswith("Heures confiées")
        assert found["BT-300-Lot", "LOT-0001"] == "Informations sur Gros œuvre"
        assert found["BT-540-Lot#2", "LOT-0001"] == "Performance en matière d'insertion"
        roles = {(text.field, text.role) for text in notice.texts}
        assert {
            ("BT-70-Lot", "conditions"),
            ("BT-734-Lot", "criterion"),
            ("BT-21-Procedure", "object"),
        } <= roles

    def test_criteria_have_weights(self) -> None:
        criteria = [c for c in parse(record("eforms_call")).criteria if c.lot == "LOT-0001"]
        assert [(c.name, c.description, c.weight, c.unit, c.kind) for c in criteria] == [
            ("Prix", None, 60, "percent", "price"),
            ("Insertion", "Performance en matière d'insertion", 10, "percent", "quality"),
        ]

    def test_a_change_names_what_it_replaces(self) -> None:
        notice = parse(record("eforms_change"))
        assert [(link.kind, link.key, link.connector) for link in notice.links][:1] == [
            ("changes", "22222222-aaaa-4bbb-8ccc-000000000002-01", None)
        ]
        assert ("changes", "26-90001") in {(link.kind, link.key) for link in notice.links}
        assert [(c.lot, c.text) for c in notice.changes] == [
            ("LOT-0001", "Date limite reportée"),
            (None, "Report de la date"),
        ]

    def test_a_result_follows_the_contract_to_the_winner(self) -> None:
        notice = parse(record("eforms_result"))
        lead, member, failed = notice.awards
        assert (lead.lot, lead.winner, lead.winner_siret) == (
            "LOT-0001",
            "Maçonnerie Fictive",
            "92000000700004",
        )
        assert lead.value is not None
        assert (lead.value.amount, lead.value.basis) == (Decimal("650000.5"), "awarded")
        assert lead.awarded == date(2026, 8, 20), "1970-01-01 is a sentinel: the date of conclusion is used"
        assert (member.winner, member.value) == (None, None), "a natural person is not named"
        assert (failed.lot, failed.status) == ("LOT-0002", "none")
        assert "Perdant" not in str(notice.awards)
        assert notice.value is not None
        assert (notice.value.amount, notice.value.basis) == (1150000, "awarded")
        assert ("awards", "26-90001") in {(link.kind, link.key) for link in notice.links}

    def test_concession(self) -> None:
        assert parse(record("eforms_planning")).regime == "concession"

    def test_a_cancellation_filed_as_a_call(self) -> None:
        notice = parse(record("eforms_call", etat="ANNULATION"))
        assert notice.kind == "cancellation"

    @pytest.mark.parametrize(
        ("unit", "count", "months"),
        [("DAY", "61", "2.00"), ("WEEK", "4", "0.92"), ("YEAR", "4", "48"), ("MONTH", "0", None)],
    )
    def test_durations_become_months(self, unit: str, count: str, months: str | None) -> None:
        changed = record("eforms_call")
        changed["donnees"] = changed["donnees"].replace(
            '"@unitCode": "MONTH", "#text": "24"', f'"@unitCode": "{unit}", "#text": "{count}"'
        )
        assert parse(changed).duration_months == (Decimal(months) if months else None)


class TestFnSimple:
    def test_a_call(self) -> None:
        notice = parse(record("fns_initial"))
        assert notice.deadline == datetime(2026, 9, 22, 14, tzinfo=UTC), (
            "16:00 in Paris, whatever the column says"
        )
        assert notice.departements == ("04",)
        assert notice.cpv == ("77310000", "77340000")
        assert ("bad-cpv", "pas un CPV") in {(f.code, f.value) for f in notice.findings}
        assert notice.value is not None
        assert (notice.value.amount, notice.value.basis) == (180000, "range_maximum")
        assert notice.framework is True
        assert notice.buyers[0].siret == "91000000900001"
        assert notice.documents_url == "https://dce.exemple.invalid/?x=1&y=2"
        assert (notice.reference, notice.nature, notice.duration_months) == ("26/3015", "services", 12)
        assert [(lot.key, lot.title) for lot in notice.lots] == [
            ("1", "Secteur nord"),
            ("2", "Secteur sud, réservé à une structure d'insertion"),
        ]

    def test_reservation_and_texts(self) -> None:
        notice = parse(record("fns_initial"))
        assert ("FNSimple.reservationMarche", "oui", None) in codes(notice)
        assert ("FNSimple.reservationMarche.oui", "structuresInsertion", None) in codes(notice)
        found = texts(notice)
        where = "FNSimple.initial.informComplementaire.autresInformComplementaire"
        assert found[where, None] == "Le titulaire consacre 200 heures d'insertion au lot 1."
        assert found["FNSimple.initial.lots.lot.description", "2"].endswith("structure d'insertion")

    def test_an_award_text_that_follows_the_template(self) -> None:
        notice = parse(record("fns_attribution"))
        lead, member, other = notice.awards
        assert (lead.lot, lead.winner, lead.winner_siret) == ("1", "MAÇONNERIE FICTIVE", "92000000700004")
        assert lead.value is not None
        assert (lead.value.amount, lead.awarded) == (Decimal("213400.41"), date(2026, 6, 5))
        assert (member.winner, member.value) == ("BÉTON INVENTÉ", None)
        assert (other.lot, other.winner_siret, other.winner_identifier) == ("2", None, "12345678901234")
        assert (other.value, other.awarded) == (None, None)
        assert {"bad-siret", "bad-date"} <= {f.code for f in notice.findings}
        assert [lot.title for lot in notice.lots] == ["Gros œuvre", "Berges"]
        assert [(link.kind, link.key) for link in notice.links] == [("awards", "26-80001")]

    def test_another_wording_stays_a_text(self) -> None:
        changed = record("fns_attribution")
        changed["donnees"] = changed["donnees"].replace("attribué à", "confié à")
        notice = parse(changed)
        assert notice.awards == ()
        assert any("confié à" in text.text for text in notice.texts if text.role == "award")

    def test_a_rectificatif(self) -> None:
        notice = parse(record("fns_rectificatif"))
        assert [(c.field, c.before, c.after) for c in notice.changes] == [
            ("Date limite", "22 septembre 2026", "30 septembre 2026"),
            ("Insertion", "néant", "200 heures d'insertion sur le lot 1"),
        ]
        assert [(link.kind, link.key) for link in notice.links] == [("changes", "26-90010")]
        assert "200 heures d'insertion sur le lot 1" in texts(notice).values()

    def test_an_annulation_keeps_its_reason(self) -> None:
        notice = parse(record("fns_annulation"))
        assert [(link.kind, link.key) for link in notice.links] == [("cancels", "26-90010")]
        assert [t.role for t in notice.texts if "sans suite" in t.text] == ["change"]


class TestMapa:
    def test_a_call(self) -> None:
        notice = parse(record("mapa_initial"))
        assert notice.deadline == datetime(2026, 9, 25, 10, tzinfo=UTC)
        assert notice.duration_months == Decimal("2.00")
        assert (notice.reference, notice.nature) == ("P-1", "travaux")
        assert [(lot.key, lot.title) for lot in notice.lots] == [
            ("1", "Murs"),
            ("2", "Plafonds : lot réservé"),
        ]
        assert [(c.name, c.weight) for c in notice.criteria] == [("Prix", 70), ("Insertion", None)]
        assert ("bad-weight", "trente") in {(f.code, f.value) for f in notice.findings}
        buyer = notice.buyers[0]
        assert buyer.legal_type == "classificationOrganisme:7"
        assert buyer.address is not None
        assert buyer.address.street == "1 rue Imaginaire"
        found = texts(notice)
        assert (
            found["MAPA.initial.renseignements.rensgComplt", None]
            == "Clause sociale d'insertion obligatoire."
        )
        assert found["MAPA.initial.lots.lot.description", "2"] == "Plafonds : lot réservé"

    def test_an_attribution(self) -> None:
        first, second, third = parse(record("mapa_attribution")).awards
        assert first.value is not None
        assert (first.lot, first.winner, first.value.amount) == ("1", "Peintures Fictives", 41000)
        assert (second.lot, second.winner, second.awarded) == ("2", None, date(2026, 9, 1))
        assert (third.lot, third.status) == ("3", "none")

    def test_a_rectificatif(self) -> None:
        notice = parse(record("mapa_rectificatif"))
        assert [(c.field, c.before, c.after) for c in notice.changes] == [
            ("Délais", "25/09/2026", "30/09/2026")
        ]


class TestOthers:
    def test_dsp(self) -> None:
        notice = parse(record("dsp_initial"))
        assert notice.regime == "concession"
        assert notice.cpv == ("55221000",)
        assert notice.lots[0].duration_months == 60
        assert notice.deadline == datetime(2026, 11, 2, 11, tzinfo=UTC), "winter time"
        assert ("situation.marcheReserve", "marcheReserveNON", None) in codes(notice)
        assert ("DSP.initial.descriptionMarche.lot.infosSup", "1") in texts(notice)

    def test_divers_has_the_same_blocks(self) -> None:
        notice = parse(record("divers"))
        assert notice.title == "Cession d'un terrain"
        assert "Appel à projets d'insertion." in texts(notice).values()

    def test_v230(self) -> None:
        notice = parse(record("v230_call"))
        assert notice.deadline == datetime(2021, 2, 17, 11, tzinfo=UTC)
        assert (notice.renewals, notice.renewal_months, notice.duration_months) == (3, 12, 12)
        assert notice.value is not None
        assert notice.value.amount == 400000
        assert notice.buyers[0].legal_type == "TYPE_ORGANISME:COMMUNE"
        assert notice.documents_url == "https://dce.exemple.invalid/?a=1&b=2"
        assert ("MARCHE_RESERVE_OUI", "ATELIERS_PROTEGES", None) in codes(notice)
        assert not any(code.field.startswith("PRESTATION") for code in notice.codes)
        found = texts(notice)
        assert found["CONDITION_RELATIVE_MARCHE.AUTRES_CONDITIONS_PART_OUI", None].startswith(
            "Action d'insertion"
        )
        assert found["OBJET.LOTS.LOT.INFO_COMPL", "1"] == "Clause d'insertion."
        assert not any("Tribunal" in text for text in found.values())
        assert [(c.name, c.weight, c.kind, c.lot) for c in notice.criteria] == [
            ("Valeur technique", 60, "quality", "1"),
            ("Prix", 40, "price", "1"),
        ]

    def test_v230_attribution_pairs_each_winner_with_its_amount(self) -> None:
        awards = parse(record("v230_attribution")).awards
        assert [(a.lot, a.winner, a.value and a.value.amount, a.status) for a in awards] == [
            ("1", "Câbles Fictifs", 150000, "awarded"),
            ("1", "Réseaux Inventés", 90000, "awarded"),
            ("2", None, None, "none"),
        ]

    def test_v230_rectif(self) -> None:
        notice = parse(record("v230_rectif"))
        assert [(c.field, c.lot, c.before, c.after) for c in notice.changes] == [
            ("Date limite", "1", "3 février", "10 février"),
            ("CPV", None, "45314320", "45311000"),
        ]
        assert [(link.kind, link.key) for link in notice.links] == [("changes", "16-105311")]
        assert "Clause sociale ajoutée" in texts(notice).values()


class TestColumns:
    def test_a_light_record(self) -> None:
        notice = parse(
            {
                "idweb": "24-1",
                "objet": "Travaux d&#039;entretien",
                "dateparution": "2024-07-02",
                "datelimitereponse": "2024-07-25T12:00:00+00:00",
                "nomacheteur": "Ville d&amp;#039;Ailleurs",
                "url_avis": "https://www.boamp.fr/pages/avis/?q=idweb:24-1",
            }
        )
        assert (notice.kind, notice.title, notice.buyers[0].name) == (
            "competition",
            "Travaux d'entretien",
            "Ville d'Ailleurs",
        )
        assert notice.deadline == datetime(2024, 7, 25, 10, tzinfo=UTC), "the earlier of the two readings"
        assert {f.code for f in notice.findings} == {"boamp-no-payload", "ambiguous-deadline"}
        assert texts(notice) == {("objet", None): "Travaux d'entretien"}

    def test_the_column_is_true_utc_for_eforms_only(self) -> None:
        eforms = record("eforms_call", gestion=None)
        eforms["donnees"] = eforms["donnees"].replace("TenderSubmissionDeadlinePeriod", "Unknown")
        assert parse(eforms).deadline == datetime(2026, 10, 1, 10, tzinfo=UTC)
        national = record("fns_initial", gestion=None)
        national["donnees"] = national["donnees"].replace("dateReceptionOffres", "autre")
        assert parse(national).deadline == datetime(2026, 9, 22, 14, tzinfo=UTC)

    @pytest.mark.parametrize("year", ["7017-07-24", "2924-04-15", "2099-03-02"])
    def test_an_absurd_year_is_a_finding_and_the_next_source_is_used(self, year: str) -> None:
        gestion = json.dumps({"INDEXATION": {"DATE_LIMITE_REPONSE": f"{year}T12:00:00"}})
        notice = parse(record("mapa_initial", gestion=gestion))
        assert notice.deadline == datetime(2026, 9, 25, 10, tzinfo=UTC)
        assert {"absurd-date", "bad-deadline"} & {f.code for f in notice.findings}

    @pytest.mark.parametrize(
        ("printed", "code"), [(["4"], "04"), (["2A"], "2A"), (["974"], "974"), (["38", "69"], "38")]
    )
    def test_departements_are_padded(self, printed: list[str], code: str) -> None:
        notice = parse(record("mapa_initial", code_departement=printed, gestion=None))
        assert notice.departements[0] == code
        assert len(notice.departements) == len(printed)

    @pytest.mark.parametrize(
        ("nature", "kind"),
        [
            ("MODIFICATION", "result"),
            ("INTENTION_CONCLURE", "result"),
            ("PERIODIQUE", "planning"),
            ("ANNULATION", "cancellation"),
        ],
    )
    def test_nature_settles_the_kind(self, nature: str, kind: str) -> None:
        assert parse(record("v230_call", nature=nature)).kind == kind

    @pytest.mark.parametrize(
        ("book", "regime"), [("DIRECTIVE-81", "defense"), ("DIRECTIVE-23", "concession"), ("MAPA", "marche")]
    )
    def test_the_rule_book_settles_the_regime(self, book: str, regime: str) -> None:
        assert parse(record("mapa_initial", perimetre=book)).regime == regime


class TestHostile:
    @pytest.mark.parametrize(
        ("payload", "code"),
        [
            (b"", "boamp-not-json"),
            (b"<!doctype html><html></html>", "boamp-not-json"),
            ('{"idweb": "26-1", "objet": "é"}'.encode("latin-1"), "boamp-not-json"),
            (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "boamp-not-json"),
            (b"[1]", "boamp-bad-payload"),
            (b"{}", "boamp-no-idweb"),
            (b'{"idweb": "26-1"}', "boamp-no-date"),
            (b'{"idweb": "26-1", "dateparution": "2026-13-45"}', "boamp-no-date"),
        ],
    )
    def test_what_is_no_boamp_record_is_rejected_with_its_reason(self, payload: bytes, code: str) -> None:
        with pytest.raises(RecordRejected) as error:
            parse(payload)
        assert error.value.code == code

    def test_damaged_bytes_are_quarantined(self) -> None:
        raw = RawRecord("!damaged:file.json#3", b'{"idweb": "26-1', "application/json", "file.json")
        with pytest.raises(RecordRejected) as error:
            Boamp().parse(raw)
        assert error.value.code == "boamp-damaged"

    @pytest.mark.parametrize(
        ("donnees", "code"),
        [
            ('{"MAPA": {"organisme"', "boamp-bad-donnees"),
            ('{"a":' * 100_000 + "1" + "}" * 100_000, "boamp-bad-donnees"),
            ("[1, 2]", "boamp-bad-donnees"),
            (42, "boamp-bad-donnees"),
            (None, "boamp-no-payload"),
            ("", "boamp-no-payload"),
            ({"INCONNU": {"x": "y"}}, "boamp-unknown-shape"),
        ],
    )
    def test_a_broken_payload_leaves_a_notice_from_the_columns(self, donnees: Any, code: str) -> None:
        notice = parse(record("mapa_initial", donnees=donnees))
        assert notice.title == "Peinture de la salle des fêtes"
        assert notice.departements == ("38",)
        assert code in {f.code for f in notice.findings}

    def test_a_sentence_in_an_unknown_shape_is_kept(self) -> None:
        sentence = "Le titulaire s'engage à réserver des heures à l'insertion."
        notice = parse(record("mapa_initial", donnees={"NOUVEAU": {"rubrique9": {"texteLibre": sentence}}}))
        assert texts(notice)["NOUVEAU.rubrique9.texteLibre", None] == sentence

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize(
        "junk", [None, 42, -1.5, True, [], {}, [[{}]], {"#text": 7, "@a": None}, "&amp;"]
    )
    def test_any_value_anywhere_never_crashes(self, name: str, junk: Any) -> None:
        """Null where a list was, a number where a text was: at every place of ``donnees`` in turn."""
        fixture = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
        for path in list(places(fixture["donnees"]))[:: 1 + len(NAMES)]:
            assert parse(fixture | {"donnees": replaced(fixture["donnees"], path, junk)}).key

    @pytest.mark.parametrize(
        "column", ["objet", "nomacheteur", "code_departement", "criteres", "annonce_lie"]
    )
    @pytest.mark.parametrize("junk", [None, 42, {"a": 1}, [None, 3, {}], "\u0000"])
    def test_any_value_in_a_column_never_crashes(self, column: str, junk: Any) -> None:
        assert parse(record("fns_initial", **{column: junk})).key == "26-90010"

    def test_one_lot_is_an_object(self) -> None:
        changed = json.loads((FIXTURES / "mapa_initial.json").read_text("utf-8"))
        changed["donnees"]["MAPA"]["initial"]["lots"]["lot"] = {"numLot": "1", "description": "Seul lot"}
        assert [lot.title for lot in parse(changed).lots] == ["Seul lot"]


def places(value: Any, path: tuple[Any, ...] = ()) -> Any:
    """Every place of a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """A copy of ``value`` with ``junk`` at ``path``."""
    if not path:
        return junk
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], junk)
    return copy
