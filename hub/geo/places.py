"""From an address, whatever it holds, to a commune, several candidates, or a département alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from hub.geo.codes import departement_named, departement_of_nuts, nuts3_of
from hub.geo.communes import commune, communes_of_departement, communes_of_postcode, find_commune
from hub.geo.labels import Label, read_label
from hub.geo.tables import Commune
from hub.plugin_api import identifiers
from hub.plugin_api.records import Address

Certainty = Literal["certain", "probable", "incertain"]

_FIVE_DIGITS = re.compile(r"(?<!\d)\d{5}(?!\d)")
# ISO 3166 codes under which a French commune may be printed.
_FRENCH = frozenset(
    {"FR", "FRA", "FX", "RE", "REU", "GP", "GLP", "MQ", "MTQ", "GF", "GUF", "YT", "MYT", "NC", "NCL", "PF"}
    | {"PYF", "PM", "SPM", "BL", "BLM", "MF", "MAF", "WF", "WLF", "TF", "ATF"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is, as far as it says.

    ``candidates`` are the INSEE codes it may mean: one when ``insee`` is set, several for a post code
    that serves several communes or a name that several bear, none when only a département (or nothing)
    is known. ``certainty`` is that of the commune. Coordinates are degrees, given only with ``insee``.
    """

    insee: str | None = None
    departement: str | None = None
    nuts: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    candidates: tuple[str, ...] = ()
    certainty: Certainty = "incertain"


Guess = tuple[tuple[Commune, ...], Certainty]


def resolve(address: Address, *, departement: str | None = None) -> Place:
    """The place of ``address``; never raises, and never settles what the address leaves open.

    ``departement`` is a hint of the context, used where the address has none. A commune is
    ``certain`` by its INSEE code, or by a name that its post code, its département or the list of all
    communes settles; ``probable`` when the post code contradicts the name, when only the post code speaks,
    or when the name was found inside a longer text.
    """
    return _resolve(address, departement)


def communes_of_places(places: Iterable[Address]) -> tuple[str, ...]:
    """INSEE codes of the places that are known to the commune, each once, in order."""
    resolved = (resolve(place).insee for place in places)
    return tuple(dict.fromkeys(insee for insee in resolved if insee))


@lru_cache(maxsize=8192)
def _resolve(address: Address, hint: str | None) -> Place:
    if _abroad(address.country):
        return Place()
    clues = _read(address, hint)
    for found, certainty in _guesses(clues):
        if found:
            return _place(found, certainty, clues)
    return _departement_alone(clues)


@dataclass(frozen=True, slots=True)
class _Clues:
    """An address taken apart. ``own`` is the département it states; ``hint`` comes from the context."""

    insee: str | None
    city: Label
    label: Label
    postcode: str | None
    nuts: str | None
    own: str | None
    hint: str | None

    @property
    def departement(self) -> str | None:
        return self.own or _of_code(self.postcode) or self.hint


def _read(address: Address, hint: str | None) -> _Clues:
    label, city = read_label(address.label or ""), read_label(address.city or "")
    printed = _FIVE_DIGITS.search((address.postcode or "").replace(" ", ""))
    return _Clues(
        insee=address.insee,
        city=city,
        label=label,
        postcode=printed.group() if printed else city.postcode or label.postcode,
        nuts=address.nuts,
        own=_code(address.departement)
        or (departement_of_nuts(address.nuts) if address.nuts else None)
        or _of_code(address.insee)
        or city.departement
        or label.departement,
        hint=_code(hint),
    )


def _guesses(clues: _Clues) -> Iterator[Guess]:
    """From the surest to the vaguest; the first that finds a commune wins."""
    known = commune(clues.insee) if clues.insee else None
    yield (known,) if known else (), "certain"
    if clues.departement:
        yield from (_by_name(name, clues) for name in (*clues.city.names, *clues.label.names))
        yield from (_by_parts(clues.city, clues), _by_parts(clues.label, clues))
    if not clues.own and not clues.postcode:
        # The context may be wrong about a town that only one département has.
        yield from ((find_commune(n), "probable" if clues.hint else "certain") for n in clues.city.names)
    if not clues.departement and not any(map(_is_departement, clues.label.names)):
        yield from ((find_commune(name), "probable") for name in clues.label.names)
    yield communes_of_postcode(clues.postcode or ""), "probable"


def _by_name(name: str, clues: _Clues) -> Guess:
    found = find_commune(name, postcode=clues.postcode, departement=clues.departement)
    if found or not clues.postcode:
        return found, "certain"
    # The post code is another commune's: the name is believed, within the same département.
    return find_commune(name, departement=clues.departement), "probable"


def _by_parts(label: Label, clues: _Clues) -> Guess:
    if len(label.parts) < 2:
        return (), "incertain"
    found = [c for part in label.parts for c in find_commune(part, departement=clues.departement)]
    return tuple(dict.fromkeys(found)), "probable"


def _is_departement(name: str) -> bool:
    """Whether a bare name may be that of a wider département: « Vienne » may, « Paris » may not."""
    code = departement_named(name)
    return code is not None and len(communes_of_departement(code)) > 1


def _named_departement(clues: _Clues) -> str | None:
    """The département that a bare label names, unless a commune elsewhere bears the same name."""
    names = (*clues.label.names, *clues.city.names)
    code = next(filter(None, map(departement_named, names)), None)
    if code is None or clues.departement:
        return code
    rivals = (c for name in names for c in find_commune(name))
    return code if all(c.departement == code for c in rivals) else None


def _place(found: tuple[Commune, ...], certainty: Certainty, clues: _Clues) -> Place:
    departements = {c.departement for c in found}
    departement = departements.pop() if len(departements) == 1 else clues.own
    nuts = (nuts3_of(departement) if departement else None) or clues.nuts
    if len(found) > 1:
        return Place(None, departement, nuts, candidates=tuple(c.insee for c in found))
    only = found[0]
    return Place(only.insee, departement, nuts, only.latitude, only.longitude, (only.insee,), certainty)


def _departement_alone(clues: _Clues) -> Place:
    code = clues.own or _named_departement(clues) or clues.departement
    return Place(None, code, (nuts3_of(code) if code else None) or clues.nuts)


def _code(text: str | None) -> str | None:
    try:
        return identifiers.departement(text) if text else None
    except identifiers.InvalidIdentifier:
        return None


def _of_code(code: str | None) -> str | None:
    """The département in a post code or INSEE code."""
    try:
        return identifiers.departement_of(code) if code else None
    except identifiers.InvalidIdentifier:
        return None


def _abroad(country: str | None) -> bool:
    text = (country or "").strip().upper()
    return bool(text) and text not in _FRENCH and not text.startswith("FRANCE")
