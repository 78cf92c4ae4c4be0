"""French around names: « à La Mure », « du Bourg-d'Oisans », « d'Auris »."""

from __future__ import annotations

from hub.testing.demo.model import Place

_VOWELS = "AEIOUYHÉÈÊÎÔ"


def of(name: str) -> str:
    """``de`` before a commune's name."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d'{name}" if name[:1] in _VOWELS else f"de {name}"


def at(name: str) -> str:
    """``à`` before a commune's name."""
    if name.startswith("Le "):
        return f"au {name[3:]}"
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"à {name}"


def fill(template: str, place: Place, site: str = "") -> str:
    """A text of the trade table with its placeholders filled."""
    return (
        template.replace("{site}", site)
        .replace("{a}", at(place.name) if place.name else place.area)
        .replace("{de}", of(place.name) if place.name else place.area)
        .replace("{zone}", place.area)
        .replace("de les ", "des ")
    )


def euros(amount: int) -> str:
    """``186 000,00``: an amount as French notices print it."""
    return f"{amount:,}".replace(",", " ") + ",00"
