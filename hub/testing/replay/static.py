"""A folder served as it is, for sources that are plain files."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from email.utils import formatdate
from html import escape
from pathlib import Path

from hub.testing.replay.exchange import Request, Response

_PIECE = 65536


class StaticFiles:
    """Serves the files of ``folder`` below ``prefix``, with ``ETag`` and ``Last-Modified``.

    A folder without ``index.html`` is listed as an HTML page of links, like a plain web server's.
    """

    def __init__(self, folder: Path, prefix: str = "/") -> None:
        self.folder = folder.resolve()
        self.prefix = "/" + prefix.strip("/")

    def answer(self, request: Request) -> Response | None:
        """The file, the listing, or ``None`` when there is neither."""
        path = self._locate(request.path)
        if path is None:
            return None
        if path.is_dir():
            index = path / "index.html"
            return _file(index) if index.is_file() else _listing(path)
        return _file(path) if path.is_file() else None

    def _locate(self, path: str) -> Path | None:
        root = self.prefix.rstrip("/")
        if path != root and not path.startswith(f"{root}/"):
            return None
        found = (self.folder / path[len(root) :].lstrip("/")).resolve()
        return found if found.is_relative_to(self.folder) else None


def _file(path: Path) -> Response:
    state = path.stat()
    headers = {
        "ETag": f'"{state.st_mtime_ns:x}-{state.st_size:x}"',
        "Last-Modified": formatdate(state.st_mtime, usegmt=True),
    }
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if state.st_size <= _PIECE:
        return Response(200, path.read_bytes(), media, headers)
    return Response(200, lambda: _pieces(path), media, headers)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _listing(folder: Path) -> Response:
    names = sorted(p.name + ("/" if p.is_dir() else "") for p in folder.iterdir())
    links = "\n".join(f'<li><a href="{escape(n)}">{escape(n)}</a></li>' for n in names)
    page = f"<!DOCTYPE html>\n<title>Index of {escape(folder.name)}</title>\n<ul>\n{links}\n</ul>\n"
    return Response(200, page.encode(), "text/html; charset=utf-8")
