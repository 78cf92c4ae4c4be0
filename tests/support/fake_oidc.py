"""An OpenID Connect provider on loopback. Its key is made for the test, its lies are scripted."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "passerelle", "fournisseur-secret"


@lru_cache(maxsize=1)
def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


class FakeOidc:
    """``claims`` are laid over the honest ones; ``None`` removes one. ``sign`` replaces the signing."""

    def __init__(self, address: str, now: Any) -> None:
        self.issuer = address
        self.now = now
        self.key = _key()
        self.claims: dict[str, Any] = {}
        self.described: dict[str, Any] = {}
        self.sign = self.honestly
        self.codes: dict[str, dict[str, str]] = {}
        self.redeemed: list[dict[str, str]] = []

    def consent(self, address: str) -> str:
        """What the person's browser does at the provider: says yes, and is sent back to this address."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert address.startswith(f"{self.issuer}/authorize?")
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def honestly(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)

    def describe(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        addresses = {name: f"{self.issuer}/{path}" for name, path in names.items()}
        return {"issuer": self.issuer, **addresses, **self.described}

    def token(self, authorization: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A code is good once, for who knows the secret and the verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {basic}":
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        self.redeemed.append(form)
        return 200, {"token_type": "Bearer", "id_token": self.sign(self._claims(asked))}

    def _claims(self, asked: dict[str, str]) -> dict[str, Any]:
        now = int(self.now().timestamp())
        honest = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "u-17",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "Lea.Martin@exemple.fr",
            "email_verified": True,
            "name": "Léa Martin",
        }
        return {name: value for name, value in {**honest, **self.claims}.items() if value is not None}


class _Handler(BaseHTTPRequestHandler):
    provider: FakeOidc

    def do_GET(self) -> None:
        known = {
            "/.well-known/openid-configuration": self.provider.describe,
            "/jwks": lambda: {"keys": [self.provider.key.as_dict(private=False)]},
        }
        make = known.get(self.path)
        self._send(*(200, make()) if make else (404, {}))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._send(*self.provider.token(self.headers.get("authorization", ""), form))

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def fake_oidc(now: Any) -> Iterator[FakeOidc]:
    """The provider, serving; ``now`` is the hub's own clock."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = FakeOidc(f"http://127.0.0.1:{server.server_port}", now)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"provider": provider})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
