"""What people type to filter a list, on the command line and on the pages."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_TRADE = re.compile(r"([0-9]{1,8})(?:-[0-9])?")
_BLANKS = re.compile(r"[\s€]")
_MOST = Decimal(10) ** 12


def trade(text: str) -> str:
    """The beginning of a CPV code, without its control digit; raises ``ValueError``.

    >>> trade("45210000-2")
    '45210000'
    """
    found = _TRADE.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"« {text} » n’est pas le début d’un code CPV, comme 45 ou 7731.")
    return found[1]


def amount(text: str) -> Decimal:
    """Euros, as French people and programs write them; raises ``ValueError``.

    >>> amount("40 000,50 €")
    Decimal('40000.50')
    """
    try:
        found = Decimal(_BLANKS.sub("", text).replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not (found.is_finite() and 0 <= found < _MOST):
        raise ValueError(f"« {text} » n’est pas un montant, comme 40000.")
    return found
