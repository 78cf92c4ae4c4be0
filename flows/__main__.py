"""``python -m flows scout [CONNECTOR…]``: one flow, once, now, on a server that ends with it.

``sync_registries`` likewise; ``digest`` takes none. Without a connector: those that are due. Exit status
0, 1 (it failed) or 2 (usage).
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from flows.environment import prepare, quiet
from hub.cli import out
from hub.plugin_api.errors import HubError
from hub.settings import load_settings

FLOWS = ("scout", "sync_registries", "digest")


def main(arguments: Sequence[str]) -> int:
    """Run the flow named first with the connectors named after it."""
    out.prepare()
    if not arguments or arguments[0] not in FLOWS:
        out.complain(f"Usage : python -m flows {'|'.join(FLOWS)} [CONNECTEUR…]")
        return 2
    try:
        prepare(load_settings())
    except HubError as error:
        out.error(error.as_dict(), as_json=False)
        return 1
    quiet(os.environ)
    _speak()
    return _run(arguments[0], list(arguments[1:]) or None)


def _speak() -> None:
    """A line a stage on the terminal: what ``hub.flows`` logs, and nothing else."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("  %(message)s"))
    logging.getLogger("hub.flows").addHandler(handler)


def _run(name: str, connectors: list[str] | None) -> int:
    if name == "digest":
        from flows.digest import digest

        return 0 if digest(return_state=True).is_completed() else 1
    from flows.scout import scout
    from flows.sync_registries import sync_registries

    chosen = {"scout": scout, "sync_registries": sync_registries}[name]
    return 0 if chosen(connectors, return_state=True).is_completed() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
