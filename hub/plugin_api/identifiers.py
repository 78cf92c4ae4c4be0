"""Identifiers of French procurement: parse or raise.

Each function takes what a source printed, returns the normal form, or raises
:class:`InvalidIdentifier` with what is wrong. None of them guesses.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LA_POSTE_SIREN = "356000000"
_ANTENNA = re.compile(r"\d{9}999\d\d")
_BLANK = re.compile(r"[\s.\u00a0\u202f]+")
_CPV = re.compile(r"(\d{8})(?:-(\d))?")
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
_INSEE = re.compile(r"(?:0[1-9]|[13-8]\d|2[1-9AB]|9[0-5]|97[1-8]|98[4-9])(\d{2,3})")
_DEPARTEMENTS = frozenset(
    [f"{n:02d}" for n in range(1, 96) if n != 20]
    + ["2A", "2B", "971", "972", "973", "974", "975", "976", "977", "978"]
    + ["984", "986", "987", "988"]
)


class InvalidIdentifier(ValueError):
    """The text is not a valid identifier; the message says which rule it breaks."""


class Siret(NamedTuple):
    """A SIRET of 14 digits. ``antenna``: the last five are ``999dd``, an invented antenna."""

    value: str
    antenna: bool

    @property
    def siren(self) -> str:
        """The first nine digits: the legal unit."""
        return self.value[:9]


def _luhn(digits: str) -> bool:
    total = 0
    for position, char in enumerate(reversed(digits)):
        n = int(char) * (2 if position % 2 else 1)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


def siren(text: str) -> str:
    """A SIREN: nine digits with a valid Luhn key, blanks allowed. ``"213 801 855"`` → ``"213801855"``."""
    value = _BLANK.sub("", text)
    if not re.fullmatch(r"\d{9}", value):
        raise InvalidIdentifier(f"a SIREN has 9 digits, not {text!r}")
    if not _luhn(value):
        raise InvalidIdentifier(f"the check digit of SIREN {value} is wrong")
    return value


def siret(text: str) -> Siret:
    """A SIRET: fourteen digits, Luhn key, with two exceptions.

    La Poste (SIREN 356000000): the sum of the digits is a multiple of 5. Antennas of the
    inclusion platforms (``999`` in tenth place) are invented numbers whose key proves nothing:
    they are returned with ``antenna=True`` when their SIREN is valid.
    """
    value = _BLANK.sub("", text)
    if not re.fullmatch(r"\d{14}", value):
        raise InvalidIdentifier(f"a SIRET has 14 digits, not {text!r}")
    if value == "0" * 14:
        raise InvalidIdentifier("a SIRET of zeros stands for 'none'")
    if _ANTENNA.fullmatch(value) and _luhn(value[:9]):
        return Siret(value, antenna=True)
    if value.startswith(LA_POSTE_SIREN):
        if value == LA_POSTE_SIREN + "00048" or sum(map(int, value)) % 5 == 0:
            return Siret(value, antenna=False)
        raise InvalidIdentifier(f"the digits of the La Poste SIRET {value} do not add up to a multiple of 5")
    if not _luhn(value):
        raise InvalidIdentifier(f"the check digit of SIRET {value} is wrong")
    return Siret(value, antenna=False)


def cpv(text: str) -> str:
    """A CPV code as eight digits, from ``45000000`` or ``45000000-7``.

    The check digit is dropped: it is a published list, not a formula, and sources often get it
    wrong beside a right code.
    """
    match = _CPV.fullmatch(text.strip())
    if not match:
        raise InvalidIdentifier(f"a CPV code has 8 digits and perhaps a check digit, not {text!r}")
    code = match.group(1)
    if code[:2] == "00":
        raise InvalidIdentifier(f"CPV {code} has no division")
    return code


def nuts(text: str) -> str:
    """A NUTS code, ``FR`` to ``FRK24``, upper case."""
    value = text.strip().upper()
    if not _NUTS.fullmatch(value):
        raise InvalidIdentifier(f"a NUTS code has two letters and up to three characters, not {text!r}")
    return value


def insee(text: str) -> str:
    """An INSEE code of a commune: five characters, ``38052``, ``2A004``, ``97411``."""
    value = text.strip().upper()
    if len(value) != 5 or not _INSEE.fullmatch(value):
        raise InvalidIdentifier(f"an INSEE code of a commune has five characters, not {text!r}")
    return value


def postcode(text: str) -> str:
    """A French post code of five digits. It is *not* a commune: several may share one."""
    value = _BLANK.sub("", text)
    if not re.fullmatch(r"(?!00)\d{5}", value):
        raise InvalidIdentifier(f"a French post code has five digits, not {text!r}")
    return value


def departement(text: str) -> str:
    """A département code: ``1`` and ``01`` give ``01``; Corsica is ``2A`` or ``2B``."""
    value = text.strip().upper()
    if re.fullmatch(r"\d", value):
        value = f"0{value}"
    if value not in _DEPARTEMENTS:
        raise InvalidIdentifier(f"no département has the code {text!r}")
    return value


def departement_of(code: str) -> str:
    """The département of an INSEE code or post code. Corsican post codes are split at 20200."""
    value = code.strip().upper()
    if value[:2] in {"97", "98"}:
        return departement(value[:3])
    if value[:2] == "20":
        return "2A" if value < "20200" else "2B"
    return departement(value[:2])
