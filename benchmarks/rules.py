"""``python -m benchmarks.rules [--json]``: what reading a notice costs, on one core.

All our rules (folding, sentences, evidence, facts) beside plain searches of the same texts, folded
beforehand: 60 of our patterns one by one with ``re``; the same 60 in one pass of a google-re2 ``Set``;
the words of the rules in one pass of a ``Set``, the cheapest prefilter that misses nothing. The last two
only say which patterns or words are there. Then the whole assessment of a marché.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.flagging.loaders import library
from hub.clauses.assess import assess
from hub.clauses.case import Case, CaseNotice
from hub.clauses.conventions import Conventions
from hub.clauses.signals import notice_signals
from hub.clauses.signals.fold import fold
from hub.clauses.signals.lexicon import folded_triggers, lexicon
from hub.plugin_api import Notice, RawRecord

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples" / "procurement"
FOLDERS = ("ted_eforms", "ted_legacy_xml", "boamp_api", "boamp_dila_xml")
COUNT, LEAST, TODAY, ROUNDS = 60, 1000, date(2026, 11, 22), 3
# RE2 has no look-around: without it a pattern matches more, which is what a prefilter may do.
_LOOK_AROUND = re.compile(r"\(\?<?[!=](?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))*\)")


def corpus() -> tuple[str, list[Notice]]:
    """Genuine notices where the samples are beside the checkout, else those of the demo."""
    found = [n for name in FOLDERS for n in _of_folder(SAMPLES / name)]
    name, found = ("samples", found) if found else ("demo", _of_demo())
    return name, [n for n in found if sum(len(t.text) for t in n.texts) >= LEAST]


def _of_folder(folder: Path) -> Iterable[Notice]:
    records = library(folder).by_key.values() if folder.exists() else ()
    return (record for record in records if isinstance(record, Notice))


def _of_demo() -> list[Notice]:
    from hub.testing.demo import boamp_records
    from hub_procurement_feed.boamp.connector import Boamp

    parse = Boamp().parse
    raw = (
        RawRecord(r["idweb"], json.dumps(r).encode(), "application/json", "demo")
        for r in _whole(boamp_records)
    )
    return [notice for record in raw for notice in parse(record) if isinstance(notice, Notice)]


def _whole(records: Callable[..., list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return records(TODAY, with_damage=False)


def patterns() -> list[str]:
    """Sixty of our patterns, in the order of the rules."""
    lex = lexicon()
    searches = [*(r.patterns for r in lex.rules), *(d.patterns for d in lex.denials)]
    every = [search.pattern.pattern for found in searches for search in found]
    return every[:COUNT]


def seconds(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Processor seconds for all items, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = process_time()
        for item in items:
            work(item)
        best = min(best, process_time() - start)
    return best


def one_by_one(found: Sequence[str]) -> Callable[[str], object]:
    """Each pattern searched for itself."""
    searches = [re.compile(p).search for p in found]
    return lambda text: [search(text) for search in searches]


def one_pass(found: Sequence[str]) -> Callable[[str], object] | None:
    """A google-re2 ``Set``; ``None`` where it is not installed."""
    try:
        import re2
    except ImportError:
        return None
    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    wanted = re2.Set.SearchSet(options)
    for pattern in found:
        wanted.Add(_LOOK_AROUND.sub("", pattern))
    wanted.Compile()
    return lambda text: wanted.Match(text.encode())


def measure() -> dict[str, Any]:
    """The figures, in microseconds a notice, with their ratios."""
    name, notices = corpus()
    texts = [" ".join(fold(t.text).text for t in n.texts) for n in notices]
    cases = [_case(n) for n in notices]
    chosen = patterns()
    set_, words = one_pass(chosen), one_pass([re.escape(word) for word in folded_triggers()])
    each = {
        "all rules": seconds(notice_signals, notices),
        f"{COUNT} searches of re": seconds(one_by_one(chosen), texts[:60]) * len(texts) / len(texts[:60]),
        "re2 Set of the 60": seconds(set_, texts) if set_ else None,
        "re2 Set of the words": seconds(words, texts) if words else None,
        "whole assessment": seconds(lambda c: assess(c, Conventions(), TODAY), cases),
    }
    figures = {k: None if v is None else round(v / len(notices) * 1e6, 1) for k, v in each.items()}
    return {
        "corpus": name,
        "notices": len(notices),
        "characters_a_notice": round(sum(map(len, texts)) / len(texts)),
        "microseconds_a_notice": figures,
        "ratios": _ratios(figures),
    }


def _case(notice: Notice) -> Case:
    return Case(notice.key, notice.title, "ouvert", (CaseNotice("bench", notice),), cpv=notice.cpv)


def _ratios(figures: dict[str, float | None]) -> dict[str, float]:
    rules = figures["all rules"] or 0.0
    others = {k: v for k, v in figures.items() if v and k not in {"all rules", "whole assessment"}}
    return {f"all rules / {name}": round(rules / other, 3) for name, other in others.items()}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures, or the same as one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    found = measure()
    if args.json:
        print(json.dumps(found, indent=1))
        return 0
    print(
        f"{found['notices']} notices of the {found['corpus']}, {found['characters_a_notice']} characters each"
    )
    for name, figure in found["microseconds_a_notice"].items():
        rate = f"{1e6 / figure:>10.0f} notices/s" if figure else "   not installed"
        print(f"  {name:<22} {figure or 0:>9.1f} µs {rate}")
    for name, ratio in found["ratios"].items():
        print(f"  {name:<34} {ratio}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
