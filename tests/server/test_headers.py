"""Browsers are told what our answers may load and where they may be shown; nothing that a page needs is forbidden."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import requests
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import Settings, read_settings
from engine.errors import SettingsError
from server.headers import INLINE_SCRIPT, SecurityHeaders, hash_source, origin_of, policies
from tests.api.serving import serving
from tests.server.conftest import Start
from tests.server.test_ending import wait_for

ANSWERS = ("/", "/recommend", "/_stcore/health", "/static/nothing.js", "/api/docs", "/api/v1/nothing", "/metrics")
EXPECTED = ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy")


def directives(policy: str) -> dict[str, list[str]]:
    """Return the sources of each directive of a Content-Security-Policy."""
    parts = [part.split() for part in policy.split(";")]
    assert len({name for name, *_ in parts}) == len(parts)
    return {name: sources for name, *sources in parts}


def test_the_one_inline_script_is_that_of_the_page_that_is_installed() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert hash_source(script) == INLINE_SCRIPT


def test_our_own_scripts_may_run_and_are_named_by_their_hash() -> None:
    digest = base64.b64encode(hashlib.sha256(b"let x = 'e'").digest()).decode()
    pages = directives(policies(("'self'",), scripts=["let x = 'e'"]).pages)
    assert pages["script-src"] == ["'self'", INLINE_SCRIPT, "blob:", f"'sha256-{digest}'"]


def test_no_page_may_run_scripts_from_text_or_from_other_hosts() -> None:
    pages = directives(policies(("'self'",)).pages)
    assert pages["script-src"] == ["'self'", INLINE_SCRIPT, "blob:"]
    assert pages["object-src"] == ["'none'"]
    assert "https://image.tmdb.org" in pages["img-src"]
    assert "https://www.youtube.com" in pages["frame-src"]


def test_only_pages_may_be_shown_in_frames_and_only_by_the_sites_that_are_set() -> None:
    both = policies(("'self'", "https://example.org"))
    assert directives(both.pages)["frame-ancestors"] == ["'self'", "https://example.org"]
    assert directives(both.data)["frame-ancestors"] == ["'none'"]
    assert directives(policies(()).pages)["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("http://127.0.0.1:80/3", "http://127.0.0.1:80"),
        (f"https://me:{'word'}@mirror.example/3", "https://mirror.example"),
        ("https://a.example; script-src */3", "https://a.examplescript-src"),
    ],
)
def test_a_mirror_of_tmdb_adds_its_origin_and_nothing_else(address: str, origin: str) -> None:
    assert origin_of(address) == origin
    sources = directives(policies((), address).pages)
    assert sources["img-src"][-1] == origin
    assert "*" not in sources["script-src"]


async def own(_request: Request) -> Response:
    return Response("ok", headers={"Referrer-Policy": "no-referrer"})


def headers_of(settings: Callable[[], Settings], *paths: str, **sent: str) -> list[Mapping[str, str]]:
    """Return the headers of the answers at some paths."""
    app = Starlette(routes=[Route("/{path:path}", own)], middleware=[Middleware(SecurityHeaders, settings=settings)])
    with serving(app) as base:
        return [requests.get(f"{base}{path}", headers=sent, timeout=30).headers for path in paths]


def test_an_answer_keeps_the_headers_that_it_has() -> None:
    (headers,) = headers_of(lambda: read_settings({}), "/")
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_an_answer_that_does_not_say_what_it_is_is_text_and_no_file_to_save() -> None:
    (headers,) = headers_of(lambda: read_settings({}), "/")
    assert headers["content-type"] == "text/plain; charset=utf-8"


def test_https_only_is_said_where_the_browser_speaks_https() -> None:
    trusting = read_settings({"CINEWATCH_TRUSTED_PROXIES": "127.0.0.1"})
    said = {"X-Forwarded-Proto": "https"}
    assert "strict-transport-security" in headers_of(lambda: trusting, "/", **said)[0]
    assert "strict-transport-security" not in headers_of(lambda: trusting, "/")[0]
    assert "strict-transport-security" not in headers_of(lambda: read_settings({}), "/", **said)[0]


def test_broken_settings_leave_the_usual_headers() -> None:
    def broken() -> Settings:
        raise SettingsError("no")

    (headers,) = headers_of(broken, "/")
    assert directives(headers["content-security-policy"])["frame-ancestors"] == ["'self'", "https://*.streamlit.app"]


def test_every_answer_of_the_app_has_the_headers_and_the_catalogue_opens_before_anybody_asks(start: Start) -> None:
    server = start(CINEWATCH_FRAME_ANCESTORS="https://example.org")
    for path in ANSWERS:
        headers = requests.get(f"{server.address}{path}", timeout=60).headers
        assert all(name in headers for name in EXPECTED), path
        assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])
    page = requests.get(f"{server.address}/recommend", timeout=60).headers
    assert directives(page["content-security-policy"])["frame-ancestors"] == ["https://example.org"]
    assert requests.get(f"{server.address}/healthz", timeout=60).text == "ok\n"
    # Nobody has asked for a film yet.
    wait_for(lambda: requests.get(f"{server.address}/readyz", timeout=60).ok)
    found = requests.get(f"{server.address}/api/v1/search?q=medirian", timeout=60).json()
    assert found["films"][0]["film"]["title"] == "Meridian"
