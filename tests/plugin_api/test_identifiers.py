import pytest

from hub.plugin_api import identifiers
from hub.plugin_api.identifiers import InvalidIdentifier, Siret

VALID_SIREN = "732829320"


def luhn_siret(siren: str, nic: str) -> str:
    """``siren`` and the first four digits of a NIC, completed by the key."""
    for key in "0123456789":
        try:
            return identifiers.siret(siren + nic + key).value
        except InvalidIdentifier:
            continue
    raise AssertionError


@pytest.mark.parametrize("text", ["732829320", "732 829 320", "732.829.320", "732\u202f829\u00a0320"])
def test_a_siren_is_read_with_any_blanks(text):
    assert identifiers.siren(text) == VALID_SIREN


@pytest.mark.parametrize(
    "text", ["", "73282932", "7328293200", "732829321", "73282932O", "732-829-320", "٧٣٢٨٢٩٣٢٠x"]
)
def test_what_is_no_siren(text):
    with pytest.raises(InvalidIdentifier):
        identifiers.siren(text)


def test_a_siret_keeps_its_siren():
    assert identifiers.siret("732 829 320 00074") == Siret("73282932000074", antenna=False)
    assert identifiers.siret("73282932000074").siren == VALID_SIREN


def test_one_digit_changed_is_seen_wherever_it_is():
    good = "73282932000074"
    for position, digit in enumerate(good):
        changed = good[:position] + str((int(digit) + 1) % 10) + good[position + 1 :]
        with pytest.raises(InvalidIdentifier, match="check digit"):
            identifiers.siret(changed)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "14 digits"),
        ("7328293200007", "14 digits"),
        ("732829320000745", "14 digits"),
        ("7328293200007X", "14 digits"),
        ("00000000000000", "zeros"),
        ("non communiqué", "14 digits"),
    ],
)
def test_what_is_no_siret(text, why):
    with pytest.raises(InvalidIdentifier, match=why):
        identifiers.siret(text)


@pytest.mark.parametrize("text", ["35600000000048", "35600000049837", "356 000 000 49837"])
def test_la_poste_counts_by_five(text):
    """Its establishments outgrew the Luhn key: the sum of the digits is a multiple of 5 instead."""
    assert not identifiers.siret(text).antenna


def test_la_poste_still_has_wrong_numbers():
    with pytest.raises(InvalidIdentifier, match="La Poste"):
        identifiers.siret("35600000049838")


def test_an_invented_antenna_is_told_apart():
    """``999dd`` is a number that the inclusion platforms make up: the SIREN is real, the key is not."""
    assert identifiers.siret(f"{VALID_SIREN}99901") == Siret(f"{VALID_SIREN}99901", antenna=True)


def test_an_antenna_of_an_impossible_siren_is_refused():
    with pytest.raises(InvalidIdentifier):
        identifiers.siret("73282932199901")


def test_a_real_establishment_is_not_an_antenna():
    assert not identifiers.siret(luhn_siret(VALID_SIREN, "0001")).antenna


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("45000000", "45000000"),
        ("45000000-7", "45000000"),
        (" 45112700-2 ", "45112700"),
        ("45000000-1", "45000000"),
    ],
)
def test_cpv_with_or_without_its_check_digit(text, code):
    assert identifiers.cpv(text) == code


@pytest.mark.parametrize(
    "text", ["", "4500000", "450000000", "45000000-", "45000000-77", "00000000", "45.000.000"]
)
def test_what_is_no_cpv(text):
    with pytest.raises(InvalidIdentifier):
        identifiers.cpv(text)


@pytest.mark.parametrize(
    ("text", "code"), [("FR", "FR"), ("frk24", "FRK24"), (" FRK2 ", "FRK2"), ("FRY4", "FRY4")]
)
def test_nuts(text, code):
    assert identifiers.nuts(text) == code


@pytest.mark.parametrize("text", ["", "F", "FRK245", "38", "FR K24", "Isère"])
def test_what_is_no_nuts(text):
    with pytest.raises(InvalidIdentifier):
        identifiers.nuts(text)


@pytest.mark.parametrize("text", ["38052", "01001", "2A004", "2b033", "97411", "97701", "98818", "75056"])
def test_insee(text):
    assert identifiers.insee(text) == text.upper()


@pytest.mark.parametrize(
    "text", ["", "3805", "380522", "00123", "20004", "96001", "2C004", "97900", "98000", "Grenoble"]
)
def test_what_is_no_insee_code(text):
    with pytest.raises(InvalidIdentifier):
        identifiers.insee(text)


@pytest.mark.parametrize(("text", "code"), [("38 000", "38000"), ("01000", "01000"), ("20090", "20090")])
def test_postcode(text, code):
    assert identifiers.postcode(text) == code


@pytest.mark.parametrize("text", ["", "00100", "1000", "380000", "2A004"])
def test_what_is_no_postcode(text):
    with pytest.raises(InvalidIdentifier):
        identifiers.postcode(text)


@pytest.mark.parametrize(
    ("text", "code"), [("1", "01"), ("01", "01"), ("38", "38"), ("2a", "2A"), ("974", "974"), ("988", "988")]
)
def test_departement(text, code):
    assert identifiers.departement(text) == code


@pytest.mark.parametrize("text", ["", "0", "00", "20", "96", "979", "2C", "Isère", "038"])
def test_what_is_no_departement(text):
    with pytest.raises(InvalidIdentifier):
        identifiers.departement(text)


@pytest.mark.parametrize(
    ("code", "departement"),
    [
        ("38052", "38"),
        ("01001", "01"),
        ("2A004", "2A"),
        ("2B033", "2B"),
        ("20090", "2A"),
        ("20199", "2A"),
        ("20200", "2B"),
        ("20600", "2B"),
        ("97411", "974"),
        ("98818", "988"),
    ],
)
def test_departement_of_a_commune_or_a_post_code(code, departement):
    assert identifiers.departement_of(code) == departement


def test_departement_of_nowhere():
    with pytest.raises(InvalidIdentifier):
        identifiers.departement_of("00100")
