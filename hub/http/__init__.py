"""The polite session handed to connectors.

Error codes: ``access-denied`` (401, 403), ``not-found`` (404, 410), ``request-refused`` (other 4xx),
``rate-limited``, ``source-unavailable``, ``body-cut-short``, ``tls-failed``, ``too-slow``,
``body-too-large``, ``bad-encoding``, ``not-json``, ``bad-redirect``, ``address-refused``, ``bad-address``.
"""

from hub.http.redact import redact
from hub.http.response import PoliteResponse
from hub.http.session import PoliteSession

__all__ = ["PoliteResponse", "PoliteSession", "redact"]
