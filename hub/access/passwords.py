"""Passwords: argon2id, the same work whether the login exists or not."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.access.errors import AccountInvalid, TooManyAttempts

SHORTEST, LONGEST = 12, 256
_AT_ONCE = 2
"""A check takes 64 MiB: forty at once, one for each thread of the server, would take the machine."""

_PATIENCE_S = 5


class Passwords:
    """Hashes and checks. One for each process."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(_AT_ONCE)
        self._nobody = self.hashed("nobody has this password")

    def hashed(self, password: str) -> str:
        """What is kept of a password."""
        with self._one_of_few():
            return self._hasher.hash(_normal(password))

    def matches(self, password: str, kept: str | None) -> bool:
        """Whether this is the password. ``kept=None`` (an unknown login, an account without a password)
        costs the same and is always wrong: the time to answer tells nobody which logins exist."""
        try:
            with self._one_of_few():
                self._hasher.verify(kept or self._nobody, _normal(password)[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    @contextmanager
    def _one_of_few(self) -> Iterator[None]:
        """Wait for one's turn, and not for ever: those who wait keep others from reading pages."""
        if not self._turn.acquire(timeout=_PATIENCE_S):
            raise TooManyAttempts("Trop de connexions arrivent en même temps.", retry_after=_PATIENCE_S)
        try:
            yield
        finally:
            self._turn.release()

    def is_outdated(self, kept: str) -> bool:
        """Whether a password should be hashed again, with the parameters of today."""
        return self._hasher.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def passwords() -> Passwords:
    """The one of this process."""
    return Passwords()


def check_strength(password: str, login: str) -> None:
    """Raise :class:`AccountInvalid` when the password may not be chosen."""
    chosen = _normal(password)
    if len(chosen) < SHORTEST:
        raise _weak(f"Un mot de passe compte au moins {SHORTEST} caractères.")
    if len(chosen) > LONGEST:
        raise _weak(f"Un mot de passe compte au plus {LONGEST} caractères.")
    folded = chosen.casefold()
    if folded.replace(login.casefold(), "") == "" or len(set(folded)) < 4:
        raise _weak("Ce mot de passe se devine : l’identifiant, ou les mêmes signes répétés.")


def chosen_twice(password: str, again: str) -> str:
    """The password, typed twice; raises :class:`AccountInvalid` when a finger slipped."""
    if password != again:
        raise AccountInvalid("Les deux saisies ne sont pas les mêmes.", code="password-twice-invalid")
    return password


def _weak(cause: str) -> AccountInvalid:
    return AccountInvalid(cause, code="password-weak-invalid", next_step="En choisir un autre, plus long.")


def _normal(password: str) -> str:
    """« é » typed on two keyboards is one password (NFC, as RFC 8265 has it)."""
    return unicodedata.normalize("NFC", password)
