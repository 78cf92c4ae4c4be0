"""The employers, laid out so that a lot looks only at those who may reach it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import blake2b

from hub.pipeline.matching.grid import Grid
from hub.pipeline.matching.kinds import EMPLOYERS
from hub.pipeline.matching.place import MAX_KM, Target, area_of
from hub.pipeline.matching.trade import profile_of
from hub.pipeline.matching.trade_index import TradeIndex
from hub.pipeline.matching.views import EmployerView

# Employers with a wide range would make everybody's search wide: each layer has its own radius.
_LAYERS = (MAX_KM, 2 * MAX_KM, 4 * MAX_KM)


class EmployerIndex:
    """Active employers of the kinds that are matched. ``near`` finds all that may reach a place."""

    def __init__(self, employers: Iterable[EmployerView]) -> None:
        kept = [e for e in employers if e.active and (e.kind is None or e.kind in EMPLOYERS)]
        self.employers = sorted(kept, key=lambda employer: employer.id)
        self.areas = [area_of(employer) for employer in self.employers]
        self.trades = TradeIndex(profile_of(employer) for employer in self.employers)
        self._grids = {radius: Grid(radius) for radius in _LAYERS}
        self._everywhere: list[int] = []
        self._by_zone: defaultdict[str, list[int]] = defaultdict(list)
        self._by_departement: defaultdict[str, list[int]] = defaultdict(list)
        self._unplaced: defaultdict[str, list[int]] = defaultdict(list)
        for position, employer in enumerate(self.employers):
            self._lay(position, employer)

    def __len__(self) -> int:
        return len(self.employers)

    def _lay(self, position: int, employer: EmployerView) -> None:
        for zone in self.areas[position].zones:
            self._by_zone[zone].append(position)
        if employer.departement:
            self._by_departement[employer.departement].append(position)
        if employer.point is None:
            self._unplaced[employer.departement or ""].append(position)
            return
        wanted = employer.range_km if employer.range_km is not None else MAX_KM
        layer = next((radius for radius in _LAYERS if wanted <= radius), None)
        if layer is None:
            self._everywhere.append(position)
        else:
            self._grids[layer].add(employer.point, position)

    def near(self, target: Target) -> list[int]:
        """Positions of every employer that may reach the place, and of some that do not, in order."""
        return sorted(set(self._near(target)))

    def _near(self, target: Target) -> Iterator[int]:
        # Without a point the lot is known by its département: so is everybody in it.
        by_departement = self._unplaced if target.points else self._by_departement
        for departement in target.departements:
            yield from by_departement.get(departement, ())
        for zone in target.zones:
            yield from self._by_zone.get(zone, ())
        yield from self._everywhere
        for point in target.points:
            for grid in self._grids.values():
                yield from grid.near(point)

    @cached_property
    def version(self) -> str:
        """16 digits that change whenever any employer does."""
        return blake2b(repr(self.employers).encode(), digest_size=8).hexdigest()
