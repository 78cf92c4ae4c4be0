import io
import resource
import sys

import pytest

from hub.plugin_api import RecordRejected, SourceChanged
from hub.plugin_api.documents import iter_xml_elements, parse_xml

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol">%s]>
<lolz>&lol9;</lolz>""" % b"".join(
    b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10 if n > 1 else b"&lol;" * 10) for n in range(1, 10)
)
IN_ATTRIBUTE = LAUGHS.replace(b"<lolz>&lol9;</lolz>", b'<lolz a="&lol9;"/>')
EXTERNAL = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
PARAMETER = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'
HIDDEN = b"<?xml version='1.0'?><!-- <a> --><?php ?>\n\n<!doctype a><a/>"
LATE = b"<!--" + b"x" * 100_000 + b"--><!DOCTYPE a []><a/>"
UTF_16 = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'.encode("utf-16")
UTF_16_BE = "<!DOCTYPE a []><a/>".encode("utf-16-be")
EBCDIC = "<?xml version='1.0' encoding='IBM037'?><!DOCTYPE a []><a/>".encode("cp037")
DOCTYPES = {
    "billion laughs": LAUGHS,
    "laughs in an attribute": IN_ATTRIBUTE,
    "external entity": EXTERNAL,
    "external subset": PARAMETER,
    "after comments, lower case": HIDDEN,
    "after a comment that outgrows the scan": LATE,
    "in UTF-16": UTF_16,
    "in UTF-16 without a mark": UTF_16_BE,
    "in EBCDIC": EBCDIC,
}
NOT_WELL_FORMED = {"in EBCDIC"}


def rejection(payload: bytes, **limits: int) -> RecordRejected:
    with pytest.raises(RecordRejected) as caught:
        parse_xml(payload, **limits)
    return caught.value


@pytest.mark.parametrize("payload", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_no_doctype_whatever_it_is_dressed_in(payload):
    assert rejection(payload).code in {"xml-doctype", "xml-malformed"}
    with pytest.raises(SourceChanged):
        list(iter_xml_elements(io.BytesIO(payload), {"a", "lolz"}))


@pytest.mark.parametrize("name", sorted(DOCTYPES.keys() - NOT_WELL_FORMED))
def test_a_well_formed_doctype_has_its_own_code(name):
    assert rejection(DOCTYPES[name]).code == "xml-doctype"


def test_many_comments_before_the_root_are_read_once():
    """A scan that may go back over each of them would take 2^5000 steps."""
    assert parse_xml(b"<!-- x --><?y z?>" * 5000 + b"<a/>").tag == "a"


def test_a_doctype_in_the_text_of_a_notice_is_only_text():
    root = parse_xml(b"<a><![CDATA[<!DOCTYPE html><p>Travaux</p>]]></a>")
    assert root.text == "<!DOCTYPE html><p>Travaux</p>"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "xml-empty"),
        (b" \n\t ", "xml-empty"),
        (b"<a><b></a>", "xml-malformed"),
        (b"<a>", "xml-malformed"),
        (b"<a/><b/>", "xml-malformed"),
        (b"<a>&eacute;</a>", "xml-malformed"),
        (b"<a>\x00</a>", "xml-malformed"),
        (b"<a b='1' b='2'/>", "xml-malformed"),
        (b"{}", "xml-malformed"),
        (b"\x1f\x8b\x08\x00", "xml-malformed"),
        (b"<a>" * 2000 + b"</a>" * 2000, "xml-too-deep"),
    ],
)
def test_each_refusal_has_its_code(payload, code):
    assert rejection(payload).code == code


def test_a_syntax_error_is_shown_where_it_is():
    assert "line 3, column" in rejection(b"<a>\n<b>\n</a>").detail


def test_latin_1_that_claims_to_be_utf_8_is_refused_not_guessed():
    """Lenient readers give back mojibake, or stop at the accent and lose the rest of the notice."""
    error = rejection("<?xml version='1.0' encoding='UTF-8'?><o>Réfection</o>".encode("latin-1"))
    assert error.code == "xml-malformed"


def test_a_declared_encoding_is_believed():
    root = parse_xml("<?xml version='1.0' encoding='ISO-8859-1'?><o>Réfection</o>".encode("latin-1"))
    assert root.text == "Réfection"


def test_size_and_depth_are_bounded_by_the_caller():
    assert rejection(b"<a>" + b"x" * 100 + b"</a>", max_bytes=50).code == "xml-too-large"
    deep = b"<a>" * 20 + b"</a>" * 20
    assert rejection(deep, max_depth=19).code == "xml-too-deep"
    assert parse_xml(deep, max_depth=20).tag == "a"


def test_comments_and_instructions_go_and_blanks_stay():
    root = parse_xml(b"<a> <!-- x --><?y z?><b>1</b>\n</a>")
    assert [child.tag for child in root] == ["b"]
    assert (root.text, root[0].tail) == (" ", "\n")


def test_text_around_a_comment_is_one_text():
    assert parse_xml(b"<a>clause <!-- x -->sociale</a>").text == "clause sociale"


class Endless(io.RawIOBase):
    """A well-formed file of any size, made as it is read."""

    def __init__(self, head: bytes, body: bytes, times: int, tail: bytes) -> None:
        self._parts = iter([head, *[body] * times, tail])

    def read(self, size=-1):
        return next(self._parts, b"")


def test_elements_come_out_as_documents_of_their_own():
    stream = io.BytesIO(
        b"<m:marches xmlns:m='urn:m' xmlns='urn:d'><!-- c --><marche>\n <id>1</id></marche>"
        b"<autre><id/></autre><m:marche id='2'/>tail</m:marches>"
    )
    documents = list(iter_xml_elements(stream, {"marche"}))
    roots = [parse_xml(document) for document in documents]
    assert [root.tag for root in roots] == ["{urn:d}marche", "{urn:m}marche"]
    assert roots[0].findtext("{urn:d}id") == "1"
    assert not documents[1].endswith(b"tail")


def test_several_tags_and_the_outermost_of_nested_ones():
    stream = io.BytesIO(b"<r><a><b/><a/></a><b>2</b></r>")
    assert list(iter_xml_elements(stream, {"a", "b"})) == [b"<a><b/><a/></a>", b"<b>2</b>"]


def test_the_root_itself_may_be_wanted():
    assert list(iter_xml_elements(io.BytesIO(b"<marche><id>1</id></marche>"), ["marche"])) == [
        b"<marche><id>1</id></marche>"
    ]


def test_accents_survive_whatever_the_encoding_of_the_file():
    text = "<?xml version='1.0' encoding='ISO-8859-1'?><r><a>Trièves</a></r>"
    assert list(iter_xml_elements(io.BytesIO(text.encode("latin-1")), {"a"})) == ["<a>Trièves</a>".encode()]


def test_a_file_cut_short_gives_its_whole_elements_first():
    whole = b"<r>" + b"".join(b"<a>%d</a>" % n for n in range(20)) + b"</r>"
    for cut in range(len(whole)):
        seen = []
        with pytest.raises(SourceChanged) as caught:
            seen.extend(iter_xml_elements(io.BytesIO(whole[:cut]), {"a"}))
        assert seen == [b"<a>%d</a>" % n for n in range(whole[:cut].count(b"</a>"))]
        assert caught.value.code in {"xml-malformed", "xml-empty"}


def test_an_element_is_bounded_in_size_and_depth():
    big = Endless(b"<r><a>", b"<b>" + b"x" * 1000 + b"</b>", 5000, b"</a></r>")
    with pytest.raises(SourceChanged) as caught:
        list(iter_xml_elements(big, {"a"}, max_bytes_per_element=100_000))
    assert caught.value.code == "xml-too-large"
    deep = b"<r>" + b"<a>" * 30 + b"</a>" * 30 + b"</r>"
    with pytest.raises(SourceChanged) as caught:
        list(iter_xml_elements(io.BytesIO(deep), {"a"}, max_depth=10))
    assert caught.value.code == "xml-too-deep"


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KiB on Linux only")
def test_memory_does_not_grow_with_the_file():
    body = (b"<junk><z>" + b"y" * 200 + b"</z></junk><marche><id>1</id></marche>") * 200
    list(iter_xml_elements(Endless(b"<marches>", body, 10, b"</marches>"), {"marche"}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = sum(1 for _ in iter_xml_elements(Endless(b"<marches>", body, 700, b"</marches>"), {"marche"}))
    assert count == 140_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
