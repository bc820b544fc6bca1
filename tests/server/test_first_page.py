"""The head of every page gets what browsers should know at once; nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import requests
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from server.first_page import FirstPage
from tests.api.serving import serving

ELEMENTS = "<meta name='a' content='é'>"


def test_a_page_gets_the_elements_of_its_path_whole_whatever_part_is_asked_for() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    app = Starlette(
        routes=[Route("/text", lambda _: PlainTextResponse("</head>")), Route("/film", lambda _: HTMLResponse(page))],
        middleware=[Middleware(FirstPage, elements_for=lambda path: f"{ELEMENTS}{path}")],
    )
    app.mount("/", StaticFiles(directory=Path(streamlit.__file__).parent / "static", html=True))
    with serving(app) as base:
        for path in ("/film", "/"):
            plain = requests.get(f"{base}{path}", timeout=30)
            tag = plain.headers.get("etag", "none")
            for headers in ({}, {"Range": "bytes=0-99"}, {"If-None-Match": tag}, {"Accept-Encoding": "gzip"}):
                answer = requests.get(f"{base}{path}", headers=headers, timeout=30)
                assert answer.status_code == 200
                assert answer.content.decode() == page.replace("</head>", f"{ELEMENTS}{path}</head>")
        assert requests.get(f"{base}/text", timeout=30).text == "</head>"
        assert requests.get(f"{base}/nothing", timeout=30).status_code == 404
        assert requests.head(f"{base}/film", timeout=30).headers["content-length"] == str(len(page.encode()))
