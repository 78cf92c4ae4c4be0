"""The three calls to an OpenID Connect provider: its description, its keys, the code for a token."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from hub.plugin_api.errors import HubError

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

_TIMEOUT_S: Final = 10
_LARGEST: Final = 512 * 1024
_KEPT_S: Final = 3600
_NOT_BEFORE_S: Final = 60
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class ProviderFailed(HubError):
    """The provider does not answer, or not as OpenID Connect has it."""

    default_code = "provider-failed"
    default_next_step = "Réessayer dans quelques minutes, ou se connecter par mot de passe."


class Calls:
    """Asks the provider; its description and keys are kept for an hour."""

    def __init__(self, issuer: str, client_id: str, client_secret: str | None) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._secret = client_secret
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def endpoint(self, name: str) -> str:
        """An address of the provider's description."""
        described = self._described()
        address = described.get(name)
        if not isinstance(address, str) or not _is_safe(address):
            raise ProviderFailed(f"Le fournisseur d’identité ne donne pas d’adresse sûre ({name}).")
        return address

    def keys(self, *, again: bool = False) -> KeySet:
        """What its tokens are signed with; ``again`` when a key was not among them, once a minute."""
        from joserfc.jwk import KeySet

        found = self._get("keys", self.endpoint("jwks_uri"), _NOT_BEFORE_S if again else _KEPT_S)
        return KeySet.import_key_set(found)  # type: ignore[arg-type]

    def redeem(self, code: str, verifier: str, redirect_uri: str) -> str:
        """The identity token for a code."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        basic = self._add_client(fields)
        answer = _call("POST", self.endpoint("token_endpoint"), data=fields, auth=basic)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderFailed("Le fournisseur d’identité ne donne pas d’identité.")
        return token

    def _add_client(self, fields: dict[str, str]) -> tuple[str, str] | None:
        """Say who we are: in the header by default, in the form when the provider only reads that."""
        methods = self._described().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if self._secret and "client_secret_basic" in methods:
            return self._client_id, self._secret
        fields["client_id"] = self._client_id
        if self._secret:
            fields["client_secret"] = self._secret
        return None

    def _described(self) -> Mapping[str, Any]:
        address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._get("described", address, _KEPT_S)
        if found.get("issuer") != self._issuer:
            raise ProviderFailed("Le fournisseur d’identité se donne un autre nom que HUB_OIDC_ISSUER.")
        return found

    def _get(self, name: str, address: str, max_age_s: float) -> Mapping[str, Any]:
        with self._lock:
            read, found = self._kept.get(name, (0.0, {}))
            if not found or time.monotonic() - read > max_age_s:
                found = _call("GET", address)
                self._kept[name] = (time.monotonic(), found)
            return found


def _call(method: str, address: str, **how: Any) -> Mapping[str, Any]:
    """A JSON object. No redirect is followed: a code or a secret goes nowhere else."""
    import orjson
    import requests

    how |= {"allow_redirects": False, "stream": True}
    try:
        with requests.request(method, address, timeout=_TIMEOUT_S, **how) as answer:
            body = answer.raw.read(_LARGEST, decode_content=True)
            found = orjson.loads(body) if answer.status_code == 200 else None
    except (requests.RequestException, ValueError, OSError) as error:
        raise ProviderFailed(f"Le fournisseur d’identité ne répond pas ({type(error).__name__}).") from error
    if not isinstance(found, dict):
        raise ProviderFailed(f"Le fournisseur d’identité a refusé (HTTP {answer.status_code}).")
    return found


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
