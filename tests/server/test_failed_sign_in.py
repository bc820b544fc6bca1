"""Whoever could not be signed in reads why on a page with a way on; every other answer passes as it is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import requests
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.failed_sign_in import REASONS, TITLE, TO_THE_FILMS, TRY_AGAIN, FailedSignIn
from tests.api.serving import serving

USER = "_streamlit_user"
SENT_BACK = "/oauth2callback?code=1&state=2"
BELOW = "/films"
"""A path that an app may lie below."""


async def like_streamlit(request: Request) -> Response:
    """Answer as Streamlit's routes do: `answer` in the cookies says how it went."""
    went = request.cookies.get("answer")
    if went == "refused":
        return Response("Authentication error", status_code=400)
    back = RedirectResponse("/", status_code=302)
    if went == "signed in":
        back.delete_cookie(USER, path="/old")
        back.set_cookie(USER, "Ada")
    elif went == "not believed":
        back.delete_cookie(USER)
    return back


def ask(path: str, answer: str = "sent home", **cookies: str) -> tuple[int, str, Mapping[str, str]]:
    """Return status, text and headers of an answer."""
    app = Starlette(routes=[Route("/{path:path}", like_streamlit)], middleware=[Middleware(FailedSignIn)])
    with serving(app) as base:
        sent = {"answer": answer, **cookies}
        got = requests.get(f"{base}{path}", cookies=sent, allow_redirects=False, timeout=30)
    return got.status_code, got.text, got.headers


@pytest.mark.parametrize("below", ["", BELOW])
def test_a_provider_that_does_not_answer_leads_to_a_page_with_a_way_to_try_again(below: str) -> None:
    status, text, headers = ask(f"{below}/auth/login?provider=a.b&x=%22%3E<b>", "refused")
    assert status == 400
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert TITLE in text
    assert REASONS["/auth/login"] in text
    assert f'<a href="login?provider=a.b&amp;x=%22%3E%3Cb%3E">{TRY_AGAIN}</a>' in text
    assert f'<a href="../">{TO_THE_FILMS}</a>' in text
    assert "Authentication error" not in text


@pytest.mark.parametrize(
    ("path", "answer"),
    [(SENT_BACK, "sent home"), (SENT_BACK, "not believed"), ("/oauth2callback?error=access_denied", "sent home")],
)
def test_whoever_comes_back_without_being_signed_in_reads_so(path: str, answer: str) -> None:
    status, text, headers = ask(path, answer)
    assert status == 400
    assert REASONS["/oauth2callback"] in text
    assert f'<a href="./">{TO_THE_FILMS}</a>' in text
    assert "location" not in headers
    # What a failed try has left ends.
    assert (USER in headers.get("set-cookie", "")) == (answer == "not believed")


@pytest.mark.parametrize(
    ("path", "answer", "cookies"),
    [
        ("/auth/login?provider=a.b", "sent home", {}),
        (SENT_BACK, "signed in", {}),
        # Signed out: the provider sends people to the same address, with neither code nor error.
        ("/oauth2callback", "sent home", {}),
        # Back to an address that has signed somebody in.
        (SENT_BACK, "sent home", {USER: "Ada"}),
        ("/browse?code=1", "sent home", {}),
    ],
)
def test_every_other_answer_passes_as_it_is(path: str, answer: str, cookies: dict[str, str]) -> None:
    status, text, headers = ask(path, answer, **cookies)
    assert (status, text, headers["location"]) == (302, "", "/")


def test_an_error_of_another_page_is_not_about_signing_in() -> None:
    assert ask("/browse", "refused")[:2] == (400, "Authentication error")
