"""A server in a process of its own: it starts or says why not, takes over nobody's settings, and ends."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fakes.streamlit_server import streamlit_server
from fakes.visitor import Visitor

SCRIPT = """
import os
import streamlit as st

names = ("TMDB_API_KEY", "CINEWATCH_DATASET", "CINEWATCH_MODELS_DIR", "STREAMLIT_SERVER_PORT")
st.text({name: os.environ[name] for name in names if name in os.environ})
"""


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    return str(path)


def test_a_server_has_the_settings_it_is_given_and_none_of_those_around_it_and_ends_with_its_block(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMDB_API_KEY", "CINEWATCH_DATASET", "STREAMLIT_SERVER_PORT"):
        monkeypatch.setenv(name, "1")
    log = tmp_path / "server.log"
    given = {"CINEWATCH_MODELS_DIR": "here"}
    with streamlit_server(given, log, script, wait=False) as server:
        # The block begins before the server answers.
        server.wait()
        with Visitor(server.address) as visitor:
            visitor.run()
            assert visitor.texts == [str(given)]
        assert server.process.poll() is None
        if sys.platform == "linux":
            assert server.cpu_s() > 0
            assert server.memory_mib() > 10
    assert server.process.poll() is not None
    assert server.address in log.read_text()


def test_a_server_that_ends_at_once_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="no such script"),
        streamlit_server(log=tmp_path / "server.log", script=str(tmp_path / "no such script.py")),
    ):
        pass
