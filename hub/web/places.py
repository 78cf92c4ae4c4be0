"""A commune as people type it: its name, its post code, its INSEE code. Several may be meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hub.geo import Commune, commune, communes_of_postcode, find_commune

_MOST = 12
_WRITTEN = re.compile(r"\((\w{5})\)$")
"""A commune as the page writes it: « La Mure (38269) »."""


@dataclass(frozen=True)
class Near:
    """``chosen`` is the commune that is meant, ``None`` when several may be or none is. ``others`` may be
    meant too, the most peopled first."""

    text: str = ""
    chosen: Commune | None = None
    others: tuple[Commune, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether something was typed that no commune is called."""
        return bool(self.text) and self.chosen is None and not self.others


def near(text: str) -> Near:
    """What ``text`` means. A code is first an INSEE code; as a post code of other communes it is said."""
    text = " ".join(text.split())[:100]
    if not text:
        return Near()
    if written := _WRITTEN.search(text):
        text = written[1]
    exact = commune(text) if text[:2].isalnum() and len(text) == 5 else None
    meant = sorted(communes_of_postcode(text) or find_commune(text), key=lambda each: -(each.population or 0))
    if exact is None:
        return Near(text, meant[0]) if len(meant) == 1 else Near(text, None, tuple(meant[:_MOST]))
    return Near(text, exact, tuple(each for each in meant if each.insee != exact.insee)[:_MOST])
