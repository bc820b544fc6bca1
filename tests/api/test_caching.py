"""A client that has an answer already is told so, until the build changes."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from api.caching import has, tag_of
from engine import CineWatch
from engine.personalization.ratings import Ratings
from fakes.sample_catalogue import FILMS, HARBOUR, film_row, write_csv
from tests.api.serving import Client, Serve, settings_for

TEXTS = st.text(max_size=30)


@given(st.tuples(TEXTS, TEXTS, TEXTS), st.tuples(TEXTS, TEXTS, TEXTS))
def test_tags_are_equal_only_for_the_same_question_to_the_same_build(
    first: tuple[str, str, str], second: tuple[str, str, str]
) -> None:
    same = "\0".join(first) == "\0".join(second)
    assert (tag_of(*first) == tag_of(*second)) == same


@given(st.lists(st.from_regex(r'\A(W/)?"[a-z0-9]{1,8}"\Z'), max_size=4), st.from_regex(r'\AW/"[a-z0-9]{1,8}"\Z'))
def test_a_client_has_what_its_header_lists(listed: list[str], tag: str) -> None:
    assert has(", ".join(listed), tag) == (tag[2:] in {each.removeprefix("W/") for each in listed})
    assert has(", ".join([*listed, tag]), tag)
    assert not has(None, tag)


def test_asking_again_with_the_tag_sends_no_body(client: Client) -> None:
    first = client.get("recommend", liked=HARBOUR)
    again = client.get("recommend", liked=HARBOUR, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=60"


def test_another_question_has_another_tag(client: Client) -> None:
    tags = {client.get("recommend", liked=HARBOUR, k=k).headers["etag"] for k in (1, 2, 3)}
    assert len(tags) == 3


def test_a_new_build_answers_anew_without_a_restart(serve: Serve, tmp_path: Path) -> None:
    dataset = write_csv(tmp_path / "films.csv", FILMS)
    client = serve(settings_for(dataset, tmp_path / "models", tmp_path))
    before = client.get("search", q="harbour")
    write_csv(dataset, [*FILMS, film_row(4_711, "A New Film")])
    deadline = time.monotonic() + 60
    tag = {"If-None-Match": before.headers["etag"]}
    while (after := client.get("search", q="harbour", headers=tag)).status_code == 304:
        assert time.monotonic() < deadline, "the new build never answers"
        time.sleep(0.2)
    assert after.headers["etag"] != before.headers["etag"]


def test_what_is_learned_answers_anew_without_a_restart(
    serve: Serve, small_csv: Path, models: Path, ratings: Ratings, tmp_path: Path
) -> None:
    client = serve(settings_for(small_csv, models, tmp_path))
    before = client.get("recommend", liked=HARBOUR, explain=True)
    for_you = CineWatch.of(small_csv, models).for_you
    for_you.learn(for_you.plan(ratings))
    after = client.get("recommend", liked=HARBOUR, explain=True, headers={"If-None-Match": before.headers["etag"]})
    assert (before.status_code, after.status_code) == (200, 200)
    assert "community" in after.json()["films"][0]["parts"]
    assert "community" not in before.json()["films"][0]["parts"]


def test_an_answer_to_who_has_a_key_stays_out_of_shared_caches(
    serve: Serve, small_csv: Path, small_models: Path, tmp_path: Path
) -> None:
    client = serve(settings_for(small_csv, small_models, tmp_path, CINEWATCH_API_KEYS="a-key-of-the-tests-1"))
    answer = client.get("genres", headers={"Authorization": "Bearer a-key-of-the-tests-1"})
    assert answer.headers["cache-control"] == "private, max-age=60"
