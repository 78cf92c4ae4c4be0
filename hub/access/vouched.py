"""The account of a person whom an OpenID Connect provider vouches for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from hub.access import accounts
from hub.access.errors import SignInRefused
from hub.access.oidc import Identity
from hub.store import accounts as rows
from hub.store.bulk import Row


def account_of(connection: Connection, identity: Identity, create: str | None, now: datetime) -> Row:
    """By subject, else by verified e-mail, which binds the subject to that account for good. ``create``
    is the role of an account opened for a stranger, ``None`` opens none; raises :class:`SignInRefused`."""
    row = rows.by_subject(connection, identity.subject)
    if row is None and identity.email:
        row = _by_email(connection, identity, create, now)
    if row is None:
        raise _nobody("Votre structure vous reconnaît, mais aucun compte de Passerelle n’est à vous.")
    if row["disabled"] is not None:
        raise _nobody("Ce compte est désactivé.")
    return row


def _by_email(connection: Connection, identity: Identity, create: str | None, now: datetime) -> Row | None:
    assert identity.email is not None
    row = rows.by_email(connection, identity.email)
    if row is None and create:
        profile = accounts.Profile(identity.email, create, name=identity.name, email=identity.email)
        row = accounts.add(connection, profile, now)
    if row is None:
        return None
    if row["subject"] is not None:
        # The address was given to somebody else since: an address is not a person.
        raise _nobody("Cette adresse est celle d’un compte déjà lié à une autre identité.")
    rows.change(connection, row["id"], {"subject": identity.subject})
    return {**row, "subject": identity.subject}


def _nobody(cause: str) -> SignInRefused:
    return SignInRefused(cause, next_step="Demander un compte à l’administration de Passerelle.")
