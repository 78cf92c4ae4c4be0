"""``python -m benchmarks.rules [--json]``: what reading a notice costs, on one core.

For each corpus, in turn within each round, over the same texts:

(a) all our rules: folding, sentences, evidence, facts, from the notice as it was parsed;
(b) 60 of our patterns searched one by one with ``re``;
(c) the same 60 in one pass of a google-re2 ``Set`` of 64 MB, which only says which of them are there, and
    the words of the trade in such a pass: the least that a prefilter can do, and still miss nothing.

(b) and (c) read the texts folded and put end to end beforehand, which costs them nothing here. A ``Set`` of
patterns with gaps needs much memory: where 64 MB is too little it starts again and again, so that it is
also shown with 512 MB. Then the whole assessment of a marché, and what ten times the rules cost: copies of
ours with the letters of their words turned, waking and waiting for other words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from benchmarks.flagging.loaders import library
from hub.clauses.assess import assess
from hub.clauses.case import Case, CaseNotice
from hub.clauses.conventions import Conventions
from hub.clauses.signals import lexicon as words
from hub.clauses.signals import notice_signals, woken
from hub.clauses.signals.fold import fold
from hub.clauses.signals.notation import Notation
from hub.clauses.signals.prefilter import relaxed
from hub.plugin_api import Notice, RawRecord

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples" / "procurement"
FOLDERS = ("boamp_2021_t1", "boamp_dila_xml", "ted_eforms", "ted_legacy_xml")
COUNT, TIMES, TODAY, ROUNDS, FEW = 60, 10, date(2026, 11, 22), 3, 60
Work = tuple[Callable[[Any], object], Sequence[Any]]


def corpora() -> dict[str, list[Notice]]:
    """The feed of the demo, and the genuine notices that are beside the checkout; notices without a text
    are left out."""
    found = {"demo": _of_demo()} | {name: list(_of_folder(SAMPLES / name)) for name in FOLDERS}
    return {name: kept for name, notices in found.items() if (kept := [n for n in notices if n.texts])}


def _of_folder(folder: Path) -> Iterable[Notice]:
    records = library(folder).by_key.values() if folder.exists() else ()
    return (record for record in records if isinstance(record, Notice))


def _of_demo() -> list[Notice]:
    from hub.testing.demo import boamp_records
    from hub_procurement_feed.boamp.connector import Boamp

    parse = Boamp().parse
    records = boamp_records(TODAY, with_damage=False)
    raw = (RawRecord(r["idweb"], json.dumps(r).encode(), "application/json", "demo") for r in records)
    return [notice for record in raw for notice in parse(record) if isinstance(notice, Notice)]


def patterns() -> list[str]:
    """Sixty of our patterns, in the order of the rules."""
    data = words.tables()
    expand = Notation(data["fragments"]).expand
    return [expand(p) for part in ("rule", "denial") for rule in data[part] for p in rule["patterns"]][:COUNT]


def seconds(works: Mapping[str, Work]) -> dict[str, float]:
    """Processor seconds an item, the best of several rounds in which each work has its turn."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for name, (work, items) in works.items():
            start = process_time()
            for item in items:
                work(item)
            best[name] = min(best[name], (process_time() - start) / len(items))
    return best


def one_by_one(found: Sequence[str]) -> Callable[[str], object]:
    """Each pattern searched for itself."""
    searches = [re.compile(p).search for p in found]
    return lambda text: [search(text) for search in searches]


def one_pass(found: Sequence[str], megabytes: int = 64) -> Callable[[str], object] | None:
    """A google-re2 ``Set``; ``None`` where it is not installed."""
    try:
        import re2
    except ImportError:
        return None
    options = re2.Options()
    options.max_mem, options.log_errors = megabytes << 20, False
    wanted = re2.Set.SearchSet(options)
    for pattern in found:
        wanted.Add(relaxed(pattern).replace(r"[\pN]", r"\d").replace(r"\pN", r"\d"))
    wanted.Compile()
    return lambda text: wanted.Match(text.encode())


def measure() -> dict[str, Any]:
    """The figures of each corpus and of all together, and of the growth."""
    found = corpora()
    found |= {"all together": [n for notices in found.values() for n in notices]}
    return {
        "corpora": {name: _figures(notices) for name, notices in found.items()},
        "growth": growth(found["all together"]),
    }


def _figures(notices: Sequence[Notice]) -> dict[str, Any]:
    texts = [" ".join([fold(t.text).text for t in n.texts]) for n in notices]
    each = {k: round(v * 1e6, 1) for k, v in seconds(_works(notices, texts)).items()}
    fields = sum(len(n.texts) for n in notices)
    return {
        "notices": len(notices),
        "texts": fields,
        "characters_a_notice": round(sum(map(len, texts)) / len(texts)),
        "read_further": sum(bool(woken.woken(n.texts)) for n in notices),
        "microseconds_a_notice": each,
        "microseconds_a_text": round(
            each["all rules"] * len(notices) / sum(len(n.texts) for n in notices), 2
        ),
        "ratios": {f"all rules / {k}": round(each["all rules"] / v, 2) for k, v in each.items() if "re" in k},
    }


def _works(notices: Sequence[Notice], texts: Sequence[str]) -> dict[str, Work]:
    chosen, cases = patterns(), [_case(n) for n in notices]
    triggers = [re.escape(word) for word in words.folded_triggers()]
    works: dict[str, tuple[Callable[[Any], object] | None, Sequence[Any]]] = {
        "all rules": (notice_signals, notices),
        f"{COUNT} searches of re": (one_by_one(chosen), texts[:: max(1, len(texts) // FEW)]),
        f"re2 Set of the {COUNT}": (one_pass(chosen), texts),
        f"re2 Set of the {COUNT}, 512 MB": (one_pass(chosen, 512), texts),
        "re2 Set of the words": (one_pass(triggers), texts),
        "whole assessment": (lambda c: assess(c, Conventions(), TODAY), cases),
    }
    return {name: (work, items) for name, (work, items) in works.items() if work}


def _case(notice: Notice) -> Case:
    return Case(notice.key, notice.title, "ouvert", (CaseNotice("bench", notice),), cpv=notice.cpv)


def growth(notices: Sequence[Notice]) -> dict[str, Any]:
    """What a notice costs with our rules, and with ten times as many."""
    now = _cost(notices)
    with _lexicon(_grown(words.tables(), TIMES)):
        then = _cost(notices)
    return {"now": now, f"times {TIMES}": then, "ratio": round(then["us"] / now["us"], 2)}


def _cost(notices: Sequence[Notice]) -> dict[str, Any]:
    best = seconds({"us": (notice_signals, notices)})["us"]
    rules = [r for part in ("rule", "denial", "follow") for r in words.tables()[part]]
    return {"patterns": sum(len(r["patterns"]) for r in rules), "us": round(best * 1e6, 1)}


@contextmanager
def _lexicon(data: dict[str, Any]) -> Iterator[None]:
    caches = (words.lexicon, words.folded_triggers, woken._triggers, woken._words)
    with patch.object(words, "tables", lambda: data):
        for cached in caches:
            cached.cache_clear()
        yield
    for cached in caches:
        cached.cache_clear()


def _grown(data: dict[str, Any], times: int) -> dict[str, Any]:
    expand = Notation(data["fragments"]).expand
    copies: dict[str, list[Any]] = {
        part: list(data[part]) for part in ("rule", "denial", "follow", "trigger")
    }
    for by in range(1, times):
        copies["trigger"] += [_turned(word, by) for word in data["trigger"]]
        for part in ("rule", "denial", "follow"):
            copies[part] += [_copy(rule, by, expand) for rule in data[part]]
    return data | copies


def _copy(rule: dict[str, Any], by: int, expand: Callable[[str], str]) -> dict[str, Any]:
    lists = {
        k: [_turned(expand(p), by) for p in rule[k]] for k in ("patterns", "needs", "unless") if k in rule
    }
    return rule | lists | {"id": f"{rule['id']}_{by}"}


def _turned(pattern: str, by: int) -> str:
    """Words of four letters and more as other words of the same length."""
    turn = str.maketrans({chr(97 + i): chr(97 + (i + by) % 26) for i in range(26)})
    return re.sub(r"(?<!\\)[a-z]{4,}", lambda m: m.group().translate(turn), pattern)


def show(found: dict[str, Any]) -> None:
    """The figures as lines."""
    for name, part in found["corpora"].items():
        print(
            f"{name}: {part['notices']} notices, {part['characters_a_notice']} characters each, "
            f"{part['read_further']} with a word of the trade; {part['microseconds_a_text']} µs a text"
        )
        for work, figure in part["microseconds_a_notice"].items():
            ratio = part["ratios"].get(f"all rules / {work}", "")
            print(f"  {work:<26} {figure:>9.1f} µs {1e6 / figure:>10.0f} notices/CPU-s   {ratio}")
    print(f"growth: {found['growth']}")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures, or the same as one JSON document; the last column is all rules / that line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    found = measure()
    print(json.dumps(found, indent=1)) if args.json else show(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
