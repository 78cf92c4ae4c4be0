"""Publication numbers of the OJ S: ``454088-2024``, without leading zeros."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(r"0*(\d{1,8})-(\d{4})")
_IN_OJS: Final = re.compile(r"(\d{4})/S\s*\d{1,3}\s*-\s*0*(\d{1,8})")


def publication_number(printed: str) -> str:
    """The normal form of ``00454088-2024`` or ``2024/S 146-454088``; ``""`` when it is neither.

    >>> publication_number("00454088-2024"), publication_number("2021/S 001-000123"), publication_number("x")
    ('454088-2024', '123-2021', '')
    """
    text = printed.strip()
    if match := _NUMBER.fullmatch(text):
        return f"{match[1]}-{match[2]}"
    if match := _IN_OJS.fullmatch(text):
        return f"{match[2]}-{match[1]}"
    return ""
