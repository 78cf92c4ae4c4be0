"""OpenID Connect, as the one who relies on it: authorization code with PKCE, state and nonce.

What is asked of the provider, and what is believed of its answer. Nothing is kept between the two
requests but a secret in a cookie of the browser, from which state, nonce and verifier are derived.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from hub.access.errors import SignInRefused
from hub.access.oidc_calls import Calls
from hub.access.opaque import derived
from hub.plugin_api.errors import NotConfigured
from hub.settings import HubSettings

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by a key that only the provider has. Neither ``none`` nor ``HS…``, whatever a token says."""

_LEEWAY_S: Final = 60
_SCOPE: Final = "openid email profile"


@dataclass(frozen=True)
class Attempt:
    """One sign-in through the provider, bound to one browser by its ``secret``."""

    secret: str = field(repr=False)

    @property
    def state(self) -> str:
        """Says that the answer belongs to this browser's question."""
        return derived(self.secret, "state")

    @property
    def nonce(self) -> str:
        """Says that the identity was made for this question."""
        return derived(self.secret, "nonce")

    @property
    def verifier(self) -> str:
        """Says that who redeems the code is who asked for it."""
        return derived(self.secret, "verifier")

    @property
    def challenge(self) -> str:
        """The hash of the verifier, which the provider is told first."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for. ``email`` only when it says that it verified it."""

    subject: str
    email: str | None
    name: str


class OpenId:
    """One provider. Makes no call before it is needed."""

    def __init__(self, issuer: str, client_id: str, client_secret: str | None = None) -> None:
        self.issuer = issuer
        self.client_id = client_id
        self._calls = Calls(issuer, client_id, client_secret)

    def address(self, attempt: Attempt, redirect_uri: str) -> str:
        """Where to send the browser."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "scope": _SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._calls.endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def identity(self, code: str, attempt: Attempt, redirect_uri: str, now: datetime) -> Identity:
        """Redeem the code the browser came back with; raises :class:`SignInRefused`."""
        token = self._calls.redeem(code, attempt.verifier, redirect_uri)
        return self._believed(self._claims(token, attempt.nonce, now))

    def _claims(self, token: str, nonce: str, now: datetime) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        try:
            try:
                claims = jwt.decode(token, self._calls.keys(), ALGORITHMS).claims
            except InvalidKeyIdError:
                # The provider may have changed its keys since we read them.
                claims = jwt.decode(token, self._calls.keys(again=True), ALGORITHMS).claims
            registry = jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=_LEEWAY_S,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            registry.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _unbelievable(type(error).__name__) from error
        self._check_party(claims)
        return claims

    def _check_party(self, claims: Mapping[str, Any]) -> None:
        """A token for several programs says which one asked: it must be us."""
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self.client_id) != self.client_id:
            raise _unbelievable("azp")

    def _believed(self, claims: Mapping[str, Any]) -> Identity:
        email = claims.get("email")
        verified = claims.get("email_verified") is True and isinstance(email, str)
        return Identity(
            # A subject is unique within its issuer only.
            subject=f"{self.issuer} {claims['sub']}",
            email=email.strip().lower() if verified and email else None,
            name=str(claims.get("name") or "")[:200],
        )


def openid_of(settings: HubSettings) -> OpenId | None:
    """The provider that the settings name; raises ``oidc-incomplete`` when they name half of one."""
    if not settings.oidc_issuer and not settings.oidc_client_id:
        return None
    if not settings.oidc_issuer or not settings.oidc_client_id:
        raise NotConfigured(
            "Le fournisseur d’identité n’est réglé qu’à moitié.",
            code="oidc-incomplete",
            next_step="Donner HUB_OIDC_ISSUER et HUB_OIDC_CLIENT_ID, ou aucun des deux.",
        )
    secret = settings.oidc_client_secret
    return OpenId(
        settings.oidc_issuer, settings.oidc_client_id, secret.get_secret_value() if secret else None
    )


def _unbelievable(why: str) -> SignInRefused:
    return SignInRefused(
        f"La réponse du fournisseur d’identité n’est pas celle attendue ({why}).",
        next_step="Recommencer ; si cela revient, le dire à l’administration de Passerelle.",
    )
