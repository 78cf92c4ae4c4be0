"""Nothing secret in a message, an address or a log line."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

HIDDEN = "***"
EXCERPT = 300
# "key" at the end only: "keywords" is a search.
_NAME = r"[\w.\[\]-]*(?:(?:token|secret|passw|authori[sz]ation|cookie)[\w.\[\]-]*|key)"
_NAMED = re.compile(_NAME, re.IGNORECASE)
_PARAMETER = re.compile(rf"((?:^|[?&\s]){_NAME}=)[^&#\s'\")]*", re.IGNORECASE)
_USER = re.compile(r"(://)[^/?#\s'\"]*@")
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)


def redact(text: str) -> str:
    """``text`` with the secrets of the addresses in it hidden.

    >>> redact("https://user:pw@host/api?page=2&token=abc")
    'https://***@host/api?page=2&token=***'
    """
    return _PARAMETER.sub(rf"\1{HIDDEN}", _USER.sub(rf"\1{HIDDEN}@", text))


def is_secret_name(name: str) -> bool:
    """Whether a header or parameter of this name holds a secret."""
    return bool(_NAMED.fullmatch(name))


def secrets_of(url: str, headers: Mapping[str, str | bytes | None]) -> tuple[str, ...]:
    """The secret strings of one request: an error page may echo them."""
    values = [str(value) for name, value in headers.items() if value and is_secret_name(name)]
    words = [word for value in values for word in value.split()]
    query = [value for name, value in parse_qsl(urlsplit(url).query) if is_secret_name(name)]
    whole = [word for word in (*words, *query) if len(word) >= 8]
    return tuple({form for word in whole for form in (word, quote(word), quote_plus(word))})


def excerpt(body: bytes, charset: str | None, secrets: tuple[str, ...] = ()) -> str:
    """The first 300 characters of a body as one line of text, without tags nor secrets."""
    try:
        text = body[:65536].decode(charset or "utf-8", "replace")
    except LookupError:
        text = body[:65536].decode("latin-1")
    text = " ".join(html.unescape(_TAGS.sub(" ", text)).split())
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    printable = "".join(char if char.isprintable() else "�" for char in text)
    return redact(printable)[:EXCERPT]


class _RedactingFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


_FILTER = _RedactingFilter()


def quiet_urllib3() -> None:
    """Hide secrets in urllib3's own lines, which print whole addresses at level DEBUG."""
    # Adding the same filter again does nothing.
    logging.getLogger("urllib3.connectionpool").addFilter(_FILTER)
