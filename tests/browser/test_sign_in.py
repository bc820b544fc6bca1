"""Signing in with a provider: marks go along, and whatever is wrong with the sign-in, the visitor stays a guest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from fakes.oidc import CLIENT_ID, CLIENT_SECRET, NAME, Behaviour, FakeProvider
from fakes.streamlit_server import free_port
from server.failed_sign_in import TITLE, TO_THE_FILMS, TRY_AGAIN
from tests.browser.conftest import Serve, no_pictures
from tests.browser.test_every_view import violations

FILM = "Interstellar"


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as running:
        yield running


@pytest.fixture(scope="module")
def address(serve: Serve, provider: FakeProvider, tmp_path_factory: pytest.TempPathFactory) -> str:
    port = free_port()
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    secrets.write_text(
        f"""
        [auth]
        redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
        cookie_secret = "only for tests, and long enough for them"
        client_id = "{CLIENT_ID}"
        client_secret = "{CLIENT_SECRET}"
        server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"
        """
    )
    return serve(port=port, STREAMLIT_SECRETS_FILES=str(secrets))


@pytest.fixture
def visitor(browser: Browser, provider: FakeProvider) -> Iterator[Page]:
    provider.behave("normal")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    no_pictures(context)
    yield context.new_page()
    context.close()


def sign_in(page: Page) -> None:
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=NAME).click()
    page.get_by_role("menuitem", name="Sign out").or_(page.get_by_role("option", name="Sign out")).click()


def is_watched(page: Page) -> None:
    watched = page.get_by_role("button", name=f"Watched: {FILM}", exact=True).first
    expect(watched).to_have_attribute("aria-pressed", "true")


def test_marks_of_a_guest_move_to_the_account_and_are_there_in_another_browser(
    visitor: Page, browser: Browser, address: str
) -> None:
    visitor.goto(address)
    visitor.get_by_role("button", name=f"Watched: {FILM}", exact=True).first.click()
    expect(visitor.get_by_role("status")).to_contain_text(FILM)
    sign_in(visitor)
    expect(visitor.get_by_role("button", name=NAME)).to_be_visible()
    is_watched(visitor)
    sign_out(visitor)
    expect(visitor.get_by_role("button", name="Sign in")).to_be_visible()
    watched = visitor.get_by_role("button", name=f"Watched: {FILM}", exact=True).first
    expect(watched).to_have_attribute("aria-pressed", "false")
    other = browser.new_context()
    no_pictures(other)
    elsewhere = other.new_page()
    elsewhere.goto(address)
    sign_in(elsewhere)
    is_watched(elsewhere)
    other.close()


@pytest.mark.parametrize("behaviour", ["wrong state", "wrong nonce", "expired", "down"])
def test_a_sign_in_that_fails_says_so_and_leaves_a_guest(
    visitor: Page, provider: FakeProvider, address: str, behaviour: Behaviour
) -> None:
    visitor.goto(address)
    provider.behave(behaviour)
    sign_in(visitor)
    expect(visitor.get_by_role("heading", name=TITLE)).to_be_visible()
    assert violations(visitor) == []
    visitor.get_by_role("link", name=TO_THE_FILMS).click()
    expect(visitor.get_by_role("button", name="Sign in")).to_be_visible()
    expect(visitor.get_by_role("heading", name="Popular")).to_be_visible()
    expect(visitor.get_by_role("button", name=NAME)).to_have_count(0)


def test_a_provider_that_is_back_signs_in_at_the_second_try(
    visitor: Page, provider: FakeProvider, address: str
) -> None:
    visitor.goto(address)
    provider.behave("down")
    sign_in(visitor)
    again = visitor.get_by_role("link", name=TRY_AGAIN)
    expect(again).to_be_visible()
    provider.behave("normal")
    again.click()
    expect(visitor.get_by_role("button", name=NAME)).to_be_visible()
