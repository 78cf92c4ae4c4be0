"""``read`` meets a folder of anything."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from hub.plugin_api import Connector, HubError, RawRecord, Skipped
from hub.testing.conformance.check import Check, NotApplicable
from hub.testing.conformance.subjects import ConnectorSubject, described
from hub.testing.hostile import BLUNT


def run(subject: ConnectorSubject) -> Iterator[str]:
    if type(subject.connector).read is Connector.read:
        raise NotApplicable("the connector reads no files")
    with tempfile.TemporaryDirectory() as folder:
        for path in _garbage(Path(folder)):
            yield from (f"{path.name} ({path.read_bytes()[:16]!r}): {p}" for p in _problems(subject, path))


def _problems(subject: ConnectorSubject, path: Path) -> Iterator[str]:
    items, error = subject.read(path)
    if error is not None and not isinstance(error, HubError):
        yield f"read raised {described(error)}"
    for item in items:
        if not isinstance(item, RawRecord | Skipped):
            yield f"read yielded {type(item).__name__}"
        elif isinstance(item, RawRecord) and not subject.is_rejected(item):
            yield f"it was read as the record {item.key!r}"


def _garbage(folder: Path) -> Iterator[Path]:
    contents = [*BLUNT, _zip(b"x" * 100), _zip(b"x" * 100)[:-30], b"a,b\n1,2\n", b'{"other": 1}\n' * 9]
    for number, content in enumerate(contents):
        path = folder / f"{number:02}.{('json', 'xml', 'csv', 'zip', 'bin')[number % 5]}"
        path.write_bytes(content)
        yield path


def _zip(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../outside.txt", content)
        archive.writestr("empty.json", b"")
    return packed.getvalue()


check = Check(
    id="read-garbage",
    what="For a file that is none of its own (empty, damaged, of another format, misnamed, a hostile"
    " archive) `read` yields Skipped, or raises a HubError, or lands what `parse` rejects.",
    why="People point the hub at a whole folder: one strange file must be named, and the others read.",
    mend="Tell a file by its content (hub.plugin_api.documents.sniff and iter_members), and yield"
    " Skipped(origin, reason) for what is not yours.",
    run=run,
)
