"""Who may see the pages: the person who was given the one-time link, by a cookie of the session."""

from __future__ import annotations

import hashlib
import hmac
import secrets

COOKIE = "passerelle"


class Access:
    """One-time invitations and the sessions they opened. Only hashes are kept, in memory."""

    def __init__(self) -> None:
        self._invitations: set[bytes] = set()
        self._sessions: set[bytes] = set()

    def invite(self) -> str:
        """A new token, good once."""
        return self._new(self._invitations)

    def enter(self, token: str) -> str | None:
        """Spend an invitation: the value of the session's cookie, or ``None``."""
        found = _known(self._invitations, token)
        if found is None:
            return None
        self._invitations.discard(found)
        return self._new(self._sessions)

    def allows(self, cookie: str | None) -> bool:
        """Whether this cookie is one of ours."""
        return cookie is not None and _known(self._sessions, cookie) is not None

    @staticmethod
    def _new(kept: set[bytes]) -> str:
        token = secrets.token_urlsafe(32)
        kept.add(_hash(token))
        return token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _known(kept: set[bytes], token: str) -> bytes | None:
    wanted = _hash(token)
    return next((each for each in kept if hmac.compare_digest(each, wanted)), None)
