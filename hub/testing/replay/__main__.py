"""``python -m hub.testing.replay --folder DIR [--port N]``: serve a folder of records until interrupted.

Each sub-folder, or each file ``NAME.json`` / ``NAME.jsonl``, is a data set of that name; all files are
also served as they are below ``/files``.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from hub.testing.replay.folders import datasets
from hub.testing.replay.server import ReplayServer
from hub.testing.replay.static import StaticFiles


def main(arguments: list[str] | None = None) -> int:
    """Serve, print the address on the first line, stop on an interrupt."""
    parser = argparse.ArgumentParser(prog="python -m hub.testing.replay")
    parser.add_argument("--folder", type=Path, required=True, help="folder of JSON or JSON lines records")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is not a folder")
    with ReplayServer(
        [*datasets(options.folder), StaticFiles(options.folder, "files")], port=options.port
    ) as server:
        sys.stdout.write(server.base_url + "\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
