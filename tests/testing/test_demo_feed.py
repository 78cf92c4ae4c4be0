"""The demo feed: complete, plausible, the same every time, and about nobody."""

import csv
import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hub.plugin_api.identifiers import cpv, siret
from hub.testing.demo import boamp_notices, boamp_records
from hub.testing.demo.tables import clauses

TODAY = date(2026, 11, 22)
STATUSES = {"presente", "declaree", "facultative", "contradictoire", "exclue", "silence", "objet"}
TYPES = {"EXEC", "CRIT", "RES_H", "RES_I", "RES_HI", "RES_P", "RES_ESS", "OBJ_INS", "FORM"}


@pytest.fixture(scope="module")
def notices():
    return boamp_notices(TODAY, with_damage=False)


@pytest.fixture(scope="module")
def records(notices):
    return [n.record for n in notices]


def donnees(record):
    return json.loads(record["donnees"])


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child, path)
    else:
        yield path, value


def test_there_are_at_least_three_hundred_records(records):
    assert len(records) >= 300


def test_the_same_day_gives_the_same_bytes():
    first, second = (json.dumps(boamp_records(TODAY), sort_keys=True) for _ in range(2))
    assert first == second


def test_another_day_moves_the_dates_and_nothing_else():
    here, later = boamp_records(TODAY), boamp_records(TODAY + timedelta(days=30))
    assert {r["objet"] for r in here} == {r["objet"] for r in later}
    assert max(r["dateparution"] for r in here) != max(r["dateparution"] for r in later)


def test_notices_are_of_the_last_two_months_but_for_the_older_ones(records):
    days = [(TODAY - date.fromisoformat(r["dateparution"])).days for r in records]
    assert min(days) >= 0
    recent = [d for d in days if d <= 60]
    assert len(recent) >= 250
    old = [d for d in days if d > 60]
    assert 20 <= len(old) <= 80  # calls of results, notices around 22/08/2026, flat schemas


def test_open_calls_end_in_two_to_forty_five_days_and_others_are_closed(records):
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    left = [
        (datetime.fromisoformat(r["datelimitereponse"]) - noon).days
        for r in records
        if r["datelimitereponse"]
    ]
    still_open = [d for d in left if d >= 0]
    assert len(still_open) >= 80
    assert min(still_open) >= 2
    assert max(still_open) <= 46
    assert sum(d < 0 for d in left) >= 60


def test_the_deadline_column_has_its_two_meanings(records):
    for record in (r for r in records if r["datelimitereponse"]):
        column = datetime.fromisoformat(record["datelimitereponse"])
        printed = datetime.fromisoformat(json.loads(record["gestion"])["INDEXATION"]["DATE_LIMITE_REPONSE"])
        if "EFORMS" in donnees(record):
            assert printed == column  # true UTC
        else:
            assert printed == column.replace(tzinfo=None)  # local time stamped as UTC


def test_all_the_shapes_of_donnees_are_there(records):
    shapes = Counter()
    for record in records:
        tree = donnees(record)
        first = next(iter(tree))
        shapes[first, *(k for k in tree[first] if first != "IDENTITE" and k != "organisme")] += 1
    for shape in [
        ("EFORMS", "ContractNotice"),
        ("EFORMS", "ContractAwardNotice"),
        ("EFORMS", "PriorInformationNotice"),
        ("FNSimple", "initial"),
        ("FNSimple", "attribution"),
        ("FNSimple", "rectificatif"),
        ("MAPA", "initial"),
        ("MAPA", "attribution"),
        ("MAPA", "rectificatif"),
        ("DIVERS", "initial"),
        ("IDENTITE",),
    ]:
        assert shapes[shape] >= 3, shape
    assert sum(n for shape, n in shapes.items() if shape[0] == "DSP") >= 3
    changes = [r for r in records if "efac:Changes" in r["donnees"]]
    assert {r["etat"] for r in changes} == {"RECTIFICATIF", "ANNULATION"}


def test_every_status_type_and_clause_of_the_trade_is_there(notices):
    assert {n.expect_status for n in notices} == STATUSES
    assert {t for n in notices for t in n.expect_types} == TYPES
    cases = Counter((n.expect_status, n.expect_types) for n in notices)
    assert cases["presente", ("EXEC", "CRIT")]
    assert cases["presente", ("EXEC", "RES_I")]
    assert cases["silence", ()] > len(notices) / 2  # as in life


def test_each_clause_of_the_table_is_used_and_its_words_can_be_read(notices):
    said = "\n".join(str(v) for n in notices for _, v in leaves(donnees(n.record)))
    for clause in clauses().values():
        for text in (clause.text, clause.information, clause.description, *clause.lots.values()):
            for part in re.split(r"\{\w+\}", text):
                assert part in said, clause.id
        if clause.criterion:
            assert clause.criterion[0] in said


def test_the_traps_are_there_and_are_silent(notices):
    silent = " ".join(
        n.record["donnees"] + n.record["objet"] for n in notices if n.expect_status == "silence"
    )
    for trap in (
        "insertion paysagère",
        "(SIAE)",
        "construction d'un ESAT",
        "L. 5212-1 à L. 5212-11",
        "réservées à la profession d'architecte",
        '"@listName": "reserved-execution", "#text": "yes"',
        "pliés au format A4",
        "logements sociaux",
        "insertion de l'article 9.2",
        "Mission Insertion",
        "insertion environnementale",
        "opérateurs économiques européens",
    ):
        assert trap in silent, trap


def test_the_contradictions_of_codes_are_there(notices):
    marks = ('"#text": "opp"', '"strategic-procurement", "#text": "none"')
    codes = [n for n in notices if all(mark in n.record["donnees"] for mark in marks)]
    assert codes
    assert {n.expect_status for n in codes} == {"declaree"}


def test_identifiers_are_unique_and_links_lead_somewhere(records):
    ids = [r["idweb"] for r in records]
    assert len(set(ids)) == len(ids)
    known = dict(zip(ids, records, strict=True))
    linked = [r for r in records if r["annonce_lie"]]
    assert len(linked) >= 40
    for record in linked:
        for earlier in record["annonce_lie"]:
            assert known[earlier]["dateparution"] <= record["dateparution"]
    inside = re.compile(r'"(?:idWeb|IDWEB)": "([^"]+)"')
    for record in records:
        assert set(inside.findall(record["donnees"] + record["gestion"])) <= set(ids)


def test_a_change_names_the_notice_it_replaces(records):
    notice_ids = {
        re.search(r'"notice-id", "#text": "([^"]+)"', r["donnees"])[1]
        for r in records
        if "EFORMS" in donnees(r)
    }
    changed = [re.search(r'ChangedNoticeIdentifier": "([^"]+)-01"', r["donnees"]) for r in records]
    assert len([m for m in changed if m]) >= 4
    assert {m[1] for m in changed if m} <= notice_ids


def test_results_lead_to_their_winners(records):
    awards = [r for r in records if r["nature"] == "ATTRIBUTION"]
    assert any(r["annonce_lie"] is None for r in awards)
    assert sum(r["annonce_lie"] is not None for r in awards) >= 30
    for record in awards:
        if record["famille"] == "FNS":
            assert record["titulaire"] is None
            assert "attribué à 1 entreprise" in record["donnees"]
        else:
            assert record["titulaire"]


def test_identifiers_of_buyers_and_winners_are_valid_and_nobody_s(records):
    keys = {"codeIdentificationNational", "CODE_IDENT_NATIONAL", "cbc:CompanyID"}
    printed = [
        value
        for record in records
        for path, value in leaves(donnees(record))
        if path[-1] in keys and value.isdigit() and len(value) == 14
    ]
    printed += [m for r in records for m in re.findall(r"\((\d{14})\)", r["donnees"])]
    assert len(set(printed)) >= 35
    for value in set(printed):
        assert siret(value).siren.startswith("99999")
        assert not siret(value).antenna


def test_a_mapa_has_neither_cpv_nor_siret(records):
    for record in (r for r in records if r["famille"] == "MAPA"):
        assert not re.search(r"\d{14}|CPV", record["donnees"])


def test_no_person_no_real_mailbox_no_real_telephone(records):
    text = json.dumps(records, ensure_ascii=False)
    for mail in set(re.findall(r"[\w.+-]+@[\w.-]+\w", text)):
        assert mail.endswith(".exemple.fr"), mail
    for url in set(re.findall(r"https?://([\w.-]+)", text)):
        assert url in {"plateforme.exemple.fr", "www.boamp.fr"}
    phones = set(re.findall(r"\+33 ?\d{9}", text))
    assert phones
    assert all(
        p.replace(" ", "").startswith("+33465710") for p in phones
    )  # kept for fiction by the regulator
    assert not re.search(r"\b(?:Mme|Madame|Monsieur|M\.) [A-ZÉ]", text)


def test_two_marches_never_share_a_buyer_and_a_title(notices):
    firsts = [(n.record["nomacheteur"], n.record["objet"]) for n in notices if not n.record["annonce_lie"]]
    assert [pair for pair, n in Counter(firsts).items() if n > 1] == []


def test_references_are_the_buyer_s_own(notices):
    names = {}
    for notice in notices:
        for reference in re.findall(
            r'"(?:identifiantInterne|idMarche|REF_MARCHE)": "([^"]+)"', notice.record["donnees"]
        ):
            names.setdefault(reference, set()).add(notice.case)
    assert [r for r, cases in names.items() if len(cases) > 1] == []


def test_values_are_missing_zero_or_only_a_maximum_in_some(records):
    text = [r["donnees"] for r in records if r["famille"] == "JOUE"]
    amount = '"cbc:EstimatedOverallContractAmount"'
    assert any(amount not in t for t in text)
    assert any(f'{amount}: {{"@currencyID": "EUR", "#text": "0"}}' in t for t in text)
    assert any("FrameworkMaximumAmount" in t and amount not in t for t in text)


def test_notices_were_sent_before_and_after_the_22nd_of_august(records):
    sent = sorted(
        re.search(r'"cbc:IssueDate": "([\d-]{10})', r["donnees"])[1]
        for r in records
        if r["famille"] == "JOUE" and "IssueDate" in r["donnees"]
    )
    assert sent[0] < "2026-08-20"
    assert "2026-08-20" in sent
    assert "2026-08-24" in sent


def test_all_six_territories_are_served(notices):
    postcodes = Counter(
        re.findall(r'"(?:cbc:PostalZone|cp)": "(\d{5})"', " ".join(n.record["donnees"] for n in notices))
    )
    for territory in (
        ("38520", "38750", "38860"),
        ("38350", "38770"),
        ("38710", "38650"),
        ("38000", "38500"),
        ("92160", "92220"),
        ("01000", "01100"),
    ):
        assert sum(postcodes[p] for p in territory) >= 15, territory


def test_names_are_escaped_here_and_there_as_in_the_source(records):
    names = [r["nomacheteur"] for r in records]
    assert any("&#039;" in n for n in names)
    assert any("&amp;#039;" in n for n in names)
    assert sum("&" in n for n in names) < len(names) / 5


def test_the_damage_is_two_records_at_the_end():
    damaged = boamp_notices(TODAY)[-2:]
    assert [n.record["idweb"] for n in damaged] == ["26-990001", None]
    with pytest.raises(json.JSONDecodeError):
        json.loads(damaged[0].record["donnees"])
    assert damaged[0].record["objet"]
    assert len(boamp_notices(TODAY)) == len(boamp_notices(TODAY, with_damage=False)) + 2


@pytest.mark.parametrize("today", [date(2026, 1, 3), date(2027, 7, 14), date(2028, 2, 29)])
def test_any_day_will_do(today):
    found = boamp_records(today, with_damage=False)
    assert all(r["dateparution"] <= today.isoformat() for r in found)
    assert all(json.loads(r["donnees"]) and json.loads(r["gestion"]) for r in found)


def _reference(name):
    folder = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples"
    if not folder.exists():
        pytest.skip("public samples absent: ../shared/samples not found")
    with (folder / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.samples
def test_cpv_codes_exist(records):
    known = {row["code"] for row in _reference("reference/cpv_2008_fr.csv")}
    keys = {"classPrincipale", "PRINCIPAL"}
    codes = {v for r in records for p, v in leaves(donnees(r)) if p[-1] in keys or "cpv" in str(p).lower()}
    codes |= {c for r in records for c in re.findall(r'"cpv", "#text": "(\d+)"', r["donnees"])}
    codes = {c for c in codes if c.isdigit()}
    assert len(codes) > 50
    assert {cpv(c) for c in codes} <= known


@pytest.mark.samples
def test_communes_exist_with_their_postcodes():
    from hub.testing.demo.tables import places

    known = {r["code_insee"]: r for r in _reference("reference/communes_2026.csv")}
    for place in places().values():
        row = known[place.insee]
        assert row["nom"] == place.name
        assert place.postcode in row["codes_postaux"].split("|")


@pytest.mark.samples
@pytest.mark.parametrize(
    ("sample", "shape"),
    [
        ("26-85090", ("JOUE", "APPEL_OFFRE")),
        ("26-81190", ("FNS", "ATTRIBUTION")),
        ("26-81510", ("FNS", "APPEL_OFFRE")),
    ],
)
def test_records_have_the_columns_of_genuine_ones(records, sample, shape):
    folder = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "procurement" / "boamp_api"
    if not folder.exists():
        pytest.skip("public samples absent: ../shared/samples not found")
    genuine = json.loads((folder / f"v2.1_records_{sample}.json").read_text(encoding="utf-8"))["results"][0]
    ours = next(r for r in records if (r["famille"], r["nature"]) == shape and "IDENTITE" not in r["donnees"])
    assert list(ours) == list(genuine)
    for name, value in genuine.items():
        if value is not None and ours[name] is not None:
            assert type(ours[name]) is type(value), name
