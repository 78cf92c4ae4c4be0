import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.plugin_api import RecordRejected, SourceChanged
from hub.plugin_api.documents import JsonDamage, JsonItem, iter_json_items, parse_json
from hub.plugin_api.documents.jsonstream import items_in_chunks

DECP = ("marches.marche", "marches.contrat-concession", "marches")


def read(
    payload: bytes, *keys: str, limit: int = 1 << 26, chunk: int = 1 << 20
) -> list[JsonItem | JsonDamage]:
    return list(items_in_chunks(io.BytesIO(payload), keys, limit, chunk))


def items(payload: bytes, *keys: str) -> list[bytes]:
    found = read(payload, *keys)
    assert not [item for item in found if isinstance(item, JsonDamage)], found
    return [item.payload for item in found]


def code_of(payload: bytes) -> str:
    with pytest.raises(RecordRejected) as caught:
        parse_json(payload)
    return caught.value.code


# --- one document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_document_is_read_in_any_unicode(encoding):
    assert parse_json('{"objet": "Réfection"}'.encode(encoding)) == {"objet": "Réfection"}


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "json-malformed"),
        (b"\xef\xbb\xbf", "json-malformed"),
        (b'{"a": 1', "json-malformed"),
        (b'{"a": NaNN}', "json-malformed"),
        (b'{"a": 1}{"b": 2}', "json-malformed"),
        (b'{"a": "\x00"}', "json-malformed"),
        (b'{"a": "\\ud800"}', "json-malformed"),
        (b"[1" + b"0" * 5000 + b"]", "json-malformed"),
        (b"<html>", "json-malformed"),
        ('{"objet": "Réfection"}'.encode("latin-1"), "json-encoding"),
        (b"\xff\xfe{\x00\x00\xd8", "json-encoding"),
        (b"[" * 100_000, "json-too-deep"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "json-too-deep"),
    ],
)
def test_each_refusal_has_its_code(payload, code):
    assert code_of(payload) == code


def test_a_syntax_error_is_shown_where_it_is():
    with pytest.raises(RecordRejected, match="line 2 column"):
        parse_json(b'{\n"a": oops}')


# --- the shapes that publishers use


def test_a_bare_array():
    assert items(b' [ {"id": 1},\n {"id":2} ,[3], "quatre", 5, null ] ') == [
        b'{"id": 1}',
        b'{"id":2}',
        b"[3]",
        b'"quatre"',
        b"5",
        b"null",
    ]


def test_a_page_of_an_api():
    page = b'{"total_count": 2, "facets": {"results": [9]}, "results": [{"id": 1}, {"id": 2}], "next": null}'
    assert items(page, "results") == [b'{"id": 1}', b'{"id": 2}']


def test_decp_2019_an_array_under_marches():
    assert items(b'{"marches": [{"id": "1"}]}', *DECP) == [b'{"id": "1"}']


def test_decp_2022_three_levels_and_nothing_lost_beside_the_first_array():
    both = b'{"marches": {"marche": [{"id": "1"}], "contrat-concession": [{"id": "2"}]}}'
    assert items(both, *DECP) == [b'{"id": "1"}', b'{"id": "2"}']


def test_a_single_marche_that_a_converter_from_xml_did_not_wrap_in_an_array():
    assert items(b'{"marches": {"marche": {"id": "1"}}}', *DECP) == [b'{"id": "1"}']


def test_an_object_without_the_keys_is_the_item():
    record = b'{"recordid": "96f", "fields": {"idweb": "25-1"}}'
    assert items(record, "results") == [record]
    assert items(record) == [record]


def test_an_empty_page_has_no_items():
    assert items(b'{"total_count": 0, "results": []}', "results") == []
    assert items(b"[]") == []
    assert items(b" \n") == []


def test_a_page_whose_results_are_null_is_shown_as_it_is():
    page = b'{"error": "timeout", "results": null}'
    assert items(page, "results") == [page]


def test_json_lines_and_objects_written_one_after_the_other():
    assert items(b'{"a": 1}\n{"a": 2}\r\n\n{"a": 3}{"a": 4},\n{"a": 5},') == [
        b'{"a": %d}' % n for n in range(1, 6)
    ]


def test_json_lines_of_wrappers():
    lines = b'{"marches": [{"id": 1}]}\n{"marches": {"marche": [{"id": 2}, {"id": 3}]}}\n{"id": 4}\n'
    assert items(lines, *DECP) == [b'{"id": %d}' % n for n in range(1, 5)]


def test_bytes_are_exact():
    odd = '{ "objet" :"é\\u00e9 \\" } ] , [ {", "x":[ ] }'.encode()
    assert items(b"[" + odd + b"]") == [odd]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_other_encodings_come_out_as_utf_8(encoding):
    text = '[{"objet": "Réfection 🏗"}, {"id": 2}]'
    assert items(text.encode(encoding)) == ['{"objet": "Réfection 🏗"}'.encode(), b'{"id": 2}']


def test_nothing_that_is_not_json_comes_out_as_an_item():
    assert [type(item) for item in read(b"<html><body>503</body></html>", "results")] == [JsonDamage]


def test_latin_1_items_come_out_and_are_judged_by_the_parser():
    (payload,) = items('[{"objet": "Réfection"}]'.encode("latin-1"))
    assert code_of(payload) == "json-encoding"


def test_strange_values_are_items_that_the_parser_judges():
    strange = [b'{"a": 1' + b"0" * 5000 + b"}", b"[" * 2000 + b"]" * 2000]
    assert items(b"[" + b",".join(strange) + b"]") == strange
    assert [code_of(payload) for payload in strange] == ["json-malformed", "json-too-deep"]


@pytest.mark.parametrize("number", ["10.5", "1.0521087800004364e+16", "-2e-3", "7"])
def test_a_number_across_two_reads_is_one_number(number):
    """A read that ended after "10" gave the item 10, then damage from ".5" on."""
    payload = f"[{number},{number}]".encode()
    for chunk in range(1, len(payload)):
        assert [item.payload for item in read(payload, chunk=chunk)] == [number.encode()] * 2


# --- damage


def test_a_bad_line_costs_that_line_only():
    lines = [b'{"id": 1}', b'{"id": oops}', b'{"id": 3}', b"???", b'{"id": 5}']
    found = read(b"\n".join(lines))
    assert [item.payload for item in found] == lines
    assert [isinstance(item, JsonItem) for item in found] == [True, False, True, False, True]


@pytest.mark.parametrize(
    "cut",
    [
        b'{"id": 2',
        b'{"id": "2',
        b'{"id": {"x": 2}',
        b'{"id": [1, 2',
        b'{"id": ["x}',
        b'{"id": [{"x": "y',
        b'{"id',
        b'{"id":',
        b"{",
        b'"x',
        b'{"marches": [{"id": 2}',
    ],
)
def test_a_line_cut_anywhere_does_not_swallow_the_next_one(cut):
    """A writer that died and started again leaves half a line: bracket counting would run on to the end."""
    found = read(b'{"id": 1}\n' + cut + b'\n{"id": 3}\n{"id": 4}\n', "marches")
    whole = [item.payload for item in found if isinstance(item, JsonItem)]
    assert [payload for payload in whole if payload != b'{"id": 2}'] == [
        b'{"id": 1}',
        b'{"id": 3}',
        b'{"id": 4}',
    ]
    assert sum(isinstance(item, JsonDamage) for item in found) == 1


def test_a_bad_item_of_an_array_costs_that_item_only():
    found = read(b'{"results": [{"id": 1}, {"id": oops}, {"id": [2}, {"id": 3}]}', "results")
    assert found[0] == JsonItem(b'{"id": 1}')
    assert isinstance(found[1], JsonDamage)
    assert found[1].payload == b'{"id": oops}'
    assert "byte 7" in found[1].reason


def test_a_file_cut_at_any_byte_gives_every_whole_item():
    records = [{"id": n, "objet": 'é "[{', "lots": [{"n": 1}, []]} for n in range(3)]
    encoded = [json.dumps(record, ensure_ascii=False).encode() for record in records]
    for head, tail in [(b"[", b"]"), (b'{"total": 3, "marches": {"marche": [', b"]}}")]:
        whole = head + b", ".join(encoded) + tail
        ends = [whole.index(record) + len(record) for record in encoded]
        for cut in range(1, len(whole)):
            found = read(whole[:cut], "marches.marche")
            expected = [record for record, end in zip(encoded, ends, strict=True) if end <= cut]
            assert [item.payload for item in found if isinstance(item, JsonItem)] == expected
            assert [type(item) for item in found[len(expected) :]] == [JsonDamage]


def test_the_rest_of_a_cut_file_is_kept_with_the_reason():
    (damage,) = read(b'[{"id": 1, "objet": "R')
    assert damage == JsonDamage(b'{"id": 1, "objet": "R', "the file ends inside an item")


def test_the_rest_is_kept_to_a_mebibyte():
    (damage,) = read(b'[{"id": "' + b"x" * 3_000_000)
    assert len(damage.payload) == 1 << 20


def test_an_item_beyond_the_limit_ends_the_reading():
    found = read(b'[{"id": 1}, {"id": "' + b"x" * 100 + b'"}, {"id": 3}]', limit=50)
    assert found[0] == JsonItem(b'{"id": 1}')
    assert found[1].reason == "an item of more than 50 bytes"
    assert len(found) == 2


def test_a_wrapper_may_be_larger_than_any_item():
    page = b'{"skipped": [' + b"[1], " * 1000 + b'1], "results": [{"id": 1}], "after": "' + b"x" * 40 + b'"}'
    assert read(page, "results", limit=50, chunk=16) == [JsonItem(b'{"id": 1}')]


def test_a_bottomless_file_is_refused_quickly():
    for deep in (b"[" * 1_000_000, b'{"a":' * 500_000, b'{"a":[' * 300_000 + b'"'):
        assert [type(item) for item in read(deep, "results")] == [JsonDamage]


class Failing(io.BytesIO):
    """A stream whose source breaks at its end."""

    def read1(self, size=-1, /):
        data = super().read1(size)
        if not data:
            raise SourceChanged("cut", code="archive-truncated")
        return data


@pytest.mark.parametrize("payload", [b'[{"id": 1}, {"id": 2}, {"id"', b'{"id": 1}\n{"id": 2}\n'])
def test_an_error_of_the_stream_comes_after_the_items_before_it(payload):
    seen = []
    with pytest.raises(SourceChanged) as caught:
        seen.extend(iter_json_items(Failing(payload)))
    assert seen == [JsonItem(b'{"id": 1}'), JsonItem(b'{"id": 2}')]
    assert caught.value.code == "archive-truncated"


# --- reading in pieces changes nothing

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(["id", "marches", "marche", 'é"{']), values, max_size=3)


def wrapped(records: list[Any], shape: str) -> bytes:
    if shape == "lines":
        return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()
    document = {
        "array": records,
        "2019": {"marches": records},
        "2022": {"x": [1], "marches": {"marche": records}},
    }
    return json.dumps(document[shape], ensure_ascii=False, indent=1).encode()


@settings(deadline=None, max_examples=60)
@given(st.lists(objects, max_size=4), st.sampled_from(["lines", "array", "2019", "2022"]), st.data())
def test_the_size_of_a_read_never_changes_the_result(records, shape, data):
    payload = wrapped(records, shape)
    cut = data.draw(st.integers(0, len(payload)), label="cut")
    whole = read(payload[:cut], *DECP)
    for chunk in (1, 2, 3, 7, 64):
        assert read(payload[:cut], *DECP, chunk=chunk) == whole


@settings(deadline=None, max_examples=60)
@given(st.lists(values, max_size=5), st.integers(1, 40))
def test_items_of_an_array_are_its_items(records, chunk):
    found = read(json.dumps(records, ensure_ascii=False).encode(), chunk=chunk)
    assert [json.loads(item.payload) for item in found] == records


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet='{}[]",:\\\n a1é', max_size=40), st.integers(1, 9))
def test_no_text_makes_it_crash_or_depend_on_the_chunks(text, chunk):
    assert read(text.encode(), "a", chunk=chunk) == read(text.encode(), "a")


def test_nan_of_a_python_writer_is_null():
    """A published DECP file holds ``"concessionnaires": NaN``: one bad field must not cost the record."""
    assert parse_json(b'{"a": NaN, "b": [-Infinity, 1]}') == {"a": None, "b": [None, 1]}
