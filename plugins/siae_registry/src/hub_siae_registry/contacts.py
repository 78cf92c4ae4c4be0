"""An organisation's telephone and mailbox, as they are stored."""

from __future__ import annotations

import re
from typing import Any, Final

from hub_siae_registry import values
from hub_siae_registry.privacy import is_generic

_ABROAD: Final = re.compile(r"^(?:\+|00)33(?:\(0\)|0)?")
_PUNCTUATION: Final = re.compile(r"[\s.\-/\u00a0\u202f]+")
_MAILBOX: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def phone(value: Any) -> str | None:
    """Ten digits, ``0474454647``. A lost leading zero is put back; a mobile number, which may be a
    person's, is not kept. Raises ``ValueError`` for anything else."""
    printed = _PUNCTUATION.sub("", values.text(value) or "")
    digits = _ABROAD.sub("0", printed)
    if len(digits) == 9 and digits.isdecimal() and digits[0] != "0":
        digits = f"0{digits}"
    if not digits or re.fullmatch(r"0[67]\d{8}", digits):
        return None
    if not re.fullmatch(r"0[1-9]\d{8}", digits):
        raise ValueError(f"not a telephone number: {printed[:20]}")
    return digits


def email(value: Any) -> str | None:
    """The mailbox of a function, in lower case; a person's is not kept."""
    printed = values.text(value)
    if printed is None:
        return None
    if not _MAILBOX.fullmatch(printed):
        raise ValueError("not an e-mail address")
    return printed.lower() if is_generic(printed) else None
