"""Who a guest is: a random id in a signed cookie. Pure; the database keeps only a hash of the id."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

_ID_BYTES = 16
_KEY_BYTES = 32
_SUBJECT = b"cinewatch guest\0"
_SIGNATURE = b"cinewatch guest cookie 1\0"
COOKIE_NAME = "cinewatch_guest"
COOKIE_SECONDS = 365 * 24 * 3600
"""How long a browser keeps the cookie."""


@dataclass(frozen=True, slots=True)
class GuestId:
    """A guest's secret: whoever has it is that guest. It is in no log, since its `repr` does not show it."""

    secret: bytes = field(repr=False)
    """128 random bits."""

    @property
    def subject(self) -> str:
        """The hash that the database keeps. A random id of 128 bits cannot be found from it, so it needs no salt."""
        return hashlib.sha256(_SUBJECT + self.secret).hexdigest()


def new_guest_id() -> GuestId:
    """Return the id of a new guest."""
    return GuestId(secrets.token_bytes(_ID_BYTES))


def new_cookie_key() -> bytes:
    """Return a random key to sign cookies with."""
    return secrets.token_bytes(_KEY_BYTES)


def cookie_value(guest: GuestId, key: bytes) -> str:
    """Return the value of the cookie of `guest`: the id and its HMAC-SHA-256, in letters that need no quotes."""
    return f"{_text(guest.secret)}.{_text(_sign(guest.secret, key))}"


def read_cookie(value: str, key: bytes) -> GuestId | None:
    """Return whose cookie this is; `None` if it was not signed with `key`, or is damaged."""
    parts = value.split(".")
    if len(value) > 200 or len(parts) != 2:
        return None
    try:
        secret, signature = map(_bytes, parts)
    except (binascii.Error, ValueError):
        return None
    genuine = hmac.compare_digest(signature, _sign(secret, key))
    return GuestId(secret) if genuine and len(secret) == _ID_BYTES else None


def _sign(secret: bytes, key: bytes) -> bytes:
    return hmac.digest(key, _SIGNATURE + secret, "sha256")


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
