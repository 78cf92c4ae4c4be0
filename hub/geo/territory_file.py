"""From the TOML of one territory to a :class:`Territory`, or one error that lists all that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any

from hub.geo.codes import nuts3_of, region_name, region_of
from hub.geo.communes import communes_of_departement, communes_of_epci
from hub.geo.tables import departement_part
from hub.geo.territory import Funder, Neighbours, Territory
from hub.geo.territory_keys import KeyReader
from hub.geo.territory_values import (
    commune_code,
    cpv_prefix,
    departement_code,
    epci_siren,
    keyword,
    nuts3_code,
    siren,
)
from hub.plugin_api.errors import HubError

# Key of [rates] → (field of the conventions, lowest value, highest value).
_RATES = {
    "insertion": ("insertion_rate", 0.001, 1),
    "hourly_cost": ("hourly_cost", 1, 200),
    "hourly_cost_low": ("hourly_cost_low", 1, 200),
    "hourly_cost_high": ("hourly_cost_high", 1, 200),
    "minimum_hours": ("minimum_hours", 0, 100_000),
}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def invalid(path: Traversable, problems: Sequence[str]) -> HubError:
    """The one error of this module: which file, then every problem with its key."""
    return HubError(
        f"{path} : {' ; '.join(problems)}",
        code="territory-invalid",
        next_step=f"Corriger {path}, puis lancer hub doctor.",
    )


def read_territory(data: Mapping[str, Any], path: Traversable) -> Territory:
    """The territory described by ``data``; raises ``HubError`` ``territory-invalid``."""
    keys = KeyReader(data)
    territory = _territory(keys)
    problems = keys.finish()
    if not problems and not territory.communes:
        problems = ["aucune commune : écrire `epci`, `communes` ou `departements`"]
    if problems:
        raise invalid(path, problems)
    return territory


def _territory(keys: KeyReader) -> Territory:
    identity, label = _identity(keys), keys.text("label", required=True)
    epci = keys.codes("epci", epci_siren)
    listed = keys.codes("communes", commune_code)
    departements = keys.codes("departements", departement_code)
    communes = _members(epci, listed, departements)
    # An EPCI may cross a border: the départements of its communes count with those written down.
    departements = tuple(dict.fromkeys([*departements, *sorted(map(departement_part, communes))]))
    return Territory(
        id=identity,
        label=label,
        departements=departements,
        region=_region(keys, departements),
        epci=epci,
        communes=communes,
        nuts3=keys.codes("nuts3", nuts3_code) or tuple(n for d in departements if (n := nuts3_of(d))),
        neighbours=_neighbours(keys),
        buyers=frozenset(keys.codes("buyers", siren)),
        keywords=keys.codes("keywords", keyword),
        funders=_funders(keys),
        conventions=_conventions(keys, label),
        whole_departements=_whole(departements, communes),
    )


def _identity(keys: KeyReader) -> str:
    identity = keys.text("id", required=True)
    if identity and not _ID.fullmatch(identity):
        keys.problem("id", f"{identity!r} : seulement des minuscules, des chiffres et des tirets isolés")
    return identity


def _members(epci: Sequence[str], listed: Sequence[str], departements: Sequence[str]) -> frozenset[str]:
    """EPCI and communes make the territory; départements do when nothing finer is given."""
    if epci or listed:
        return frozenset(listed) | {c.insee for siren in epci for c in communes_of_epci(siren)}
    return frozenset(c.insee for code in departements for c in communes_of_departement(code))


def _whole(departements: Sequence[str], communes: frozenset[str]) -> frozenset[str]:
    return frozenset(
        code for code in departements if communes.issuperset(c.insee for c in communes_of_departement(code))
    )


def _region(keys: KeyReader, departements: Sequence[str]) -> str | None:
    code = keys.text("region")
    if code and region_name(code) is None:
        keys.problem("region", f'aucune région n’a le code INSEE {code!r} (Auvergne-Rhône-Alpes : "84")')
    regions = {region_of(departement) for departement in departements}
    return code or (regions.pop() if len(regions) == 1 else None)


def _neighbours(keys: KeyReader) -> Neighbours:
    table = keys.table("neighbours")
    return Neighbours(table.codes("epci", epci_siren), table.number("radius_km", 0, 1000))


def _funders(keys: KeyReader) -> tuple[Funder, ...]:
    tables = keys.tables("funders")
    return tuple(Funder(table.text("name", required=True), table.text("report") or None) for table in tables)


def _conventions(keys: KeyReader, label: str) -> dict[str, Any]:
    rates = keys.table("rates")
    values: dict[str, Any] = {}
    for key, (name, lowest, highest) in _RATES.items():
        if (value := rates.number(key, lowest, highest)) is not None:
            values[name] = int(value) if name == "minimum_hours" else float(value)
    if excluded := keys.codes("excluded_cpv", cpv_prefix):
        values["excluded_cpv"] = excluded
    if values:
        values["label"] = f"valeurs du territoire « {label} »"
    return values
