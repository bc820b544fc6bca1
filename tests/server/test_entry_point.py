"""`streamlit run streamlit_app.py` serves the pages, and a guest's cookie with each."""

from __future__ import annotations

import subprocess
import sys

import requests

from engine.users import COOKIE_NAME
from fakes.streamlit_server import ROOT, StreamlitServer
from tests.server.conftest import Start


def test_a_deep_link_brings_a_cookie_and_nothing_else_does(running: StreamlitServer) -> None:
    address = running.address
    cookies = {
        path: requests.get(f"{address}{path}", timeout=20).cookies.get(COOKIE_NAME)
        for path in ("/film?id=603", "/_stcore/health", "/favicon.png")
    }
    assert [path for path, cookie in cookies.items() if cookie] == ["/film?id=603"]


def test_a_trusted_proxy_says_whether_the_visitor_came_over_https(running: StreamlitServer, start: Start) -> None:
    https = {"X-Forwarded-Proto": "https"}
    near = running.address
    far = start(FORWARDED_ALLOW_IPS="192.0.2.1").address
    assert "Secure" in requests.get(near, headers=https, timeout=20).headers["set-cookie"]
    assert "Secure" not in requests.get(far, headers=https, timeout=20).headers["set-cookie"]


_NEW_PACKAGES = """
import pkgutil, sys
import streamlit_app, ui

before = {name.partition(".")[0] for name in sys.modules}
for module in pkgutil.walk_packages(ui.__path__, "ui."):
    __import__(module.name)
print(*({name.partition(".")[0] for name in sys.modules} - before))
"""


def test_packages_that_pages_need_are_there_before_the_first_visitor() -> None:
    done = subprocess.run([sys.executable, "-c", _NEW_PACKAGES], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not done.stdout.split()
