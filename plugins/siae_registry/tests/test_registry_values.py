"""One cell at a time: what is read, what is refused, what never lands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from hub_siae_registry import contacts, identity, values
from hub_siae_registry.finess.lambert93 import to_degrees
from hub_siae_registry.privacy import Privacy, is_generic, masked, of_function


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("  deux\u00a0\n mots ", "deux mots"),
        ("", None),
        (None, None),
        (59260.0, "59260"),
        (719, "719"),
        ("a\x00b\ud800c", "abc"),
        (True, None),
    ],
)
def test_a_text(printed: Any, read: str | None) -> None:
    assert values.text(printed) == read


def test_a_list_is_no_text() -> None:
    with pytest.raises(ValueError, match="list"):
        values.text(["EI"])


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2026-05-12", date(2026, 5, 12)),
        ("25/11/2005 00:00:00", date(2005, 11, 25)),
        ("2021-10-18 00:00:00", date(2021, 10, 18)),
        (1577836800000, date(2020, 1, 1)),
        ("", None),
    ],
)
def test_a_day(printed: Any, read: date | None) -> None:
    assert values.day(printed) == read


@pytest.mark.parametrize("printed", ["31/02/2020", "hier", 10**30, [2026]])
def test_no_day(printed: Any) -> None:
    with pytest.raises(ValueError):
        values.day(printed)


def test_a_moment_needs_its_offset() -> None:
    assert values.moment("2020-12-18T10:40:16.387Z") == datetime(2020, 12, 18, 10, 40, 16, 387000, tzinfo=UTC)
    with pytest.raises(ValueError, match="offset"):
        values.moment("2020-12-18T10:40:16")


@pytest.mark.parametrize(("printed", "read"), [("5621z", "5621Z"), ("56.21Z", "5621Z"), ("", None)])
def test_a_naf_code(printed: str, read: str | None) -> None:
    assert values.naf(printed) == read


@pytest.mark.parametrize("printed", ["85.1A", "Z", "562Z1"])
def test_no_naf_code(printed: str) -> None:
    with pytest.raises(ValueError):
        values.naf(printed)


@pytest.mark.parametrize("printed", ["javascript:alert(1)", "voir Camille", "a@b.fr", "http://"])
def test_what_must_never_become_a_link(printed: str) -> None:
    with pytest.raises(ValueError):
        values.website(printed)


def test_a_website_gets_its_scheme() -> None:
    assert values.website("www.vallon.example.org/a?b=1") == "http://www.vallon.example.org/a?b=1"


@pytest.mark.parametrize(
    ("printed", "read"),
    [("12,50", 12), ("0", None), ("", None), (125, 125), ("0.4", 1)],
)
def test_a_capacity(printed: Any, read: int | None) -> None:
    assert values.whole(printed) == read


@pytest.mark.parametrize("printed", ["-3", "1e9", "999999999", "nan"])
def test_no_capacity(printed: str) -> None:
    with pytest.raises(ValueError):
        values.whole(printed)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("04 76 00 00 01", "0476000001"),
        ("+33 (0)4 76 00 00 01", "0476000001"),
        ("0033476000001", "0476000001"),
        ("298749898", "0298749898"),
        ("06 11 22 33 44", None),
        ("+33 7 11 22 33 44", None),
        ("", None),
    ],
)
def test_a_telephone_is_a_land_line(printed: str, read: str | None) -> None:
    assert contacts.phone(printed) == read


@pytest.mark.parametrize("address", ["contact@x.fr", "Accueil38@x.fr", "contact.esat@x.fr", "info-geiq@x.fr"])
def test_the_mailbox_of_a_function(address: str) -> None:
    assert is_generic(address)
    assert contacts.email(address) == address.lower()


@pytest.mark.parametrize(
    "address", ["camille.untel@x.fr", "contact.untel@x.fr", "c@x.fr", "38@x.fr", "@x.fr"]
)
def test_a_mailbox_that_may_be_a_persons(address: str) -> None:
    assert not is_generic(address)


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("Camille Untel 04 76 00 00 01", ""),
        ("contact@x.fr (Camille Untel)", "contact@x.fr"),
        ("camille.untel [at] x.fr", ""),
        ("04 76 00 00 01 / 06 11 22 33 44", "04 76 00 00 01 /"),
        ("611223344", ""),
    ],
)
def test_a_contact_field_keeps_what_belongs_to_a_function(printed: str, kept: str) -> None:
    assert of_function(printed) == kept


def test_coordinates_are_no_mobile_number() -> None:
    assert masked("5.0612345678") == "5.0612345678"
    assert masked("tél.: 06.12.34.56.78 !") == "tél.:  !"


def test_privacy_reaches_nested_records_and_broken_bytes() -> None:
    privacy = Privacy(dropped=("admin_name",), filtered=("email",))
    record = {"a": [{"admin_name": "Untel", "email": "c.untel@x.fr", "t": "écrire à c.untel@x.fr"}], "n": 1}
    assert privacy.strip(record) == {"a": [{"email": "", "t": "écrire à "}], "n": 1}
    broken = b'{"admin_name": "Camille \\"Untel", "email": "camille.untel@x.fr", "id": 1, "admin_name": "Unt'
    assert b"ntel" not in privacy.strip_bytes(broken)
    assert b'"id": 1' in privacy.strip_bytes(broken)


@pytest.mark.parametrize(
    ("printed", "siret", "siren", "antenna", "wrong"),
    [
        ("90000001900019", "90000001900019", "900000019", False, False),
        ("900 000 019 00019", "90000001900019", "900000019", False, False),
        ("90000001999901", None, "900000019", True, False),
        ("90000001999902", None, "900000019", True, False),
        ("900000019", None, "900000019", False, False),
        ("90000001900018", None, "900000019", False, True),
        ("00000000000000", None, None, False, True),
        ("9000000190001", None, None, False, True),
        ("", None, None, False, False),
        (None, None, None, False, False),
        ([], None, None, False, True),
    ],
)
def test_a_siret(printed: Any, siret: str | None, siren: str | None, antenna: bool, wrong: bool) -> None:
    found = identity.read(printed)
    assert found[:3] == (siret, siren, antenna)
    assert bool(found.problem) is wrong


def test_the_pattern_of_an_antenna_goes_before_the_key() -> None:
    """900000010 is no SIREN, but the fourteen digits happen to satisfy the key: still an antenna."""
    by_chance = next(f"90000001099{n}" for n in range(900, 1000) if _key_is_right(f"90000001099{n}"))
    assert identity.read(by_chance) == identity.Identity(antenna=True)


def _key_is_right(digits: str) -> bool:
    doubled = [int(c) * (2 if n % 2 else 1) for n, c in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


@pytest.mark.parametrize(
    ("point", "degrees"),
    [
        ((700000, 6600000), (46.5, 3.0)),  # the origin, by definition
        ((648237.3, 6862271.7), (48.8584, 2.2945)),  # the Eiffel tower
        ((782843.4, 6981408.1), (49.92588, 4.15277)),  # the centre of Saint-Michel, Aisne
    ],
)
def test_lambert_93(point: tuple[float, float], degrees: tuple[float, float]) -> None:
    assert to_degrees(*point) == pytest.approx(degrees, abs=2e-5)


@pytest.mark.parametrize("point", [(6458200, 913500), (0, 0), (643000, 1769000), (float("nan"), 6600000)])
def test_points_that_are_not_lambert_93(point: tuple[float, float]) -> None:
    with pytest.raises(ValueError):
        to_degrees(*point)
