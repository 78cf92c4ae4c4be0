"""A planned purchase: what is known of it a year before the call."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.plugin_api import Notice, RawRecord, RecordRejected, Skipped
from hub_procurement_feed.approch.amounts import OpenRange, upper_end
from hub_procurement_feed.approch.connector import Approch
from hub_procurement_feed.approch.records import DAMAGED

FIXTURES = Path(__file__).parent / "fixtures" / "approch"
TODAY = date(2026, 9, 10)


def read(path: Path, content: bytes | None = None) -> list[Any]:
    if content is not None:
        path.write_bytes(content)
    ctx: Any = SimpleNamespace(today=TODAY)
    return list(Approch().read(ctx, path))


def notices() -> dict[str, Notice]:
    return {raw.key: Approch().parse(raw)[0] for raw in read(FIXTURES / "export.json")}


def notice(**members: Any) -> Notice:
    payload = json.dumps({"code": 1, "libelle": "Peinture"} | members).encode()
    return Approch().parse(RawRecord("1", payload, "application/json", "f", TODAY))[0]


def codes(found: Notice) -> dict[str, str]:
    return {code.field: code.value for code in found.codes}


def test_a_project() -> None:
    found = notices()["70001"]
    assert (found.kind, found.form, found.nature) == ("planning", "APProch", "travaux")
    assert found.title == "Restructuration de l'hôtel de police"
    assert found.url == "https://projets-achats.marches-publics.gouv.fr/project/70001"
    assert (found.cpv, found.duration_months, found.departements) == (
        ("45216111", "45262660"),
        24,
        ("38", "73"),
    )
    assert found.value is not None
    assert (found.value.amount, found.value.basis) == (5_000_000, "range_maximum")
    assert found.deadline is not None
    assert found.deadline.date() == date(2027, 3, 1)
    assert found.procedure == "Appel d'offres ouvert"
    assert not found.findings


def test_the_buyer_is_a_number_that_lost_its_zeros() -> None:
    (buyer,) = notice(siren_de_l_entite_acheteuse=20999009).buyers
    assert (buyer.name, buyer.siren, buyer.identifier) == (
        "Acheteur SIREN 020999009",
        "020999009",
        "020999009",
    )
    (unknown,) = notice(siren_de_l_entite_acheteuse="CDL").buyers
    assert (unknown.name, unknown.siren) == ("(acheteur non précisé)", None)


def test_rules_find_the_texts_and_the_codes_under_the_names_of_the_source() -> None:
    found = notices()["70001"]
    texts = {text.field: text for text in found.texts}
    assert "Une clause d'insertion est envisagée." in texts["description"].text
    assert (texts["libelle"].role, texts["montant_estime_du_marche"].text) == ("object", "1M - 5M€")
    assert codes(found) == {
        "considerations_sociales": "Oui",
        "marche_reserve": "Oui",
        "date_previsionnelle_de_publication": "2027-01-09",
        "a_publier_sur_le_site_du_marche_de_l_inclusion": "Oui",
        "considerations_environnementales": "Non",
        "statut": "Ouvert",
        "etat_de_l_espace_d_echanges": "Fermé",
    }


def test_what_is_not_said_is_absent() -> None:
    found = notices()["70002"]
    assert "marche_reserve" not in codes(found)
    assert (found.value, found.duration_months, found.departements) == (None, None, ("38",))
    assert [finding.code for finding in found.findings] == ["bad-date", "open-range", "bad-departement"]


def test_a_project_is_dated_by_the_day_on_which_it_was_first_read_as_it_is() -> None:
    """The source has no day of its own. The same bytes are landed once: the day does not move."""
    assert notices()["70001"].published == TODAY
    raw = read(FIXTURES / "export.json")[0]
    later = SimpleNamespace(today=TODAY + timedelta(days=30))
    again: Any = next(iter(Approch().read(later, FIXTURES / "export.json")))  # type: ignore[arg-type]
    assert again.payload == raw.payload


def test_without_any_day_the_expected_publication_dates_it_and_else_it_is_refused() -> None:
    payload = b'{"code": 1, "libelle": "x", "date_previsionnelle_de_publication": "2027-01-09"}'
    assert Approch().parse(RawRecord("1", payload, "application/json", "f"))[0].published == date(2027, 1, 9)
    with pytest.raises(RecordRejected) as caught:
        Approch().parse(RawRecord("1", b'{"code": 1, "libelle": "x"}', "application/json", "f"))
    assert caught.value.code == "approch-no-day"


def test_the_person_in_charge_does_not_land() -> None:
    assert not any(b"Camille" in raw.payload for raw in read(FIXTURES / "export.json"))


def test_a_project_for_the_whole_country_is_nowhere_certain() -> None:
    all_of_them = "|".join(f"{n:02d}" for n in range(1, 96) if n != 20)
    assert notice(departement_s_d_execution_du_marche=all_of_them).departements == ()
    assert notice(departement_s_d_execution_du_marche="2A|2B|1").departements == ("01", "2A", "2B")


def test_a_project_that_was_given_up() -> None:
    assert notice(statut="Annulé").kind == "cancellation"


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("1M - 5M€", 5_000_000),
        ("100k - 500k€", 500_000),
        ("25 000 - 90 000 €", 90_000),
        ("1,5M - 2,5 M€", 2_500_000),
        ("< 40k€", 40_000),
        ("200000", 200_000),
    ],
)
def test_ranges(printed: str, amount: int) -> None:
    assert upper_end(printed) == Decimal(amount)


def test_ranges_without_an_upper_end_or_any_amount() -> None:
    for printed in ("> 10M€", "Plus de 10 M€", "supérieur à 5M€"):
        with pytest.raises(OpenRange):
            upper_end(printed)
    for printed in ("à définir", "0 €", "9999999M€"):
        with pytest.raises(ValueError, match="amount"):
            upper_end(printed)


@pytest.mark.parametrize("value", [None, "", "CDL", [], {}, ["a"], True, -1, 1e300, "é" * 3000, "2099-13-45"])
def test_no_value_of_a_member_loses_the_project(value: Any) -> None:
    for name in json.loads((FIXTURES / "export.json").read_text("utf-8"))[0]:
        if name != "code":
            assert notice(**{name: value}).model_dump_json()


def test_damage_is_kept_beside_projects_and_rejected(tmp_path: Path) -> None:
    found = read(tmp_path / "f", b'[{"code": 5, "libelle": "x"}, {"libelle": "sans code"}, {"code": 6, "li')
    assert [raw.key.startswith(DAMAGED) for raw in found] == [False, True, True]
    for raw in found[1:]:
        with pytest.raises(RecordRejected) as caught:
            Approch().parse(raw)
        assert caught.value.code == "approch-damaged"


def test_a_record_stored_under_another_code_is_refused() -> None:
    with pytest.raises(RecordRejected) as caught:
        Approch().parse(RawRecord("2", b'{"code": 1}', "application/json", "f", TODAY))
    assert caught.value.code == "approch-no-code"


@pytest.mark.parametrize(
    "content", [b"<html></html>", b'[{"code": 5, "nom": "autre source"}]', b"a;b;c\n1;2;3\n"]
)
def test_what_is_not_approch_is_skipped(tmp_path: Path, content: bytes) -> None:
    (found,) = read(tmp_path / "projets.json", content)
    assert isinstance(found, Skipped)
