"""The fake provider signs in once for each code, and tells who came."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from fakes.oidc import SUBJECT, Behaviour, FakeProvider


def code_of(provider: FakeProvider) -> str:
    asked = {"redirect_uri": "http://films.example/back", "state": "s", "nonce": "n"}
    answer = requests.get(f"{provider.issuer}/authorize", params=asked, allow_redirects=False, timeout=5)
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def test_a_code_brings_a_signed_token_once() -> None:
    with FakeProvider() as provider:
        sent = {"code": code_of(provider)}
        told = requests.post(f"{provider.issuer}/token", data=sent, timeout=5).json()
        keys = KeySet.import_key_set(requests.get(f"{provider.issuer}/keys", timeout=5).json())
        claims = jwt.decode(told["id_token"], keys).claims
        assert (claims["sub"], claims["nonce"], claims["iss"]) == (SUBJECT, "n", provider.issuer)
        assert requests.post(f"{provider.issuer}/token", data=sent, timeout=5).status_code == 400


@pytest.mark.parametrize(("behaviour", "status"), [("normal", 200), ("down", 503)])
def test_a_provider_that_is_down_answers_nothing(behaviour: Behaviour, status: int) -> None:
    with FakeProvider() as provider:
        provider.behave(behaviour)
        answer = requests.get(f"{provider.issuer}/.well-known/openid-configuration", timeout=5)
        assert answer.status_code == status
