"""Which territories a marché touches, how sure that is, and why.

Place of performance first, then the buyer's seat, then words in the texts (domain reference §7.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.geo.codes import departement_name
from hub.geo.communes import commune
from hub.geo.keywords import Searched
from hub.geo.places import Certainty, Place, resolve
from hub.geo.tables import epci
from hub.geo.territory import Territory
from hub.plugin_api import identifiers
from hub.plugin_api.records import Address

_RANK: dict[Certainty, int] = {"certain": 0, "probable": 1, "incertain": 2}


@dataclass(frozen=True, slots=True)
class Located:
    """A territory that a marché touches. ``reason`` is a French sentence."""

    id: str
    certainty: Certainty
    reason: str


def locate(
    territories: Mapping[str, Territory] | Iterable[Territory],
    *,
    places: Sequence[Address] = (),
    departements: Sequence[str] = (),
    buyer: Address | None = None,
    buyer_siren: str | None = None,
    texts: Sequence[str] = (),
) -> tuple[Located, ...]:
    """The territories touched, the surest first; each once, with its best reason.

    ``places`` are the places of performance, ``departements`` those that the notice declares as a
    whole, ``texts`` anything that may name the territory. A département alone, or a post code that
    reaches outside, never gives more than ``incertain`` for a territory smaller than it.
    """
    clues = _Clues(places, departements, buyer, buyer_siren, texts)
    known = territories.values() if isinstance(territories, Mapping) else territories
    found = [located for territory in known if (located := _best(territory, clues))]
    return tuple(sorted(found, key=lambda located: _RANK[located.certainty]))


class _Clues:
    """What is known of one marché, resolved once for all territories."""

    def __init__(
        self,
        places: Sequence[Address],
        departements: Sequence[str],
        buyer: Address | None,
        buyer_siren: str | None,
        texts: Sequence[str],
    ) -> None:
        self.declared = frozenset(_departements(departements))
        hint = next(iter(self.declared)) if len(self.declared) == 1 else None
        self.places = [(resolve(address, departement=hint), address) for address in places]
        self.seat = resolve(buyer) if buyer else Place()
        self.buyer = buyer
        self.siren = (buyer_siren or "").replace(" ", "")[:9]
        self._texts = texts
        self.placed = any(place.candidates or place.departement for place, _ in self.places)

    def elsewhere(self, territory: Territory) -> bool:
        """Whether communes are known for the work, none of them in ``territory``."""
        communes = [insee for place, _ in self.places for insee in place.candidates]
        return bool(communes) and not any(insee in territory for insee in communes)

    @cached_property
    def searched(self) -> list[Searched]:
        labels = (text for _, address in self.places for text in (address.label, address.city) if text)
        return [Searched(text) for text in dict.fromkeys((*labels, *self._texts))]

    @cached_property
    def departements(self) -> frozenset[str]:
        """Those of the places, else those declared, else the buyer's."""
        of_places = {place.departement for place, _ in self.places if place.departement}
        seat = {self.seat.departement} if self.seat.departement else set()
        return frozenset(of_places | self.declared or seat)


def _departements(codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        try:
            yield identifiers.departement(code)
        except identifiers.InvalidIdentifier:
            continue


Finding = tuple[Certainty, str] | None


def _best(territory: Territory, clues: _Clues) -> Located | None:
    best: Finding = None
    for step in _STEPS:
        found = step(territory, clues)
        if found and (best is None or _RANK[found[0]] < _RANK[best[0]]):
            best = found
        if best and best[0] == "certain":
            break
    return Located(territory.id, *best) if best else None


def _by_places(territory: Territory, clues: _Clues) -> Finding:
    # A bare département beside a commune of the same one only repeats it.
    finer = {place.departement for place, _ in clues.places if place.candidates}
    found = (
        _by_place(territory, place, address)
        for place, address in clues.places
        if place.candidates or place.departement not in finer
    )
    return min(filter(None, found), key=lambda each: _RANK[each[0]], default=None)


def _by_place(territory: Territory, place: Place, address: Address) -> Finding:
    if place.candidates:
        return _by_candidates(territory, place, "Lieu d’exécution", address)
    code = place.departement
    if code in territory.whole_departements:
        return "certain", f"Lieu d’exécution : {_departement(code)}, compris en entier dans le territoire."
    if code in territory.departements:
        return "incertain", f"{_UNSURE} : le lieu d’exécution n’est connu que par {_departement(code)}."
    return None


def _by_candidates(territory: Territory, place: Place, role: str, address: Address) -> Finding:
    inside = [insee for insee in place.candidates if insee in territory]
    if not inside:
        return None
    if place.insee:
        return place.certainty, f"{role} : {_name(place.insee)}."
    printed = " ".join(part for part in (address.postcode, address.city) if part) or address.label or ""
    count = len(place.candidates)
    if len(inside) == count:
        return "certain", f"{role} : « {printed} », dont les {count} communes sont dans le territoire."
    return (
        "incertain",
        f"{role} : « {printed} » peut désigner {count} communes, dont {len(inside)} dans le territoire.",
    )


def _by_departements(territory: Territory, clues: _Clues) -> Finding:
    whole = sorted(clues.declared & territory.whole_departements)
    if whole:
        certainty: Certainty = "probable" if clues.elsewhere(territory) else "certain"
        return certainty, f"Département déclaré dans l’avis : {_departement(whole[0])}."
    partly = sorted(clues.declared.intersection(territory.departements))
    if partly and not clues.placed:
        return "incertain", f"{_UNSURE} : l’avis ne précise que {_departement(partly[0])}."
    return None


def _by_followed_buyer(territory: Territory, clues: _Clues) -> Finding:
    if clues.siren in territory.buyers:
        return "probable", f"Acheteur suivi par le territoire (SIREN {clues.siren})."
    own = epci(clues.siren) if clues.siren in territory.epci else None
    return ("probable", f"Acheteur : {own.name}, intercommunalité du territoire.") if own else None


def _by_seat(territory: Territory, clues: _Clues) -> Finding:
    if (
        clues.buyer is None
        or clues.elsewhere(territory)
        or clues.departements.isdisjoint(territory.departements)
    ):
        return None
    if clues.seat.candidates:
        found = _by_candidates(territory, clues.seat, "Siège de l’acheteur", clues.buyer)
        return ("probable", found[1]) if found and found[0] == "certain" else found
    code = clues.seat.departement
    if code in territory.whole_departements:
        return "probable", f"Siège de l’acheteur : {_departement(code)}."
    if code in territory.departements and not clues.placed:
        return "incertain", f"{_UNSURE} : seul le siège de l’acheteur est connu, {_departement(code)}."
    return None


def _by_keywords(territory: Territory, clues: _Clues) -> Finding:
    if clues.departements and clues.departements.isdisjoint(territory.departements):
        return None
    found = (searched.first(territory.keywords) for searched in clues.searched)
    keyword = next(filter(None, found), None)
    if keyword is None:
        return None
    if clues.elsewhere(territory):
        return "incertain", f"« {keyword} » est cité, mais le lieu d’exécution indiqué est ailleurs."
    if not clues.departements:
        return "incertain", f"« {keyword} » est cité, sans département pour le confirmer."
    return "probable", f"« {keyword} » est cité dans l’avis."


_STEPS: tuple[Callable[[Territory, _Clues], Finding], ...] = (
    _by_places,
    _by_followed_buyer,
    _by_seat,
    _by_keywords,
    _by_departements,
)
_UNSURE = "Département, territoire incertain"


def _departement(code: str | None) -> str:
    return f"{departement_name(code or '')} ({code})"


def _name(insee: str) -> str:
    found = commune(insee)
    return f"{found.name} ({found.departement})" if found else insee
