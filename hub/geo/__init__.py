"""Communes, départements and territories: pure look-ups in shipped tables, read on first use."""

from hub.geo.codes import (
    departement_name,
    departement_named,
    departement_of_nuts,
    nuts3_of,
    region_name,
    region_of,
)
from hub.geo.communes import (
    commune,
    communes_of_departement,
    communes_of_epci,
    communes_of_postcode,
    find_commune,
)
from hub.geo.distance import distance_km
from hub.geo.locate import Located, locate
from hub.geo.places import Certainty, Place, communes_of_places, resolve
from hub.geo.tables import VINTAGE, Commune, Epci, epci
from hub.geo.territories import load_territories, shipped_territories
from hub.geo.territory import Funder, Neighbours, Territory

__all__ = [
    "VINTAGE",
    "Certainty",
    "Commune",
    "Epci",
    "Funder",
    "Located",
    "Neighbours",
    "Place",
    "Territory",
    "commune",
    "communes_of_departement",
    "communes_of_epci",
    "communes_of_places",
    "communes_of_postcode",
    "departement_name",
    "departement_named",
    "departement_of_nuts",
    "distance_km",
    "epci",
    "find_commune",
    "load_territories",
    "locate",
    "nuts3_of",
    "region_name",
    "region_of",
    "resolve",
    "shipped_territories",
]
