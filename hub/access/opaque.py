"""Tokens that open a door. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "psr_"
"""What our tokens begin with, so that those who look for leaked secrets know them."""


def new_token() -> str:
    """256 bits to put in a link or a cookie."""
    return secrets.token_urlsafe(32)


def new_access_token() -> str:
    """256 bits that a person copies into a program."""
    return PREFIX + new_token()


def hashed(token: str) -> str:
    """What is kept of a token. Nobody guesses 256 bits: a fast hash will do, and looking it up by its
    hash tells an onlooker nothing about the tokens that exist."""
    return hashlib.blake2b(token.encode("utf-8", "replace"), digest_size=32).hexdigest()


def derived(token: str, purpose: str) -> str:
    """Another secret that only the bearer of ``token`` can have: ``csrf``, ``state``, ``nonce``…"""
    key = token.encode("utf-8", "replace")[:64]
    return hashlib.blake2b(purpose.encode(), key=key, digest_size=32).hexdigest()
