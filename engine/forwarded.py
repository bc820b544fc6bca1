"""Where somebody asks from: what proxies say is believed only of proxies that we trust. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence

from engine.settings import Network

_IPV6_PREFIX = 64
"""Bits of an IPv6 address that name a household; the rest its devices choose as they like."""
_MAX_HOPS = 20


def origin_of(peer: str, said: Iterable[str], trusted: Sequence[Network]) -> str:
    """Return the address that somebody asks from.

    Parameters
    ----------
    peer
        The address at the other end of the connection; empty if there is none, as behind a socket file.
    said
        Values of `X-Forwarded-For`. They are read from the right, as long as proxies that we trust have written them.
    trusted
        Networks of those proxies.

    """
    address = peer
    hops = [hop.strip() for hop in ",".join(said).split(",") if hop.strip()]
    for hop in reversed(hops[-_MAX_HOPS:]):
        if not is_in(address, trusted) or _parsed(hop) is None:
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


def is_in(address: str, networks: Sequence[Network]) -> bool:
    """Return whether a text is an address in one of the networks."""
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None
