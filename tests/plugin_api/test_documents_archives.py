import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from hub.plugin_api import SourceChanged
from hub.plugin_api.documents import iter_json_items, iter_members, read_csv

CSV = b"siret;nom\n1;EA\n"
BIG_LINES = b"".join(b'{"id": %d, "x": "%s"}\n' % (n, os.urandom(30).hex().encode()) for n in range(5000))


@pytest.fixture
def put(tmp_path):
    def write(name: str, payload: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(payload)
        return path

    return write


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, payload in members.items():
            archive.writestr(name, payload)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w", *extra: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for info in extra:
            archive.addfile(info)
        for name, payload in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(payload)
            archive.addfile(info, io.BytesIO(payload))
    return buffer.getvalue()


def contents(path: Path, **limits: int) -> dict[str, bytes]:
    found = {}
    for member in iter_members(path, **limits):
        with member.open() as stream:
            found[member.name] = stream.read()
    return found


def failure(path: Path, **limits: int) -> SourceChanged:
    with pytest.raises(SourceChanged) as caught:
        contents(path, **limits)
    return caught.value


# --- what is in it, whatever it is called


def test_a_plain_file_is_itself(put):
    path = put("fluxIAE.csv", CSV)
    (member,) = iter_members(path)
    assert (member.name, member.origin, member.open().read()) == ("fluxIAE.csv", str(path), CSV)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_compressed_file_is_what_it_holds(put, pack):
    path = put("fluxIAE.csv.gz", pack(CSV))
    (member,) = iter_members(path)
    assert (member.name, member.origin) == ("fluxIAE.csv", str(path))
    assert [member.open().read(), member.open().read()] == [CSV, CSV]


def test_a_csv_gz_that_is_a_zip(put):
    """The public fixture of the ASP's flow is one: the extension lies, the first bytes do not."""
    path = put("fluxIAE_Structure_22022022_112211.csv.gz", zipped({"fluxIAE_Structure.csv": CSV}))
    (member,) = iter_members(path)
    assert (member.name, member.origin) == ("fluxIAE_Structure.csv", f"{path}!fluxIAE_Structure.csv")
    assert member.open().read() == CSV


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2"])
def test_a_tar_is_read_in_passing(put, mode):
    path = put("202300001", tarred({"20230102/1_2023.xml": b"<a/>", "20230102/2_2023.xml": b"<b/>"}, mode))
    assert [member.origin for member in iter_members(path)] == [
        f"{path}!20230102/1_2023.xml",
        f"{path}!20230102/2_2023.xml",
    ]
    assert contents(path) == {"20230102/1_2023.xml": b"<a/>", "20230102/2_2023.xml": b"<b/>"}


def test_members_that_are_not_opened_are_passed_over(put):
    path = put("a.tar.gz", tarred({"a": b"1" * 5000, "b": b"2", "c": b"3" * 5000}, "w:gz"))
    assert [m.open().read() for m in iter_members(path) if m.name == "c"] == [b"3" * 5000]


@pytest.mark.parametrize(
    "payload",
    [
        zipped({"a.json.gz": gzip.compress(CSV)}),
        gzip.compress(zipped({"a.json": CSV})),
        zipped({"inner.zip": zipped({"a.json": CSV})}),
        zipped({"inner.tgz": tarred({"a.json": CSV}, "w:gz")}),
        tarred({"a.json.gz": gzip.compress(CSV)}, "w:gz"),
        tarred({"inner.zip": zipped({"a.json": CSV})}, "w:gz"),
        gzip.compress(gzip.compress(CSV)),
    ],
    ids=["gz in zip", "zip in gz", "zip in zip", "tgz in zip", "gz in tgz", "zip in tgz", "gz in gz"],
)
def test_archives_in_archives(put, payload):
    assert list(contents(put("a.json", payload)).values()) == [CSV]


def test_layers_end_somewhere(put):
    payload = CSV
    for _ in range(5):
        payload = gzip.compress(payload)
    (inner,) = contents(put("a", payload)).values()
    assert gzip.decompress(gzip.decompress(inner)) == CSV


def test_an_empty_archive_has_no_members(put):
    assert contents(put("a.zip", zipped({}))) == {}


def test_an_empty_file_is_a_member(put):
    assert contents(put("a.json", b"")) == {"a.json": b""}


# --- names are only labels


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_nothing_leaves_a_tar_but_the_bytes_of_its_files(put, tmp_path):
    path = put(
        "evil.tar",
        tarred(
            {"../../outside.xml": b"<a/>", "/etc/absolute.xml": b"<b/>"},
            "w",
            special("link", tarfile.SYMTYPE, "/etc/passwd"),
            special("hard", tarfile.LNKTYPE, "../../outside.xml"),
            special("null", tarfile.CHRTYPE),
            special("disk", tarfile.BLKTYPE),
            special("pipe", tarfile.FIFOTYPE),
            special("folder", tarfile.DIRTYPE),
        ),
    )
    assert contents(path) == {"../../outside.xml": b"<a/>", "/etc/absolute.xml": b"<b/>"}
    assert os.listdir(tmp_path) == ["evil.tar"]


def test_links_and_folders_of_a_zip_are_left_out(put):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("folder/", b"")
        archive.writestr("../a.csv", CSV)
    assert contents(put("a.zip", buffer.getvalue())) == {"../a.csv": CSV}


# --- limits


@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        bz2.compress,
        lambda payload: zipped({"a": payload}),
        lambda payload: tarred({"a": payload}, "w:gz"),
        lambda payload: zipped({"a.gz": gzip.compress(payload)}),
    ],
    ids=["gz", "bz2", "zip", "tgz", "gz in zip"],
)
def test_a_bomb_stops_while_it_is_read(put, pack):
    path = put("bomb", pack(bytes(40_000_000)))
    assert path.stat().st_size < 100_000
    error = failure(path)
    assert error.code == "archive-bomb"
    assert error.next_step


def test_many_small_bombs_are_one(put):
    path = put("bombs.zip", zipped({f"{n}.json": bytes(1_000_000) for n in range(40)}))
    assert failure(path).code == "archive-bomb"


def test_small_files_may_shrink_as_they_like(put):
    assert contents(put("a.gz", gzip.compress(bytes(5_000_000)))) == {"a": bytes(5_000_000)}


def test_members_are_bounded_in_size_sum_and_number(put):
    path = put("a.zip", zipped({"a": b"x" * 1000, "b": b"y" * 1000}))
    assert failure(path, max_member_bytes=999).code == "archive-bomb"
    assert failure(path, max_total_bytes=1999).code == "archive-bomb"
    assert failure(path, max_members=1).code == "archive-bomb"
    assert len(contents(path, max_member_bytes=1000, max_total_bytes=2000 + 2 * 512, max_members=2)) == 2


# --- damage


def test_a_gzip_cut_in_the_middle_gives_what_could_be_read(put):
    whole = gzip.compress(BIG_LINES)
    (member,) = iter_members(put("a.jsonl.gz", whole[: len(whole) // 2]))
    seen = []
    with pytest.raises(SourceChanged) as caught:
        seen.extend(iter_json_items(member.open()))
    assert caught.value.code == "archive-truncated"
    assert len(seen) > 2000
    assert BIG_LINES.startswith(b"\n".join(item.payload for item in seen))


def test_a_plain_read_of_a_cut_gzip_gives_its_bytes_then_fails(put):
    whole = gzip.compress(BIG_LINES)
    (member,) = iter_members(put("a.gz", whole[: len(whole) // 2]))
    stream = member.open()
    first = stream.read(10_000_000)
    assert BIG_LINES.startswith(first)
    assert len(first) > 100_000
    for _ in range(2):
        with pytest.raises(SourceChanged):
            stream.read(1)


def test_a_cut_gzip_never_reads_as_whole(put):
    (member,) = iter_members(put("a.gz", gzip.compress(BIG_LINES)[:-4]))
    with pytest.raises(SourceChanged):
        member.open().read()
    with pytest.raises(SourceChanged):
        list(read_csv(member.open()))


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_cut_in_the_middle_gives_its_first_members(put, mode):
    files = {f"{n}.xml": os.urandom(20_000) for n in range(10)}
    whole = tarred(files, mode)
    path = put("a.tar", whole[: len(whole) // 2])
    seen: dict[str, bytes] = {}
    with pytest.raises(SourceChanged) as caught:
        seen.update((member.name, member.open().read()) for member in iter_members(path))
    assert caught.value.code == "archive-truncated"
    assert list(seen) == list(files)[: len(seen)]
    assert len(seen) >= 4
    assert all(seen[name] == files[name] for name in seen)


def test_a_cut_zip_says_so(put):
    whole = zipped({"a.csv": CSV * 1000, "b.csv": CSV})
    assert failure(put("a.zip", whole[:-30])).code == "archive-truncated"


def test_flipped_bits_are_seen(put):
    whole = bytearray(gzip.compress(BIG_LINES))
    whole[-6] ^= 1
    assert failure(put("a.gz", bytes(whole))).code == "archive-damaged"
    packed = bytearray(zipped({"a.csv": BIG_LINES}, zipfile.ZIP_STORED))
    packed[500] ^= 1
    assert failure(put("a.zip", bytes(packed))).code == "archive-damaged"


def test_one_bad_member_does_not_hide_the_others(put):
    packed = bytearray(zipped({"a.csv": CSV, "b.csv": CSV}, zipfile.ZIP_STORED))
    packed[packed.index(b"siret")] ^= 1
    opened = []
    for member in iter_members(put("a.zip", bytes(packed))):
        try:
            opened.append(member.open().read())
        except SourceChanged as error:
            opened.append(error.code)
    assert opened == ["archive-damaged", CSV]


@pytest.mark.parametrize(
    ("payload", "tool"),
    [
        (b"\x1f\x9d\x90siret", "gzip -d"),
        (lzma.compress(CSV), "xz -d"),
        (b"7z\xbc\xaf\x27\x1c", "7z x"),
        (b"\x28\xb5\x2f\xfd", "zstd -d"),
    ],
)
def test_other_packings_are_refused_with_the_tool_to_use(put, payload, tool):
    error = failure(put("a.csv.gz", payload))
    assert error.code == "archive-unsupported"
    assert tool in error.next_step


def test_a_zip_with_a_password_is_told_as_such(put):
    """The EA flow of the ASP comes like this."""
    packed = bytearray(zipped({"EA2_ITOU.txt": CSV}, zipfile.ZIP_STORED))
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(header) + offset] |= 1
    error = failure(put("FLUX_EA2_ITOU.zip", bytes(packed)))
    assert error.code == "archive-unsupported"
    assert "EA2_ITOU.txt" in error.cause


def test_the_file_is_closed_with_the_stream(put):
    path = put("a.csv", CSV)
    (member,) = iter_members(path)
    with member.open() as stream:
        stream.read(1)
    assert stream.closed
