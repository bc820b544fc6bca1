"""What a request tells of where it comes from and how. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.types import Scope

from engine.forwarded import is_in, origin_of
from engine.settings import Network


def address_of(scope: Scope, trusted: Sequence[Network]) -> str:
    """Return the address that a request comes from; empty if there is none, as behind a socket file."""
    client = scope.get("client")
    return origin_of(client[0] if client else "", _values(scope, b"x-forwarded-for"), trusted)


def is_https(scope: Scope, trusted: Sequence[Network]) -> bool:
    """Return whether the browser speaks HTTPS: to us, or to a proxy that we trust."""
    if scope.get("scheme") == "https":
        return True
    client = scope.get("client") or ("", 0)
    said = [value.strip() for value in ",".join(_values(scope, b"x-forwarded-proto")).split(",")]
    return is_in(client[0], trusted) and said[-1] == "https"


def _values(scope: Scope, name: bytes) -> Iterable[str]:
    return (value.decode("latin-1") for key, value in scope["headers"] if key == name)
