"""Lambert-93, the projection of metropolitan France, to degrees.

Formulas of the IGN's note NTG 71 (projection conique conforme de Lambert), constants of the RGF93
registry: parallels 44° and 49°, meridian 3°, ellipsoid GRS80. RGF93 and WGS84 agree within a metre.
"""

from __future__ import annotations

import math
from typing import Final

_N: Final = 0.7256077650532670
_C: Final = 11754255.426096
_X_POLE: Final = 700000.0
_Y_POLE: Final = 12655612.049876
_ECCENTRICITY: Final = 0.08181919104281579
_MERIDIAN: Final = math.radians(3)
_PRECISION: Final = 1e-12


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """(latitude, longitude) of a point in metres; ``ValueError`` outside metropolitan France.

    >>> to_degrees(700000, 6600000)
    (46.5, 3.0)
    """
    if not (0 < x < 1_300_000 and 6_000_000 < y < 7_200_000):
        raise ValueError(f"outside metropolitan France: {x:g}, {y:g}")
    dx, dy = x - _X_POLE, _Y_POLE - y
    longitude = _MERIDIAN + math.atan2(dx, dy) / _N
    isometric = -math.log(math.hypot(dx, dy) / _C) / _N
    return round(math.degrees(_latitude(isometric)), 6), round(math.degrees(longitude), 6)


def _latitude(isometric: float) -> float:
    base = math.exp(isometric)
    latitude = 2 * math.atan(base) - math.pi / 2
    while True:
        sine = _ECCENTRICITY * math.sin(latitude)
        better = 2 * math.atan(((1 + sine) / (1 - sine)) ** (_ECCENTRICITY / 2) * base) - math.pi / 2
        if abs(better - latitude) < _PRECISION:
            return better
        latitude = better
