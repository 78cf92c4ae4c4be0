"""Where a case is: territories, communes and NUTS codes."""

from __future__ import annotations

from collections.abc import Mapping

from hub.clauses.case import Case
from hub.geo import Territory, communes_of_places, departement_of_nuts, locate
from hub.pipeline.consolidate import Situated
from hub.plugin_api.records import Address


class Situator:
    """Places cases among territories. Callable, as consolidation wants it."""

    def __init__(self, territories: Mapping[str, Territory]) -> None:
        self.territories = territories

    def __call__(self, case: Case) -> Situated:
        """The place of performance first, then the buyer's seat, then the words of the title."""
        departements = self._departements(case)
        buyer = case.buyer
        located = locate(
            self.territories,
            places=case.places,
            departements=departements,
            buyer=buyer.address if buyer else None,
            buyer_siren=buyer.siren if buyer else None,
            texts=_texts(case),
        )
        return Situated(
            communes=tuple(communes_of_places(case.places)),
            nuts=tuple(dict.fromkeys(place.nuts for place in case.places if place.nuts)),
            departements=departements,
            territories=tuple((item.id, item.certainty, item.reason) for item in located),
        )

    @staticmethod
    def _departements(case: Case) -> tuple[str, ...]:
        stated = [*case.departements, *(_departement(place) for place in case.places)]
        return tuple(dict.fromkeys(code for code in stated if code))


def _departement(place: Address) -> str | None:
    return place.departement or (departement_of_nuts(place.nuts) if place.nuts else None)


def _texts(case: Case) -> list[str]:
    texts = [case.title, *(lot.title for lot in case.lots if lot.title)]
    texts += [place.label for place in case.places if place.label]
    if case.buyer:
        texts.append(case.buyer.name)
    return texts
