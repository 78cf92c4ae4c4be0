"""Distances « à vol d'oiseau »: by great circle. In the mountains the road is often twice as long."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
NEAR_KM = 30.0
"""As far as an inclusive employer works by itself."""


def distance_km(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Kilometres along the great circle between two points in degrees. Never a road distance.

    >>> round(distance_km(45.1885, 5.7245, 45.7640, 4.8357))
    94
    """
    phi1, phi2 = radians(latitude1), radians(latitude2)
    half_phi, half_lambda = (phi2 - phi1) / 2, radians(longitude2 - longitude1) / 2
    chord = sin(half_phi) ** 2 + cos(phi1) * cos(phi2) * sin(half_lambda) ** 2
    # Rounding may push the chord of antipodes a hair above 1.
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))
