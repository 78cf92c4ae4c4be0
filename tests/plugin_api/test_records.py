from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from hub.plugin_api import Employer, Finding, Money, Notice, Text
from hub.plugin_api.records import Record

NOTICE = {"key": "26-1", "kind": "competition", "title": "Réfection", "published": "2026-09-01"}


def every_record() -> list[type[Record]]:
    return sorted(Record.__subclasses__(), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", every_record())
def test_records_are_frozen_and_know_all_their_fields(kind):
    assert kind.model_config["frozen"] is True
    assert kind.model_config["extra"] == "forbid"


def test_a_record_cannot_be_changed():
    notice = Notice(**NOTICE)
    with pytest.raises(ValidationError, match="frozen"):
        notice.title = "autre"


def test_a_misspelt_field_is_an_error_and_not_a_silence():
    with pytest.raises(ValidationError, match="titel"):
        Notice(**NOTICE, titel="Réfection")


def test_dates_are_dates_and_deadlines_know_their_hour():
    notice = Notice(**NOTICE, deadline="2026-10-01T12:00:00+02:00")
    assert notice.published == date(2026, 9, 1)
    assert notice.deadline.utcoffset() is not None
    with pytest.raises(ValidationError, match="timezone"):
        Notice(**NOTICE, deadline="2026-10-01T12:00:00")


@pytest.mark.parametrize("amount", [0, "0.00", -1, "NaN", "Infinity", "1e20"])
def test_an_amount_of_nothing_is_no_amount(amount):
    with pytest.raises(ValidationError):
        Money(amount=amount)


def test_amounts_are_exact():
    assert Money(amount="1234567.89").amount == Decimal("1234567.89")


@pytest.mark.parametrize("currency", ["eur", "€", "EURO", ""])
def test_currencies_are_iso_codes(currency):
    with pytest.raises(ValidationError):
        Money(amount=1, currency=currency)


def test_what_was_printed_in_a_bad_field_is_cut_by_the_connector_not_by_surprise():
    assert Finding(code="bad-siret", field="acheteur.id", value="x" * 200).value == "x" * 200
    with pytest.raises(ValidationError):
        Finding(code="bad-siret", field="acheteur.id", value="x" * 201)


def test_texts_are_never_trimmed():
    assert Text(field="OBJET", text="  deux espaces \n").text == "  deux espaces \n"


def test_empty_names_are_refused():
    with pytest.raises(ValidationError):
        Employer(key="", kind="EI", name="Recyclerie")
    with pytest.raises(ValidationError):
        Employer(key="1", kind="EI", name="")


def test_a_kind_of_employer_may_be_unknown_but_not_invented():
    assert Employer(key="1", kind=None, name="Recyclerie").kind is None
    with pytest.raises(ValidationError):
        Employer(key="1", kind="SIAE", name="Recyclerie")


def test_a_record_survives_its_own_json():
    notice = Notice(**NOTICE, value=Money(amount="1.50"), texts=[Text(field="OBJET", text="é")])
    assert Notice.model_validate_json(notice.model_dump_json()) == notice
