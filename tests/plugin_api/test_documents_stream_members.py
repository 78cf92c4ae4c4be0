"""Archives that exist only in passing: the body of an answer."""

import gzip
import io
import tarfile

import pytest

from hub.plugin_api import SourceChanged
from hub.plugin_api.documents import iter_stream_members

ORIGIN = "https://source.invalid/packages/1"


def packed(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, payload in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(payload)
            archive.addfile(info, io.BytesIO(payload))
    return content.getvalue()


class OnlyForward(io.BufferedReader):
    """A body: it cannot be wound back."""

    def __init__(self, payload: bytes) -> None:
        super().__init__(io.BytesIO(payload))

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise AssertionError("a body is read once")


def read(payload: bytes, **limits: int) -> list[tuple[str, bytes]]:
    members = iter_stream_members(OnlyForward(payload), ORIGIN, **limits)
    return [(member.origin, member.open().read()) for member in members]


def test_a_tar_gz_and_what_is_packed_in_it():
    content = packed({"a.xml": b"<a/>", "b.xml.gz": gzip.compress(b"<b/>")})
    assert read(content) == [(f"{ORIGIN}!a.xml", b"<a/>"), (f"{ORIGIN}!b.xml.gz", b"<b/>")]


def test_a_document_that_is_no_archive_comes_as_it_is():
    assert read(b"<html>maintenance</html>") == [(ORIGIN, b"<html>maintenance</html>")]


def test_cut_short():
    with pytest.raises(SourceChanged) as error:
        read(packed({"a.xml": bytes(range(256)) * 40})[:150])
    assert error.value.code == "archive-truncated"


@pytest.mark.parametrize("limits", [{"max_members": 1}, {"max_member_bytes": 3}, {"max_total_bytes": 5}])
def test_limits(limits):
    with pytest.raises(SourceChanged) as error:
        read(packed({"a.xml": b"<aa/>", "b.xml": b"<bb/>"}), **limits)
    assert error.value.code == "archive-bomb"
