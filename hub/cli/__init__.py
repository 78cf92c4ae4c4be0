"""The ``hub`` command: one small module for each command, and ``main()``.

Nothing heavy is imported here nor at the top of the modules of this package: ``hub --help`` answers
at once. Commands import what they use when they run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 the run failed, 2 usage, 130 interrupted."""
    import sys

    from hub.cli.guard import run

    sys.exit(run(list(sys.argv[1:] if argv is None else argv)))
