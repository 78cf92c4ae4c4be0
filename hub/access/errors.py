"""What people are told when a door stays shut. No sentence says which part was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub.plugin_api.errors import HubError


class SignInRefused(HubError):
    """The login, the password or both are wrong, or the account is closed."""

    default_code = "sign-in-refused"
    default_next_step = "Vérifier l’identifiant et le mot de passe, ou demander un lien à l’administration."


class TooManyAttempts(HubError):
    """Too many failed sign-ins; ``retry_after`` is the number of seconds to wait."""

    default_code = "too-many-attempts"

    def __init__(self, cause: str, *, retry_after: int, code: str | None = None) -> None:
        super().__init__(cause, code=code, next_step=f"Réessayer dans {_told(retry_after)}.")
        self.retry_after = retry_after


class NotSignedIn(HubError):
    """Nobody is signed in. ``typed`` are the fields of a form that came too late."""

    typed: Mapping[str, str] = MappingProxyType({})
    default_code = "not-signed-in"
    default_next_step = "Se connecter à /connexion."


class RoleTooLow(HubError):
    """The person is known, and may not do this."""

    default_code = "role-too-low"
    default_next_step = "Demander ce droit à l’administration de Passerelle."


class LinkSpent(HubError):
    """The one-time link was used, has expired or never was."""

    default_code = "link-spent"
    default_next_step = "Demander un nouveau lien : hub accounts invite LOGIN, ou hub review en local."


class AccountInvalid(HubError):
    """Something asked of an account cannot be."""

    default_code = "account-invalid"
    default_next_step = "Corriger, puis recommencer."


def unknown_account(login: str) -> HubError:
    """The error of a login that nobody has."""
    return HubError(
        f"Aucun compte ne s’appelle « {login} ».", code="unknown-account", next_step="hub accounts list"
    )


def _told(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} secondes"
    return f"{-(-seconds // 60)} minutes"
