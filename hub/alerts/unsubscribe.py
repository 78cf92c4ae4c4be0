"""The link that ends an alert in one click, without signing in (RFC 8058).

It is signed with a key of the alert's own: it ends that alert, and opens nothing else.
"""

from __future__ import annotations

import hmac
from urllib.parse import urlencode

from hub.access.opaque import derived

PATH = "/desabonnement"


def link(public_url: str, alert: int, key: str) -> str:
    """The address to put in a letter."""
    return f"{public_url}{PATH}?{urlencode({'alerte': alert, 'signature': signature(alert, key)})}"


def signature(alert: int, key: str) -> str:
    """What only a letter of this alert can show."""
    return derived(key, f"desabonnement {alert}")[:43]


def is_signed(alert: int, key: str, shown: str) -> bool:
    """Whether the link came from a letter of this alert."""
    return hmac.compare_digest(signature(alert, key).encode(), shown.encode("utf-8", "replace"))
