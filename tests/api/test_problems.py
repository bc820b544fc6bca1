"""Every error is a problem: with a status, a name, words for anybody, and nothing of the server's files."""

from __future__ import annotations

import inspect
import json

import pytest
import requests
from fastapi import FastAPI

from api.problems import MEDIA_TYPE, problem_of, tell_errors
from engine import CineWatchError, errors
from tests.api.serving import Client, serving

ERRORS = [cls for cls in vars(errors).values() if inspect.isclass(cls) and issubclass(cls, CineWatchError)]
A_FILE = "/srv/cinewatch/films.csv"


def body_of(error: CineWatchError) -> dict[str, object]:
    sent: dict[str, object] = json.loads(bytes(problem_of(error).body))
    return sent


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_of_the_tree_has_a_status_and_a_name(error: type[CineWatchError]) -> None:
    response = problem_of(error("the reason"))
    sent = body_of(error("the reason"))
    assert response.media_type == MEDIA_TYPE
    assert 400 <= response.status_code < 600
    assert response.status_code != 500
    assert sent["status"] == response.status_code
    assert str(sent["type"]).startswith("urn:cinewatch:problem:")
    assert sent["title"]
    assert str(sent["detail"]).endswith(".")
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("error", [errors.SourceMissing, errors.IndexCorrupt, errors.BuildFailed, errors.SettingsError])
def test_what_may_name_files_is_told_in_other_words_and_logged(
    error: type[CineWatchError], caplog: pytest.LogCaptureFixture
) -> None:
    assert A_FILE not in json.dumps(body_of(error(f"{A_FILE}: not there")))
    assert A_FILE in caplog.text


def test_whoever_may_come_again_is_told_when() -> None:
    assert problem_of(errors.Busy("full", 0.2)).headers["retry-after"] == "1"
    assert problem_of(errors.TooManyRequests("wait", 12.3)).headers["retry-after"] == "13"
    assert "retry-after" not in problem_of(errors.UnknownFilm("no")).headers


def test_a_fault_of_ours_tells_nothing_of_itself() -> None:
    app = FastAPI()
    tell_errors(app)

    @app.get("/fault")
    async def fault() -> None:
        raise RuntimeError(A_FILE)

    with serving(app) as base:
        answer = requests.get(f"{base}/fault", timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (500, MEDIA_TYPE)
    assert answer.json()["type"] == "urn:cinewatch:problem:fault"
    assert "RuntimeError" not in answer.text
    assert A_FILE not in answer.text


def test_an_address_without_anything_is_a_problem_of_404(client: Client) -> None:
    answer = client.get("nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, MEDIA_TYPE)


def test_a_method_that_an_address_does_not_answer_is_told_which_it_does(client: Client) -> None:
    answer = client.session.delete(f"{client.base}/api/v1/recommend")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert client.session.post(f"{client.base}/api/v1/search").headers["allow"] == "GET"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_long_is_refused_however_it_is_sent(client: Client, chunked: bool) -> None:
    body = b'{"about": "' + b"x" * 70_000 + b'"}'
    sent = iter([body[:40_000], body[40_000:]]) if chunked else body
    headers = {"Content-Type": "application/json"}
    answer = client.session.post(f"{client.base}/api/v1/recommend", data=sent, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:cinewatch:problem:too-large")


def test_a_wrong_value_is_not_repeated(client: Client) -> None:
    answer = client.get("recommend", liked="a-secret-value", about="y" * 5_000)
    assert answer.status_code == 422
    assert "a-secret-value" not in answer.text
    assert "yyyy" not in answer.text
