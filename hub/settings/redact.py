"""What must never be printed: passwords in addresses."""

from __future__ import annotations

import re

HIDDEN = "***"

# Greedy up to the last "@": a password may hold "/", ":" or "@" when it was pasted unquoted.
_PASSWORD = re.compile(r"^([A-Za-z][\w+.-]*://[^:/@]*):.*@", re.DOTALL)
_PARAMETER = re.compile(r"([?&][^=&]*(?:token|key|secret|passw)[^=&]*)=[^&#]*", re.IGNORECASE)


def safe_url(url: str) -> str:
    """``url`` without its password: ``postgresql://hub:***@db/hub``.

    >>> safe_url("postgresql+psycopg://hub:s3cret@db/hub?sslpassword=x")
    'postgresql+psycopg://hub:***@db/hub?sslpassword=***'
    """
    return _PARAMETER.sub(rf"\1={HIDDEN}", _PASSWORD.sub(rf"\1:{HIDDEN}@", url))
