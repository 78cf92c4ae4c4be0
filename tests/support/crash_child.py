"""A process to kill: synchronises a long toy feed, then consolidates and assesses.

``python crash_child.py DATABASE_URL`` prints ``begun`` once the store is open.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from toy_hub import Toy, plugin, raw, toy_hub

from hub.plugin_api import Checkpoint

RECORDS = 600


def script():
    """Records with repeats (so that revisions exist), rejections, and a checkpoint each hundred."""
    for n in range(RECORDS):
        title = f"Entretien des espaces verts, secteur {n % 170}"
        if n % 97 == 0:
            yield raw(str(n), reject="broken on purpose")
        else:
            yield raw(
                str(n % 350),
                title=title if n < 350 else f"{title} (rectifié)",
                procedure_id=f"p{n % 170}",
                cpv=["77310000"],
            )
        if n % 100 == 99:
            yield Checkpoint(str(n))
    yield Checkpoint("end")


class Resuming(Toy):
    """Starts again from its cursor, as the contract wants."""

    def fetch(self, ctx, since):
        cursors = [item.cursor if isinstance(item, Checkpoint) else None for item in self.script]
        begin = cursors.index(since) + 1 if since in cursors else 0
        yield from self.script[begin:]
        yield Checkpoint("end")


def main(url: str) -> None:
    """Do all the stages once."""
    with toy_hub(url, plugin(Resuming(script())), now=lambda: datetime.now(UTC)) as hub:
        print("begun", flush=True)
        report = hub.sync("toy")
        assert report.status in {"partial", "succeeded"}, report
        hub.consolidate()
        hub.assess()
        print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
