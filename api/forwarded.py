"""Where a request comes from: what proxies say is believed only of proxies that we trust. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence

from starlette.types import Scope

from engine.settings import Network

_IPV6_PREFIX = 64
"""Bits of an IPv6 address that name a household; the rest its devices choose as they like."""
_MAX_HOPS = 20


def address_of(scope: Scope, trusted: Sequence[Network]) -> str:
    """Return the address that a request comes from; empty if there is none, as behind a socket file.

    `X-Forwarded-For` is read from the right, as long as proxies that we trust have written it.
    """
    client = scope.get("client")
    address = client[0] if client else ""
    hops = [hop.strip() for hop in ",".join(_values(scope, b"x-forwarded-for")).split(",") if hop.strip()]
    for hop in reversed(hops[-_MAX_HOPS:]):
        if not _is_in(address, trusted) or _parsed(hop) is None:
            break
        address = hop
    return address


def household_of(address: str) -> str:
    """Return the part of an address that does not change from one device to the next."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, _IPV6_PREFIX), strict=False))
    return address


def is_https(scope: Scope, trusted: Sequence[Network]) -> bool:
    """Return whether the browser speaks HTTPS: to us, or to a proxy that we trust."""
    if scope.get("scheme") == "https":
        return True
    client = scope.get("client") or ("", 0)
    said = [value.strip() for value in ",".join(_values(scope, b"x-forwarded-proto")).split(",")]
    return _is_in(client[0], trusted) and said[-1] == "https"


def _values(scope: Scope, name: bytes) -> Iterable[str]:
    return (value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)
