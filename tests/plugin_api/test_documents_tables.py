import io

import pytest

from hub.plugin_api import SourceChanged
from hub.plugin_api.documents import decode_text, read_csv, sniff


def rows(payload: bytes, **options) -> list[dict[str, str]]:
    return list(read_csv(io.BytesIO(payload), **options))


# --- text


@pytest.mark.parametrize(
    ("payload", "declared", "expected"),
    [
        ("Trièves".encode(), None, ("Trièves", "utf-8")),
        ("Trièves".encode("utf-8-sig"), None, ("Trièves", "utf-8-sig")),
        ("Trièves".encode("utf-16"), None, ("Trièves", "utf-16")),
        ("Trièves".encode("utf-32"), None, ("Trièves", "utf-32")),
        ("Trièves €".encode("cp1252"), None, ("Trièves €", "cp1252")),
        ("Trièves".encode(), "iso-8859-1", ("Trièves", "utf-8")),
        ("Trièves €".encode("iso-8859-15"), "ISO-8859-15", ("Trièves €", "iso8859-15")),
        ("Lot".encode("utf-16-le"), "utf-16-le", ("Lot", "utf-16-le")),
        (b"Lot \x81", None, ("Lot \x81", "cp1252")),
        (b"\xe9", "no-such-encoding", ("é", "cp1252")),
        (b"\xe9", "rot13", ("é", "cp1252")),
        (b"\xe9", "base64", ("é", "cp1252")),
        (b"\xff\xfe\x00", None, ("ÿþ\x00", "cp1252")),
        (b"", None, ("", "utf-8")),
    ],
)
def test_text_is_always_read(payload, declared, expected):
    assert decode_text(payload, declared) == expected


def test_every_byte_means_something():
    text, _ = decode_text(bytes(range(256)))
    assert len(text) == 256
    assert "\ufffd" not in text


# --- tables


@pytest.mark.parametrize("delimiter", [";", ",", "|", "\t"])
def test_the_delimiter_is_found_in_the_header(delimiter):
    payload = f"siret{delimiter}nom{delimiter}ville\n1{delimiter}EA{delimiter}Mens\n".encode()
    assert rows(payload) == [{"siret": "1", "nom": "EA", "ville": "Mens"}]


def test_a_comma_in_a_header_does_not_beat_the_semicolons():
    assert rows(b"nom, prenom;siret;ville\nA;1;Mens\n")[0]["siret"] == "1"


def test_one_column_is_a_table_too():
    assert rows(b"siret\n1\n2\n") == [{"siret": "1"}, {"siret": "2"}]


def test_a_given_delimiter_is_kept():
    assert rows(b"a;b,c\n1;2,3\n", delimiter=",") == [{"a;b": "1;2", "c": "3"}]


def test_quotes_hide_delimiters_newlines_and_quotes():
    payload = b'nom;adresse\n"LIEU DE VIE ""X""";"1; rue A\r\n38000 Grenoble"\r\n'
    assert rows(payload) == [{"nom": 'LIEU DE VIE "X"', "adresse": "1; rue A\r\n38000 Grenoble"}]


def test_values_keep_their_zeros_and_blanks():
    assert rows(b"cp;nom\n01000; EA \n") == [{"cp": "01000", "nom": " EA "}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding):
    assert rows("nom;dép\nTrièves’;38\n".encode(encoding)) == [{"nom": "Trièves’", "dép": "38"}]


def test_two_encodings_in_one_file():
    """Extracts glued together by hand: each line is read for what it is."""
    payload = b"nom;ville\n" + "A;Trièves\n".encode() + "B;Trièves\n".encode("latin-1")
    assert [row["ville"] for row in rows(payload)] == ["Trièves", "Trièves"]


def test_ragged_rows_lose_nothing():
    assert rows(b"a;b\n1\n1;2;3;4\n") == [{"a": "1", "b": ""}, {"a": "1", "b": "2", "": "3;4"}]


def test_columns_without_a_name_or_with_the_same_one_stay_apart():
    assert list(rows(b"nom;nom;;nom\n1;2;3;4\n")[0]) == ["nom", "nom_2", "column_3", "nom_3"]


@pytest.mark.parametrize("payload", [b"", b"\n \n", b"\xef\xbb\xbf", b"a;b\n"])
def test_nothing_in_it(payload):
    assert rows(payload) == []


def test_blank_lines_are_left_out():
    assert rows(b"\n\na;b\n\n1;2\n\n") == [{"a": "1", "b": "2"}]


def test_a_cell_is_bounded_even_when_its_quote_never_closes():
    for payload in (b"a;b\n1;" + b"x" * 200 + b"\n", b'a;b\n1;"' + b"x\n" * 200):
        with pytest.raises(SourceChanged) as caught:
            rows(payload, max_field=100)
        assert caught.value.code == "csv-malformed"


def test_a_large_cell_is_read():
    assert len(rows(b"a;b\n1;" + b"x" * 500_000 + b"\n")[0]["b"]) == 500_000


def test_a_line_without_end_is_refused():
    with pytest.raises(SourceChanged) as caught:
        rows(b"a;b\n" + b"x;" * 10_000, max_field=100)
    assert caught.value.code == "csv-malformed"


# --- what is it?


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b'{"a": 1}', "json"),
        (b"\xef\xbb\xbf [1, 2]", "json"),
        (b"[\n {", "json"),
        (b"{", "json"),
        ('{"a": 1}'.encode("utf-16"), "json"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b"\n<marches>", "xml"),
        ("<a/>".encode("utf-16"), "xml"),
        (b"<!DOCTYPE a [<!ENTITY", "xml"),
        (b"<!DOCTYPE HTML><p>", "html"),
        (b"<!-- x --><html lang='fr'>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC", "html"),
        (b"siret;nom\n1;EA\n", "csv"),
        (b"siret,nom,ville\n1,EA,Mens\n2,E", "csv"),
        (b"a\tb\n1\t2\n", "csv"),
        (b'a;b\n"x\ny";2\n', "csv"),
        (b"siret;nom;ville", "csv"),
        (b"Bonjour, voici le fichier.\nMerci.\n", "text"),
        (b"Bonjour", "text"),
        (b"[section]\nkey=1\n", "text"),
        (b"PK\x03\x04....", "zip"),
        (b"PK\x05\x06" + b"\0" * 18, "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"BZh91AY", "bz2"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"PAR1\x15\x04", "parquet"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\0" * 257 + b"ustar", "tar"),
        (b"\x00\x01\x02", "binary"),
        (b"a;b\n1;\x00\n", "binary"),
        (b"\x1f\x9d\x90", "binary"),
    ],
)
def test_sniff(head, expected):
    assert sniff(head) == expected
