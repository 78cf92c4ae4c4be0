"""Names as keys: what two spellings of one buyer have in common."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_DEPARTEMENT = re.compile(r"\(\s*\d{2,3}[ab]?\s*\)\s*$")


def fold_buyer(name: str | None) -> str | None:
    """A buyer's name as a key: words without accents and case, without ``(38)`` at the end."""
    if not name:
        return None
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = _WORD.findall(_DEPARTEMENT.sub("", plain))
    return " ".join(words) or None
