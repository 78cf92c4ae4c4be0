"""The ODSQL subset: what passes, what is refused."""

from datetime import UTC, datetime

import pytest

from hub.testing.replay.odsql import OdsqlError, parse_order, parse_refine, parse_select, parse_where

FIELDS = ["idweb", "objet", "dateparution", "datelimitereponse", "code_departement", "nature", "nb"]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROW = {
    "idweb": "26-900001",
    "objet": "Nettoyage des écoles élémentaires",
    "dateparution": "2026-09-03",
    "datelimitereponse": "2026-12-02T10:00:00+00:00",
    "code_departement": ["38", "73"],
    "nature": "APPEL_OFFRE",
    "nb": 3,
}


def holds(clause, row=ROW):
    return parse_where(clause, FIELDS, NOW)(row)


@pytest.mark.parametrize(
    "clause",
    [
        "dateparution >= date'2026-07-01'",
        "dateparution = date'2026-09-03'",
        "dateparution < date'2026/09/04' AND dateparution > date'2026-09-02'",
        "dateparution <= '2026-09-03'",
        "datelimitereponse > now()",
        "datelimitereponse > date'2026-12-02T10:59:00+02:00'",
        'idweb = "26-900001"',
        "idweb != '26-900002'",
        "nature IN ('ANNULATION','APPEL_OFFRE')",
        'code_departement in ("38","69")',
        "code_departement = '73'",
        "nature not in ('ANNULATION')",
        'search(objet, "ecole nettoy")',
        'search("appel_offre")',
        'objet like "%nettoyage%"',
        "objet like 'ÉCOLES'",
        "startswith(idweb, '26-')",
        "nb > 2 and nb <= 3.0",
        "not (nature = 'ATTRIBUTION' or nature = 'ANNULATION')",
        "nature = 'ATTRIBUTION' and nb = 9 or nb = 3",
        "`idweb` is not null",
    ],
)
def test_a_true_clause_keeps_the_record(clause):
    assert holds(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "dateparution > date'2026-09-03'",
        "datelimitereponse < now()",
        "nature = 'ATTRIBUTION' or nature = 'ANNULATION'",
        "nature = 'ATTRIBUTION' and (nb = 9 or nb = 3)",
        "code_departement in ('69')",
        'search(objet, "toiture")',
        "objet like 'nettoyage%toiture'",
        "idweb is null",
        "nb = '3'",
    ],
)
def test_a_false_clause_drops_it(clause):
    assert not holds(clause)


def test_nothing_compares_with_null_but_its_negation_does():
    row = {"idweb": "26-1", "datelimitereponse": None}
    assert not holds("datelimitereponse > date'2020-01-01'", row)
    assert holds("not datelimitereponse > date'2020-01-01'", row)
    assert holds("datelimitereponse is null", row)
    assert holds("datelimitereponse != 'x'", row)


def test_quotes_inside_a_text_are_escaped():
    row = {"objet": 'L\'école dite "du Parc"'}
    assert holds(r"objet = 'L\'école dite \"du Parc\"'", row)
    assert holds(r'objet = "L\'école dite \"du Parc\""', row)


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ('dateparution >= date"2026-07-01"', "single quotes"),
        ("dateparution >= date'2026-13-01'", "not a date"),
        ("departement = '38'", "Unknown field: departement"),
        ("search(titre, 'x')", "Unknown field: titre"),
        ("nature == 'APPEL_OFFRE'", "Expected a value"),
        ("nature = APPEL_OFFRE", "Expected a value"),
        ("nature = 'APPEL_OFFRE", "Unexpected token"),
        ("(nature = 'X'", "Expected )"),
        ("nature = 'X' nb = 3", "Unexpected token nb"),
        ("nature in 'X'", "Expected ("),
        ("nature", "Expected an operator"),
        ("and nature = 'X'", "Unknown field: and"),
        ("distance(objet, 3)", "Unknown function"),
        ("nature = 'X'; drop table boamp", "Unexpected token"),
        ("'X' = nature", "Expected a field"),
        ("", "Expected a field"),
    ],
)
def test_a_bad_clause_says_what_is_wrong(clause, message):
    with pytest.raises(OdsqlError, match=message.replace("(", r"\(").replace(")", r"\)")):
        parse_where(clause, FIELDS, NOW)


def test_order_and_select_name_their_fields():
    assert parse_order("dateparution desc, idweb", FIELDS) == (("dateparution", True), ("idweb", False))
    assert parse_select("idweb, objet as titre", FIELDS) == {"idweb": "idweb", "titre": "objet"}
    assert list(parse_select("*", FIELDS)) == FIELDS
    for parse, clause in ((parse_order, "dateparution descending"), (parse_select, "count(*) as nb")):
        with pytest.raises(OdsqlError):
            parse(clause, FIELDS)


def test_a_date_refines_by_year_month_or_day():
    assert all(parse_refine(f"dateparution:{d}", FIELDS)(ROW) for d in ("2026", "2026/09", "2026-09-03"))
    assert not parse_refine("dateparution:2026/1", FIELDS)(ROW)
    assert parse_refine("code_departement:38", FIELDS)(ROW)
    with pytest.raises(OdsqlError, match="field:value"):
        parse_refine("criteres=sociaux", FIELDS)
