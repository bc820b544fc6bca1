"""What a request says about where it comes from is believed only of proxies that are trusted."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.forwarded import address_of, is_https
from engine.forwarded import household_of

PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))
OUTSIDE = st.ip_addresses(v=4).map(str).filter(lambda address: not address.startswith("10."))
NONSENSE = st.text(st.characters(max_codepoint=255, exclude_characters=","), max_size=20)
INSIDE = st.ip_addresses(v=4, network="10.0.0.0/8").map(str)


def scope(client: str | None, *headers: tuple[str, str], scheme: str = "http") -> dict[str, Any]:
    """Return a request from a client with these headers."""
    return {
        "type": "http",
        "scheme": scheme,
        "client": (client, 1) if client else None,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }


@given(OUTSIDE, st.text(st.characters(max_codepoint=255)))
def test_nobody_outside_can_choose_an_address(client: str, said: str) -> None:
    assert address_of(scope(client, ("x-forwarded-for", said)), PROXIES) == client
    assert address_of(scope(client, ("x-forwarded-for", said)), ()) == client


@given(st.lists(st.one_of(OUTSIDE, NONSENSE), max_size=5), OUTSIDE, st.lists(INSIDE, max_size=4), INSIDE)
def test_a_chain_of_proxies_leads_to_who_asks_whatever_that_one_claims(
    claimed: list[str], visitor: str, proxies: list[str], last: str
) -> None:
    chain = ", ".join([*claimed, visitor, *proxies])
    assert address_of(scope(last, ("x-forwarded-for", chain)), PROXIES) == visitor


def test_several_headers_are_one_list() -> None:
    two = scope("10.0.0.1", ("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "10.0.0.2"))
    assert address_of(two, PROXIES) == "1.2.3.4"


def test_a_proxy_that_says_nothing_sensible_is_who_asks() -> None:
    assert address_of(scope("10.0.0.1", ("x-forwarded-for", "unknown")), PROXIES) == "10.0.0.1"
    assert address_of(scope("10.0.0.1"), PROXIES) == "10.0.0.1"
    assert address_of(scope(None, ("x-forwarded-for", "1.2.3.4")), PROXIES) == ""


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_all_addresses_of_a_household_are_one(address: ipaddress.IPv6Address, device: int) -> None:
    neighbour = ipaddress.IPv6Address(int(address) >> 64 << 64 | device)
    if not address.ipv4_mapped and not neighbour.ipv4_mapped:
        assert household_of(str(neighbour)) == household_of(str(address))


@pytest.mark.parametrize(("address", "household"), [("1.2.3.4", "1.2.3.4"), ("::ffff:1.2.3.4", "1.2.3.4"), ("", "")])
def test_other_addresses_stay_as_they_are(address: str, household: str) -> None:
    assert household_of(address) == household


def test_https_is_told_by_the_connection_or_by_a_trusted_proxy() -> None:
    said = ("x-forwarded-proto", "https")
    assert is_https(scope("1.2.3.4", scheme="https"), ())
    assert is_https(scope("10.0.0.1", said), PROXIES)
    assert not is_https(scope("1.2.3.4", said), PROXIES)
    assert not is_https(scope("10.0.0.1", ("x-forwarded-proto", "https, http")), PROXIES)
    assert not is_https(scope(None, said), PROXIES)
