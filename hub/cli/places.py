"""A commune as it is typed: its INSEE code, and what was meant when it is something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.geo import Commune

_SHOWN = 10


def known_commune(code: str) -> str:
    """The code itself; raises ``unknown-commune`` with the communes that a post code or a name means."""
    from hub.geo import commune
    from hub.plugin_api.errors import HubError

    if commune(code) is not None:
        return code
    told = ", ".join(f"{place.insee} ({place.name})" for place in _meant(code)[:_SHOWN])
    raise HubError(
        f"Aucune commune n’a le code INSEE « {code} »." + (f" Peut-être : {told}." if told else ""),
        code="unknown-commune",
        next_step="Donner le code INSEE de la commune, pas son code postal : --near 38269 pour La Mure.",
    )


def _meant(text: str) -> tuple[Commune, ...]:
    from hub.geo import communes_of_postcode, find_commune

    return communes_of_postcode(text) or find_commune(text)
