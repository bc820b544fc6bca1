"""Whoever opens a page gets a guest's cookie, once, and only with a page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import Morsel, SimpleCookie
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message

from engine.errors import DatabaseUnavailable
from engine.users import COOKIE_NAME, COOKIE_SECONDS, GuestId, Users, cookie_value, read_cookie
from server.guest_cookie import REST_S, GuestCookie


def page(request: Request) -> Response:
    return Response(status_code=304) if "if-none-match" in request.headers else HTMLResponse("<title>CineWatch</title>")


def data(_: Request) -> Response:
    return JSONResponse({})


@pytest.fixture
def users(tmp_path: Path) -> Iterator[Users]:
    opened = Users(f"sqlite:///{tmp_path / 'users.db'}")
    yield opened
    opened.close()


@dataclass(frozen=True)
class Answer:
    """What a browser gets."""

    status: int
    headers: Headers

    @property
    def cookie(self) -> Morsel[str] | None:
        """The cookie that it sets."""
        return SimpleCookie(self.headers.get("set-cookie", "")).get(COOKIE_NAME)


@dataclass
class Visitor:
    """A browser that keeps its cookies."""

    users: Callable[[], Users]
    scheme: str = "http"
    now: Callable[[], float] = lambda: 0.0
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        routes = [Route("/data", data), Route("/{path:path}", page, methods=["GET", "POST"])]
        self._app = Starlette(routes=routes, middleware=[Middleware(GuestCookie, users=self.users, now=self.now)])

    def get(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer of the server."""
        cookies = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent = [(name.encode(), value.encode()) for name, value in {**cookies, **(headers or {})}.items()]
        path, _, query = path.partition("?")
        scope = {"type": "http", "method": method, "path": path, "root_path": "", "scheme": self.scheme}
        told: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            told.append(message)

        asyncio.run(self._app(scope | {"query_string": query.encode(), "headers": sent}, receive, send))
        answer = Answer(told[0]["status"], Headers(raw=told[0]["headers"]))
        if answer.cookie is not None:
            self.cookies[COOKIE_NAME] = answer.cookie.value
        return answer


def test_a_page_brings_a_signed_cookie_that_no_script_can_read_and_that_lasts_a_year(users: Users) -> None:
    cookie = Visitor(lambda: users).get("/film?id=603").cookie
    assert cookie is not None
    assert read_cookie(cookie.value, users.cookie_key()) is not None
    assert (cookie["httponly"], cookie["samesite"].lower(), cookie["path"]) == (True, "lax", "/")
    assert (int(cookie["max-age"]), bool(cookie["secure"])) == (COOKIE_SECONDS, False)


def test_the_cookie_travels_only_over_https_if_the_page_came_over_https(users: Users) -> None:
    cookie = Visitor(lambda: users, "https").get("/").cookie
    assert cookie is not None
    assert cookie["secure"]


def test_every_visitor_is_somebody_else(users: Users) -> None:
    cookies = {str(Visitor(lambda: users).get("/").cookie) for _ in range(20)}
    assert len(cookies) == 20


def test_whoever_has_a_cookie_keeps_it_for_another_year(users: Users) -> None:
    visitor = Visitor(lambda: users)
    first = visitor.get("/").cookie
    assert first is not None
    for path, headers in (("/", {}), ("/browse", {}), ("/film?id=1", {"if-none-match": "a page of yesterday"})):
        again = visitor.get(path, headers=headers).cookie
        assert again is not None
        assert (again.value, again["max-age"]) == (first.value, str(COOKIE_SECONDS))


@pytest.mark.parametrize("value", ["", "x", "a.b", cookie_value(GuestId(bytes(16)), b"the key of somebody else")])
def test_a_cookie_that_we_did_not_sign_is_replaced(users: Users, value: str) -> None:
    visitor = Visitor(lambda: users)
    assert visitor.get("/", headers={"cookie": f"{COOKIE_NAME}={value}"}).cookie is not None


@pytest.mark.parametrize(
    "path", ["/data", "/static/index.html", "/_stcore/health", "/media/a.html", "/component/a/index.html", "/api/docs"]
)
def test_what_is_no_page_brings_no_cookie(users: Users, path: str) -> None:
    assert Visitor(lambda: users).get(path).cookie is None


def test_a_browser_that_lost_its_cookie_but_not_the_page_gets_one(users: Users) -> None:
    visitor = Visitor(lambda: users)
    known = {"if-none-match": "a page of yesterday"}
    assert visitor.get("/", headers=known).cookie is not None
    # With a cookie, the page is not sent again.
    assert visitor.get("/", headers=known).status == 304


def test_nothing_but_opening_a_page_brings_a_cookie(users: Users) -> None:
    assert Visitor(lambda: users).get("/", "POST").cookie is None


def test_without_a_database_pages_come_without_cookies_and_the_log_says_so_once(
    users: Users, caplog: pytest.LogCaptureFixture
) -> None:
    time, asked = [0.0], []

    def away() -> Users:
        asked.append(time[0])
        if time[0] < REST_S:
            raise DatabaseUnavailable("the database of users does not answer")
        return users

    caplog.set_level(logging.INFO, "cinewatch.server")
    visitor = Visitor(away, now=lambda: time[0])
    answers = [visitor.get("/") for _ in range(5)]
    assert {answer.status for answer in answers} == {200}
    assert [answer.cookie for answer in answers] == [None] * 5
    assert [record.getMessage() for record in caplog.records] == [
        "pages come without a guest's cookie: the database of users does not answer"
    ]
    assert asked == [0.0]
    time[0] = REST_S
    assert visitor.get("/").cookie is not None
