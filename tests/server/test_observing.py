"""Every request has an id that crosses proxy, log and answer, and is counted under one of few routes."""

from __future__ import annotations

import io
import json
import logging
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import configure_logs
from server.observing import route_of
from tests.api.serving import Client, client_of, settings_for


@pytest.mark.usefixtures("logger_as_it_was")
def test_an_id_crosses_proxy_log_and_answer(small_csv: Path, small_models: Path, tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logs("json", logging.DEBUG, stream)
    with client_of(settings_for(small_csv, small_models, tmp_path)) as client:
        answer = client.get("search", headers={"X-Request-ID": "from-nginx-0001"}, q="what somebody looks for")
    assert answer.headers["x-request-id"] == "from-nginx-0001"
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    ours = [line for line in lines if line.get("request_id") == "from-nginx-0001"]
    # The call of the engine, in its own thread, and the request itself.
    assert {"search"} <= {line.get("call") for line in ours}
    (request,) = [line for line in ours if line["logger"] == "cinewatch.requests"]
    assert (request["method"], request["route"], request["status"]) == ("GET", "/api/v1/search", 200)
    assert "what somebody looks for" not in stream.getvalue()


@pytest.mark.parametrize("given_id", ["", "short", "a b c d e f g", "x" * 65, "höchstens-eins", '"}{"level":"error'])
def test_an_id_that_is_none_is_replaced(client: Client, given_id: str) -> None:
    sent = client.get("genres", headers={"X-Request-ID": given_id.encode().decode("latin-1")}).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", sent)


def test_a_problem_names_its_request(client: Client) -> None:
    answer = client.get("films/999999999", headers={"X-Request-ID": "a-known-request"})
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "a-known-request"


@given(st.text(max_size=40))
def test_however_many_addresses_there_are_routes_are_few(path: str) -> None:
    known = {"/_stcore/…", "/static/…", "/media/…", "/component/…", "/metrics", "/healthz", "/readyz", "/api/…", "page"}
    for prefix in ("", "/", "/api/", "/_stcore/", "/metrics"):
        assert route_of({"path": prefix + path}) in known


def test_requests_are_counted_by_route_and_status(client: Client) -> None:
    client.get("films/999999999")
    client.get("films/999999998")
    text = client.get("/metrics").text
    (line,) = re.findall(r'^cinewatch_http_request_seconds_count\{.*films/\{film_id\}".*404.*$', text, re.MULTILINE)
    assert float(line.split()[-1]) >= 2
    assert "films/99999999" not in text
