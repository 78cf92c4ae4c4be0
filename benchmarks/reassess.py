"""``python -m benchmarks.reassess [--notices N] [--json]``: assessing a whole store again under another rule.

Makes a SQLite store of N invented notices (the demo's, each copy with its own buyers, numbers, words and
days, over five years), consolidates it, then assesses it in processes of their own: for the first time,
again with another version of a rule, again with nothing to do, and after one award more. Prints notices
by CPU second, the wall time, the peak of memory, and how much it grew from a tenth of the way to the end.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from hub.pipeline.clock import Clock
from hub.plugin_api import Award, Notice, RawRecord, Rule
from hub.plugin_api.records import Buyer, NoticeLink, Text
from hub.store.canonical import Source, put
from hub.store.engine import Store
from hub.store.schema import ready

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
DAYS = 5 * 365
LIMIT_MIB = 200
BATCH = 500
WAYS = ("first", "changed rule", "nothing to do", "one award more")
CLOCK = Clock(now=lambda: NOW, today_setting=TODAY)


class Silent(Rule):
    """A rule that sees nothing."""

    id, version, title = "bench", 1, "Bench"

    def signals(self, notice: Notice) -> Iterator[Any]:
        """Nothing."""
        return iter(())


class Changed(Silent):
    """The same, changed."""

    version = 2


# --- the store ---------------------------------------------------------------------------------------


def templates() -> list[Notice]:
    """The demo's notices, as the connector reads them."""
    from hub.testing.demo import boamp_records
    from hub_procurement_feed.boamp.connector import Boamp

    parse = Boamp().parse
    records = boamp_records(TODAY, with_damage=False)
    raw = (RawRecord(r["idweb"], json.dumps(r).encode(), "application/json", "demo") for r in records)
    return [notice for record in raw for notice in parse(record)]


def copies(originals: Sequence[Notice], count: int) -> Iterator[Notice]:
    """``count`` notices: copy after copy of the demo, none like another."""
    for number in range(count):
        yield Copy(number // len(originals)).of(originals[number % len(originals)])


@dataclass(frozen=True)
class Copy:
    """One copy of the demo: its number tells its notices, its buyers and its days from the others'."""

    number: int

    def of(self, notice: Notice) -> Notice:
        """The notice in this copy."""
        return notice.model_copy(
            update={
                "key": self._key(notice.key),
                "title": f"{notice.title} ({self.number})",
                "published": self._day(notice.published),
                "dispatched": self._day(notice.dispatched),
                "deadline": notice.deadline and notice.deadline - self._back,
                "procedure_id": notice.procedure_id and f"{notice.procedure_id}{self.number}",
                "notice_id": None,
                "reference": notice.reference and f"{notice.reference}-{self.number}",
                "buyers": tuple(map(self._buyer, notice.buyers)),
                "links": tuple(map(self._link, notice.links)),
                "awards": tuple(map(self._award, notice.awards)),
                "texts": tuple(map(self._text, notice.texts)),
            }
        )

    @property
    def _back(self) -> timedelta:
        return timedelta(days=self.number * 37 % DAYS)

    def _day(self, day: date | None) -> Any:
        return day and day - self._back

    def _key(self, key: str) -> str:
        return f"{key}{self.number:04}"

    def _link(self, link: NoticeLink) -> NoticeLink:
        return link.model_copy(update={"key": self._key(link.key)})

    def _award(self, award: Award) -> Award:
        return award.model_copy(update={"awarded": self._day(award.awarded)})

    def _buyer(self, buyer: Buyer) -> Buyer:
        siren = f"{100_000_000 + 1000 * self.number + int(buyer.siren or 0) % 1000}"
        return buyer.model_copy(update={"siren": siren, "siret": None})

    def _text(self, text: Text) -> Text:
        return text.model_copy(update={"text": f"{text.text} Repère {self.number}."})


def fill(store: Store, notices: Iterator[Notice]) -> int:
    """Write them as a connector's run does, but for their raw records."""
    written = 0
    while batch := [notice for notice, _ in zip(notices, range(BATCH), strict=False)]:
        with store.write() as connection:
            put(connection, "boamp", [(notice, Source(0, "bench", 1)) for notice in batch], NOW)
        written += len(batch)
    return written


def filled(url: str, count: int) -> dict[str, Any]:
    """Make the store and fill it."""
    store, watch = Store(url), Watch()
    ready(store)
    with watch:
        fill(store, copies(templates(), count))
    store.close()
    return watch.figures(0)


def consolidated(url: str) -> dict[str, Any]:
    """Group its notices into marchés."""
    store, watch = Store(url), Watch()
    with watch:
        done = _consolidate(store)
    store.close()
    return watch.figures(done)


def _consolidate(store: Store) -> int:
    from hub.geo import load_territories
    from hub.pipeline.consolidate import consolidate
    from hub.pipeline.situate import Situator

    return len(consolidate(store, CLOCK, Situator(load_territories([]))).created)


# --- one assessment, in a process of its own ---------------------------------------------------------


@dataclass
class Watch:
    """CPU and wall seconds of a block, and the memory of the process all along, in MiB."""

    every_s: float = 0.1
    samples: list[float] = field(default_factory=list)

    def __enter__(self) -> Watch:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        self._began = (process_time(), monotonic())
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu_s, self.wall_s = process_time() - self._began[0], monotonic() - self._began[1]
        self._stop.set()
        self._thread.join()
        self.samples.append(_status("VmRSS"))

    def _sample(self) -> None:
        while not self._stop.wait(self.every_s):
            self.samples.append(_status("VmRSS"))

    def figures(self, marches: int) -> dict[str, Any]:
        """What is printed."""
        tenth = self.samples[len(self.samples) // 10]
        return {
            "marches": marches,
            "cpu_s": round(self.cpu_s, 2),
            "wall_s": round(self.wall_s, 2),
            "peak_mib": round(_status("VmHWM")),
            "growth_mib": round(max(self.samples) - tenth),
        }


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024


def assessed(url: str, way: str) -> dict[str, Any]:
    """Assess once."""
    from hub.pipeline.assess import Judgement, assess

    store = Store(url)
    if way == "one award more":
        _one_award_more(store)
    watch = Watch()
    with watch:
        done = assess(store, CLOCK, Judgement((Silent() if way == "first" else Changed(),)))
    store.close()
    return watch.figures(len(done.marches))


def _one_award_more(store: Store) -> None:
    award = next(notice for notice in templates() if notice.kind == "result" and notice.awards)
    fill(store, iter([Copy(9999).of(award)]))
    _consolidate(store)


def in_a_process(url: str, way: str, count: int) -> dict[str, Any]:
    """Run one way in a fresh process."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.reassess",
        "--way",
        way,
        "--url",
        url,
        "--notices",
        str(count),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def one_way(url: str, way: str, count: int) -> dict[str, Any]:
    """In the fresh process."""
    if way == "fill":
        return filled(url, count)
    return consolidated(url) if way == "consolidate" else assessed(url, way)


def measure(count: int, folder: Path) -> dict[str, Any]:
    """All the figures."""
    url = f"sqlite:///{folder / 'hub.sqlite3'}"
    in_a_process(url, "fill", count)
    ways = {way: in_a_process(url, way, count) for way in ("consolidate", *WAYS)}
    size = round((folder / "hub.sqlite3").stat().st_size / 2**20)
    return {"notices": count, "store_mib": size, "ways": ways}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when an assessment goes above the limit of memory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reassess", description=__doc__)
    parser.add_argument("--notices", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where to make the store, and leave it")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.way:
        print(json.dumps(one_way(args.url, args.way, args.notices)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        found = measure(args.notices, args.folder or Path(temporary))
    print(json.dumps(found, indent=1) if args.json else table(found))
    return int(any(way["peak_mib"] > LIMIT_MIB for name, way in found["ways"].items() if name in WAYS))


def table(found: dict[str, Any]) -> str:
    """The figures as lines."""
    lines = [f"{found['notices']} notices, store of {found['store_mib']} MiB, limit {LIMIT_MIB} MiB"]
    lines += [
        f"{'':<16}{'marchés':>9}{'CPU s':>9}{'wall s':>9}{'notices/CPU s':>15}{'peak MiB':>10}{'growth':>8}"
    ]
    for name, way in found["ways"].items():
        rate = round(found["notices"] / way["cpu_s"]) if way["cpu_s"] else 0
        shown = rate if way["marches"] > found["notices"] // 10 else ""
        lines.append(
            f"{name:<16}{way['marches']:>9}{way['cpu_s']:>9.1f}{way['wall_s']:>9.1f}{shown:>15}"
            f"{way['peak_mib']:>10}{way['growth_mib']:>8}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
