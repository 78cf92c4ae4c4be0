"""Progress of a run: a moving line on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

from hub.cli import out
from hub.review.run_words import counted

Progress = Callable[[Counter[str]], None]
_EVERY_S = 10.0


@contextlib.contextmanager
def shown(connector: str, *, silent: bool) -> Iterator[Progress | None]:
    """A callback for ``Hub.sync``. It writes on standard error and never raises into the run."""
    if silent:
        yield None
    elif sys.stderr.isatty():
        with out.console(stderr=True).status(f"{connector} : en attente de la source…") as status:
            yield lambda counts: status.update(f"{connector} : {counted(counts)}")
    else:
        yield _plain(connector)


def _plain(connector: str) -> Progress:
    last = time.monotonic()

    def tell(counts: Counter[str]) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY_S:
            last = time.monotonic()
            out.complain(f"{connector} : {counted(counts)}")

    return tell
