"""Passwords: what is kept, what is refused, and the work that an unknown login costs too."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from hub.access.errors import AccountInvalid, TooManyAttempts
from hub.access.passwords import Passwords, check_strength

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Counting(PasswordHasher):
    """Counts what it verifies."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, hash, password):
        self.verified += 1
        return super().verify(hash, password)


def test_what_is_kept_is_an_argon2id_hash():
    kept = Passwords(CHEAP).hashed("quatre chevaux bleus")
    assert kept.startswith("$argon2id$")
    assert "chevaux" not in kept


def test_an_unknown_login_costs_the_same_work_and_is_always_wrong():
    """An answer that comes sooner would tell which logins exist."""
    hasher = Counting()
    passwords = Passwords(hasher)
    kept = passwords.hashed("quatre chevaux bleus")
    for known in (kept, None):
        before = hasher.verified
        passwords.matches("quatre chevaux bleus", known)
        assert hasher.verified == before + 1
    assert passwords.matches("nobody has this password", None) is False


def test_a_crowd_at_the_door_is_told_to_come_back(monkeypatch):
    """Each check takes 64 MiB, and each caller that waits a thread of the server."""
    monkeypatch.setattr("hub.access.passwords._PATIENCE_S", 0.01)
    passwords = Passwords(CHEAP)
    with passwords._one_of_few(), passwords._one_of_few(), pytest.raises(TooManyAttempts):
        passwords.matches("x", None)
    assert passwords.matches("x", None) is False


def test_the_same_word_from_two_keyboards():
    """macOS may type « é » as e and an accent: two spellings, one password."""
    passwords = Passwords(CHEAP)
    assert passwords.matches("e\u0301te\u0301 en montagne", passwords.hashed("été en montagne"))


@pytest.mark.parametrize(
    "kept", ["", "plain", "$argon2id$v=19$m=8,t=1,p=1$", "$2b$12$abcdefghijklmnopqrstuv"]
)
def test_a_damaged_hash_opens_nothing(kept):
    assert Passwords(CHEAP).matches("x", kept) is False


def test_a_hash_made_with_less_work_is_outdated():
    kept = Passwords(CHEAP).hashed("quatre chevaux bleus")
    assert Passwords(CHEAP).is_outdated(kept) is False
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).is_outdated(kept)


@pytest.mark.parametrize(
    "password", ["", "court", "onze signes", "lea.martin@ex", "aaaaaaaaaaaaaaa", "é" * 257]
)
def test_a_password_that_is_guessed_is_refused(password):
    with pytest.raises(AccountInvalid):
        check_strength(password, "lea.martin@ex")


def test_a_sentence_is_welcome():
    check_strength("le chat de Valbrune dort au soleil", "lea")
