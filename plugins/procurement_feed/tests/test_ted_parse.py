"""Notices of TED in both schemas, on invented documents that are true to format (``fixtures/ted``)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from hub.plugin_api import Notice, RawRecord, RecordRejected
from hub_procurement_feed.numbers import publication_number
from hub_procurement_feed.ted.connector import Ted

FIXTURES = Path(__file__).parent / "fixtures" / "ted"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.xml"))


def document(name: str) -> str:
    return (FIXTURES / f"{name}.xml").read_text("utf-8")


def parse(text: str | bytes) -> Notice:
    payload = text.encode() if isinstance(text, str) else text
    (notice,) = Ted().parse(RawRecord("key", payload, "application/xml", "memory:"))
    return notice


def texts(notice: Notice) -> dict[tuple[str, str | None], str]:
    return {(text.field, text.lot): text.text for text in notice.texts}


@pytest.mark.parametrize(
    ("name", "key", "kind", "form", "regime"),
    [
        ("eforms_call", "900001-2026", "competition", "EFORMS/ContractNotice/16", "marche"),
        ("eforms_change", "900002-2026", "change", "EFORMS/ContractNotice/16", "marche"),
        ("eforms_result", "900003-2026", "result", "EFORMS/ContractAwardNotice/29", "marche"),
        ("eforms_planning", "900004-2026", "planning", "EFORMS/PriorInformationNotice/4", "concession"),
        ("legacy_f02", "101-2021", "competition", "TED_EXPORT/F02", "marche"),
        ("legacy_f03", "202-2021", "result", "TED_EXPORT/F03", "marche"),
        ("legacy_f14", "303-2021", "change", "TED_EXPORT/F14", "marche"),
        ("legacy_f20", "404-2021", "result", "TED_EXPORT/F20", "concession"),
        ("legacy_f21", "505-2017", "competition", "TED_EXPORT/F21/CONTRACT", "marche"),
        ("legacy_f17", "606-2021", "competition", "TED_EXPORT/F17", "defense"),
    ],
)
def test_each_document_says_what_it_is(name: str, key: str, kind: str, form: str, regime: str) -> None:
    notice = parse(document(name))
    assert (notice.key, notice.kind, notice.form, notice.regime) == (key, kind, form, regime)
    assert notice.formal is (None if kind == "planning" else True)
    assert notice.url == f"https://ted.europa.eu/fr/notice/-/detail/{key}"
    assert notice.buyers
    assert notice.title


@pytest.mark.parametrize("name", NAMES)
def test_no_person_is_kept_and_evidence_has_one_address(name: str) -> None:
    notice = parse(document(name))
    kept = notice.model_dump_json()
    assert "Inventée" not in kept
    assert "400000000" not in kept
    assert "@exemple" not in kept
    keys = [(text.field, text.lot) for text in notice.texts]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("00454088-2024", "454088-2024"),
        (" 2021/S 001-000123 ", "123-2021"),
        ("2021/S001-123", "123-2021"),
        ("454088_2024", ""),
        ("", ""),
    ],
)
def test_publication_numbers_have_one_form(printed: str, number: str) -> None:
    assert publication_number(printed) == number


class TestEforms:
    def test_a_call_reads_as_in_boamp(self) -> None:
        notice = parse(document("eforms_call"))
        assert notice.published == date(2026, 9, 1)
        assert notice.deadline == datetime(2026, 10, 1, 10, tzinfo=UTC)
        assert [lot.key for lot in notice.lots] == ["LOT-0001", "LOT-0002"]
        assert notice.buyers[0].siret == "91000000900001"
        codes = {(code.field, code.value, code.lot) for code in notice.codes}
        assert {("BT-775", "opp", "LOT-0002"), ("BT-71", "res-ws", "LOT-0001")} <= codes
        assert texts(notice)["BT-70-Lot", "LOT-0002"] == "Le titulaire réserve 350 heures d'insertion."

    def test_a_changed_notice_named_by_its_number_is_a_notice_of_ted(self) -> None:
        changed = document("eforms_change").replace(
            "22222222-aaaa-4bbb-8ccc-000000000002-01", "00454088-2024"
        )
        (link,) = (link for link in parse(changed).links if link.kind == "changes")
        assert (link.key, link.connector) == ("454088-2024", "ted")

    def test_a_planning_notice_named_by_its_number_too(self) -> None:
        changed = document("eforms_call").replace("11111111-aaaa-4bbb-8ccc-000000000001-01", "00000099-2026")
        assert [(x.kind, x.key, x.connector) for x in parse(changed).links] == [("follows", "99-2026", "ted")]

    def test_a_notice_that_ted_has_not_published_is_keyed_by_its_own_identifier(self) -> None:
        """The examples of the SDK, and files that a buyer exports before sending them."""
        notice = parse(document("eforms_call").replace("ojs-notice-id", "other").replace("00900001-2026", ""))
        assert notice.key.startswith("22222222-aaaa-4bbb-8ccc-000000000002")
        assert notice.published == date(2026, 9, 1)
        assert notice.url is None
        assert "ted-not-published" in {finding.code for finding in notice.findings}


class TestForm2014:
    def test_a_call(self) -> None:
        notice = parse(document("legacy_f02"))
        assert notice.title == "Construction de l’école du Val"
        assert (notice.published, notice.dispatched) == (date(2021, 1, 15), date(2021, 1, 11))
        assert notice.deadline == datetime(2021, 3, 1, 11, tzinfo=UTC), "noon in Paris"
        assert (notice.nature, notice.procedure, notice.framework) == ("travaux", "PT_OPEN", True)
        assert (notice.legal_basis, notice.reference) == ("32014L0024", "2021-07")
        assert notice.cpv == ("45214210", "45262500")
        assert notice.value is not None
        assert (notice.value.amount, notice.value.basis) == (1200000, "estimate")
        assert notice.documents_url == "https://dce.exemple.invalid/?a=1&b=2"
        assert [(x.kind, x.key, x.connector) for x in notice.links] == [("follows", "99-2020", "ted")]

    def test_buyers(self) -> None:
        town, syndicate = parse(document("legacy_f02")).buyers
        assert (town.name, town.siret) == ("Ville de Valville", "91000000900001")
        assert (town.legal_type, town.activity) == ("AA_AUTHORITY_TYPE:3", "MA_MAIN_ACTIVITIES:S")
        assert town.address is not None
        assert (town.address.city, town.address.departement, town.address.nuts) == ("Valville", "38", "FRK24")
        assert (syndicate.name, syndicate.legal_type) == ("Syndicat Fictif", None)

    def test_lots(self) -> None:
        notice = parse(document("legacy_f02"))
        first, second = notice.lots
        assert (first.key, first.title, first.cpv) == ("1", "Gros œuvre", ("45262500",))
        assert first.value is not None
        assert (first.value.amount, first.duration_months) == (700000, 18)
        assert (first.places[0].nuts, first.places[0].label) == ("FRK24", "Valville")
        assert (second.key, second.value) == ("2", None), "0 is unknown, not free"
        assert (second.starts, second.ends) == (date(2021, 6, 1), date(2099, 12, 31))
        assert ("bad-nuts", "FRK2Z9") in {(f.code, f.value) for f in notice.findings}

    def test_a_text_is_its_paragraphs_with_their_marks(self) -> None:
        found = texts(parse(document("legacy_f02")))
        assert found["OBJECT_CONTRACT.SHORT_DESCR", None] == (
            "Marché no 7 en deux lots.\nClause sociale d’insertion pour le lot 1."
        )
        assert found["OBJECT_CONTRACT.OBJECT_DESCR.INFO_ADD", "1"] == "350 heures d’insertion."
        assert not any("Tribunal" in text for text in found.values())

    def test_reserved_flags_and_conditions(self) -> None:
        notice = parse(document("legacy_f02"))
        codes = {(code.field, code.value, code.lot) for code in notice.codes}
        assert {
            ("RESTRICTED_SHELTERED_WORKSHOP", "YES", None),
            ("RESERVED_ORGANISATIONS_SERVICE_MISSION", "YES", None),
        } <= codes
        roles = {text.field: text.role for text in notice.texts}
        assert roles["LEFTI.PERFORMANCE_CONDITIONS"] == "conditions"
        assert roles["OBJECT_CONTRACT.OBJECT_DESCR.AC.AC_QUALITY.AC_CRITERION"] == "criterion"

    def test_bare_weights_that_make_a_hundred_are_percentages(self) -> None:
        criteria = parse(document("legacy_f02")).criteria
        assert [(c.name, c.weight, c.unit, c.kind, c.lot) for c in criteria] == [
            ("Valeur technique", 40, "percent", "quality", "1"),
            ("Performance en matière d’insertion", 10, "percent", "quality", "1"),
            ("Prix", 50, "percent", "price", "1"),
        ]
        other = parse(document("legacy_f02").replace(">40<", ">4 points<").replace(">10<", ">dix<"))
        assert [(c.weight, c.unit) for c in other.criteria] == [(4, "points"), (None, None), (50, None)]
        assert ("bad-weight", "dix") in {(f.code, f.value) for f in other.findings}

    def test_an_award(self) -> None:
        notice = parse(document("legacy_f03"))
        lead, member, failed = notice.awards
        assert (lead.lot, lead.winner, lead.winner_siret) == ("1", "Maçonnerie Fictive", "92000000700004")
        assert lead.value is not None
        assert (lead.value.amount, lead.value.basis) == (Decimal("650000.5"), "awarded")
        assert (lead.awarded, member.winner, member.value) == (date(2021, 1, 20), "Béton Inventé", None)
        assert (failed.lot, failed.status) == ("2", "none")
        assert notice.value is not None
        assert (notice.value.amount, notice.value.basis) == (1150000, "awarded")
        assert [(x.kind, x.key) for x in notice.links] == [("awards", "101-2021")]

    def test_a_rectificatif(self) -> None:
        notice = parse(document("legacy_f14"))
        assert [(c.field, c.lot, c.before, c.after) for c in notice.changes] == [
            ("IV.2.2) Date limite", None, "2021-03-01 12:00", "2021-03-15 10:30"),
            ("II.2.4) Description", "1", None, "Lire : 400 heures d’insertion sur le lot 1."),
            ("II.1.2)", None, "45214200", "45214210"),
        ]
        assert [(x.kind, x.key) for x in notice.links] == [("changes", "101-2021")]
        assert notice.deadline == datetime(2021, 3, 15, 9, 30, tzinfo=UTC)
        assert notice.legal_basis == "32014L0024", "from the coded section, when the form has none"

    def test_a_modified_concession(self) -> None:
        notice = parse(document("legacy_f20"))
        assert notice.value is not None
        assert notice.value.amount == 1100000, "the value after the modification"
        assert [award.winner for award in notice.awards] == ["Eaux Fictives"]
        assert [(x.kind, x.key) for x in notice.links] == [("follows", "11-2018")]
        assert "Un quartier de plus." in texts(notice).values()

    def test_social_services_in_an_older_namespace(self) -> None:
        notice = parse(document("legacy_f21"))
        assert notice.social_services is True
        assert notice.lots == (), "a contract that is not divided has no lots"
        assert notice.value is not None
        assert (notice.value.amount, notice.duration_months) == (300000, Decimal("11.99"))
        assert notice.places[0].nuts == "FR714", "the old nomenclature, as printed"
        assert notice.deadline == datetime(2017, 4, 11, 21, 59, tzinfo=UTC), "no time: the end of that day"
        assert ("RESTRICTED_SHELTERED_PROGRAM", "YES") in {(c.field, c.value) for c in notice.codes}

    def test_a_form_of_defence(self) -> None:
        notice = parse(document("legacy_f17"))
        assert (notice.title, notice.reference, notice.nature) == ("Entretien des quais", "DEF-1", "travaux")
        assert notice.deadline == datetime(2021, 4, 26, 14, tzinfo=UTC)
        assert notice.value is not None
        assert (notice.value.amount, notice.framework, notice.duration_months) == (10000000, True, 84)
        assert [(lot.key, lot.title, lot.cpv) for lot in notice.lots] == [("1", "Quai nord", ("45241000",))]
        assert notice.cpv == ("45244000", "45241000")
        assert (notice.buyers[0].name, notice.procedure) == ("Base Fictive", "PT_RESTRICTED")
        assert [t.role for t in notice.texts if t.text == "Clause sociale."] == ["conditions"]

    def test_a_form_without_object_is_filled_from_the_coded_section(self) -> None:
        text = document("legacy_f02")
        start, end = text.index("<FORM_SECTION>"), text.index("</FORM_SECTION>")
        notice = parse(text[:start] + "<FORM_SECTION><F99_2014 LG='FR'/>" + text[end:])
        assert notice.title == "Travaux de construction d’écoles primaires"
        assert (notice.cpv, notice.nature, notice.procedure) == (("45214210",), "travaux", "PR_PROC:1")
        assert notice.deadline == datetime(2021, 3, 1, 11, tzinfo=UTC)
        assert (notice.places[0].nuts, notice.buyers[0].name) == ("FRK24", "Ville de Valville")

    def test_two_lots_of_one_number_are_two_lots(self) -> None:
        notice = parse(document("legacy_f02").replace("<LOT_NO>2</LOT_NO>", "<LOT_NO>1</LOT_NO>"))
        assert [(lot.key, lot.title) for lot in notice.lots] == [("1", "Gros œuvre"), ("1bis", "Menuiserie")]
        assert ("OBJECT_CONTRACT.OBJECT_DESCR.TITLE", "1bis") in texts(notice)


class TestHostile:
    @pytest.mark.parametrize(
        ("payload", "code"),
        [
            (b"", "xml-empty"),
            (b"<TED_EXPORT", "xml-malformed"),
            (b'<!DOCTYPE x [<!ENTITY a "b">]><TED_EXPORT>&a;</TED_EXPORT>', "xml-doctype"),
            (b"<TED_EXPORT><TITLE>\xe9cole</TITLE></TED_EXPORT>", "xml-malformed"),
            (b"<marches/>", "ted-unknown-root"),
            (b"<TED_EXPORT/>", "ted-no-number"),
            (b'<TED_EXPORT DOC_ID="000101-2021"/>', "ted-no-date"),
            (b"<ContractNotice/>", "ted-no-number"),
            (b"<a>" * 300 + b"</a>" * 300, "xml-too-deep"),
        ],
    )
    def test_what_is_no_notice_is_rejected_with_its_reason(self, payload: bytes, code: str) -> None:
        with pytest.raises(RecordRejected) as error:
            parse(payload)
        assert error.value.code == code

    @pytest.mark.parametrize("amount", ["0", "1", "1000000000000000", "-1", "1e15", "douze"])
    def test_amounts_that_mean_nothing(self, amount: str) -> None:
        for name in ("legacy_f02", "eforms_call"):
            text = document(name).replace("1200000.00", amount).replace(">1200000<", f">{amount}<")
            value = parse(text).value
            assert value is None or value.amount == 1

    def test_a_deadline_of_2099_is_a_finding(self) -> None:
        for name, month in (("legacy_f02", "2021-03-"), ("eforms_call", "2026-10-")):
            notice = parse(document(name).replace(month, "2099-10-"))
            assert notice.deadline is None
            assert "absurd-date" in {finding.code for finding in notice.findings}

    @pytest.mark.parametrize("name", NAMES)
    def test_any_element_may_be_empty_or_odd(self, name: str) -> None:
        """Every tenth leaf in turn holds a text that fits nothing."""
        text = document(name)
        cuts = [at for at in range(len(text) - 1) if text[at] == ">" and text[at + 1] not in "<\n "]
        for at in cuts[::10]:
            odd = text[: at + 1] + "\ufffd x" + text[text.index("<", at) :]
            try:
                assert parse(odd).title
            except RecordRejected as error:
                assert error.code in {"ted-no-number", "ted-no-date"}  # noqa: PT017

    def test_utf_16(self) -> None:
        text = document("legacy_f02").replace("UTF-8", "UTF-16")
        assert parse(text.encode("utf-16")) == parse(document("legacy_f02"))
