"""A provider of OpenID Connect over real sockets, that signs everybody in as the same person, or misbehaves on request.

    with FakeProvider() as provider:
        provider.behave("expired")

It knows discovery, the authorisation code flow, keys (RS256) and the end of a session. Nobody is asked for a password.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "cinewatch", "a secret of the tests"
SUBJECT, NAME, EMAIL = "person-1", "Ada Lovelace", "ada@example.org"
Behaviour = Literal["normal", "wrong state", "wrong nonce", "expired", "down"]


class FakeProvider:
    """The provider, running inside a `with` block."""

    def __init__(self) -> None:
        self._behaviour: Behaviour = "normal"
        self._key = RSAKey.generate_key(2048, {"kid": "key-1", "use": "sig", "alg": "RS256"})
        self._nonces: dict[str, str] = {}
        self._server = _Server(self)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def behave(self, behaviour: Behaviour) -> None:
        """Behave like this from now on."""
        self._behaviour = behaviour

    @property
    def is_down(self) -> bool:
        """Whether it answers nothing but errors."""
        return self._behaviour == "down"

    def metadata(self) -> dict[str, object]:
        """Return what discovery tells."""
        paths = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "keys",
            "end_session_endpoint": "end",
        }
        return {
            "issuer": self.issuer,
            **{name: f"{self.issuer}/{path}" for name, path in paths.items()},
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, object]:
        """Return the public key."""
        return {"keys": [self._key.as_dict(private=False)]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return the address that the visitor goes back to, with a code."""
        code = secrets.token_urlsafe(16)
        self._nonces[code] = asked.get("nonce", "")
        state = "another state" if self._behaviour == "wrong state" else asked["state"]
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': state})}"

    def token(self, asked: dict[str, str]) -> dict[str, object] | None:
        """Return the tokens for a code; `None` for a code that was not given, or was used before."""
        if asked.get("code") not in self._nonces:
            return None
        nonce = self._nonces.pop(asked["code"])
        now = int(time.time()) - (7_200 if self._behaviour == "expired" else 0)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": SUBJECT,
            "name": NAME,
            "email": EMAIL,
            "email_verified": True,
            "iat": now,
            "exp": now + 3_600,
            "nonce": "another nonce" if self._behaviour == "wrong nonce" else nonce,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "key-1"}, claims, self._key)
        return {"access_token": "unused", "token_type": "Bearer", "expires_in": 3_600, "id_token": signed}


class _Server(ThreadingHTTPServer):
    def __init__(self, provider: FakeProvider) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.provider = provider


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        provider = self.server.provider
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if provider.is_down:
            self._tell(HTTPStatus.SERVICE_UNAVAILABLE, {})
        elif address.path == "/.well-known/openid-configuration":
            self._tell(HTTPStatus.OK, provider.metadata())
        elif address.path == "/keys":
            self._tell(HTTPStatus.OK, provider.keys())
        elif address.path == "/authorize":
            self._send_to(provider.authorize(asked))
        elif address.path == "/end":
            self._send_to(asked["post_logout_redirect_uri"])
        else:
            self._tell(HTTPStatus.NOT_FOUND, {})

    def do_POST(self) -> None:
        provider = self.server.provider
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        tokens = None if provider.is_down else provider.token(asked)
        self._tell(HTTPStatus.OK if tokens else HTTPStatus.BAD_REQUEST, tokens or {"error": "invalid_grant"})

    def _tell(self, status: HTTPStatus, content: dict[str, object]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_to(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
