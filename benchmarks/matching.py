"""``python -m benchmarks.matching [--lots 10000] [--employers 20000] [--json]``: ranking employers for lots.

Measures, in one run and on the same made-up employers and lots, drawn where people live:

- ``index``: the grid of ``hub.pipeline.matching``;
- ``everybody``: every employer looked at for every lot, in Python (on a part of the lots, then scaled);
- ``numpy``: distances to all employers at once, then the same judgement. numpy is not a dependency of the
  hub: where it is not installed the line says so.

All three must name the same employers in the same order; the run fails when they do not.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from hub.geo.distance import EARTH_RADIUS_KM
from hub.geo.tables import commune_rows, departement_part
from hub.pipeline.matching import EmployerIndex, EmployerView, LotNeed, Ranked
from hub.pipeline.matching.activities import activities
from hub.pipeline.matching.place import MAX_KM, target_of
from hub.pipeline.matching.score import best, judge

_KINDS = ("ACI", "EI", "AI", "ETTI", "EA", "ESAT", "GEIQ")
_BRUTE_LOTS = 100
Ranking = Callable[[LotNeed], list[Ranked]]


def places(draw: random.Random, count: int) -> list[tuple[str, float, float]]:
    """INSEE codes with coordinates, drawn by population."""
    rows = [row for row in commune_rows().values() if row[5] and row[6] and not row[2]]
    chosen = draw.choices(rows, weights=[int(row[5]) for row in rows], k=count)
    return [(row[0], float(row[6]), float(row[7])) for row in chosen]


def employers(draw: random.Random, count: int) -> list[EmployerView]:
    """Most are silent about their range; one in ten declares kilometres, one in ten zones."""
    slugs = sorted({slug for row in activities().values() for slug in row.sectors})
    # Structures resemble each other: some hundreds of combinations, a third of them saying nothing.
    combinations = [tuple(sorted(draw.sample(slugs, draw.choice((1, 2, 3, 5))))) for _ in range(400)]
    combinations += [()] * 200
    return [_employer(draw, n, place, combinations) for n, place in enumerate(places(draw, count))]


def _employer(
    draw: random.Random, number: int, place: tuple[str, float, float], combinations: Sequence[tuple[str, ...]]
) -> EmployerView:
    insee, latitude, longitude = place
    area = draw.random()
    departement = departement_part(insee)
    return EmployerView(
        id=f"e{number:05d}",
        kind=draw.choice(_KINDS),
        name=f"STRUCTURE {number}",
        insee=insee,
        departement=departement,
        latitude=latitude + draw.uniform(-0.03, 0.03),
        longitude=longitude + draw.uniform(-0.03, 0.03),
        sectors=draw.choice(combinations),
        range_km=draw.choice((20.0, 60.0, 120.0)) if area < 0.1 else None,
        zones=(departement,) if 0.1 <= area < 0.2 else (),
        capacity=draw.choice((None, None, 5, 20)),
    )


def lots(draw: random.Random, count: int) -> list[LotNeed]:
    """Lots of the trades of the table, one commune each."""
    codes = [row.cpv_prefix.ljust(8, "0") for row in activities().values() if row.exists]
    return [
        LotNeed(
            key=str(number),
            cpv=draw.choice(codes),
            nature=draw.choice(("travaux", "services", "services", "fournitures")),
            points=((latitude, longitude),),
            communes=(insee,),
            departements=(departement_part(insee),),
            hours=draw.choice((None, 140.0, 700.0)),
            types=draw.choice(((), (), ("EXEC",), ("RES_H",))),
        )
        for number, (insee, latitude, longitude) in enumerate(places(draw, count))
    ]


def by_numpy(index: EmployerIndex) -> Ranking | None:
    """The baseline: great-circle distances to all employers at once. ``None`` without numpy."""
    try:
        np: Any = importlib.import_module("numpy")
    except ImportError:
        return None
    latitudes = np.radians([employer.latitude for employer in index.employers])
    longitudes = np.radians([employer.longitude for employer in index.employers])
    reaches = np.array([MAX_KM if e.range_km is None else e.range_km for e in index.employers]) + 1e-6
    zoned = np.array([bool(employer.zones) for employer in index.employers])

    def ranking(need: LotNeed) -> list[Ranked]:
        latitude, longitude = (np.radians(value) for value in need.points[0])
        half = np.sin((latitudes - latitude) / 2) ** 2
        half += np.cos(latitudes) * np.cos(latitude) * np.sin((longitudes - longitude) / 2) ** 2
        km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
        found = np.nonzero((km <= reaches) | zoned)[0].tolist()
        return best(judge(need, index, found), need)

    return ranking


def timed(ranking: Ranking, needs: Sequence[LotNeed]) -> tuple[float, list[list[Ranked]]]:
    """Seconds of processor for these lots, and the lists."""
    start = time.process_time()
    found = [ranking(need) for need in needs]
    return time.process_time() - start, found


def measure(lot_count: int, employer_count: int, seed: int = 38) -> dict[str, Any]:
    """``{lots, employers, build_s, candidates, ways: [{name, lots, seconds, per_lot_us}]}``."""
    draw = random.Random(seed)
    everyone = employers(draw, employer_count)
    needs = lots(draw, lot_count)
    start = time.process_time()
    index = EmployerIndex(everyone)
    built = time.process_time() - start
    ways: list[tuple[str, Ranking | None, Sequence[LotNeed]]] = [
        ("index", lambda need: best(judge(need, index), need), needs),
        ("everybody", lambda need: best(judge(need, index, range(len(index))), need), needs[:_BRUTE_LOTS]),
        ("numpy", by_numpy(index), needs),
    ]
    results = []
    expected: list[list[Ranked]] = []
    for name, ranking, some in ways:
        if ranking is None:
            results.append({"name": name, "lots": 0, "seconds": None, "per_lot_us": None})
            continue
        seconds, found = timed(ranking, some)
        expected = expected or found
        if found != expected[: len(found)]:
            raise SystemExit(f"{name} does not name the same employers as the index")
        results.append(_line(name, len(some), seconds))
    near = sum(len(index.near(target_of(need))) for need in needs[:_BRUTE_LOTS]) / len(needs[:_BRUTE_LOTS])
    return {
        "lots": lot_count,
        "employers": employer_count,
        "build_s": round(built, 2),
        "candidates": round(near),
        "ways": results,
    }


def _line(name: str, count: int, seconds: float) -> dict[str, Any]:
    return {
        "name": name,
        "lots": count,
        "seconds": round(seconds, 2),
        "per_lot_us": round(seconds / count * 1e6),
    }


def _told(way: dict[str, Any]) -> str:
    if way["seconds"] is None:
        return f"{way['name']:<10} not installed: not measured"
    return f"{way['name']:<10} {way['lots']:>6} lots {way['seconds']:>8} s {way['per_lot_us']:>8} µs a lot"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--lots", type=int, default=10_000)
    parser.add_argument("--employers", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    found = measure(options.lots, options.employers)
    if options.json:
        print(json.dumps(found, indent=2))
        return 0
    print(f"{found['employers']} employers, {found['lots']} lots; index built in {found['build_s']} s;")
    print(f"{found['candidates']} employers looked at for a lot on average")
    for way in found["ways"]:
        print(_told(way))
    return 0


if __name__ == "__main__":
    sys.exit(main())
