"""Recommendations over HTTP are the engine's, by address or by body; a guest gets films from the guest's own marks."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import PRESETS, CineWatch, Filters, Query
from engine.personalization import Marks, PersonalQuery
from engine.users import COOKIE_NAME, cookie_value, new_guest_id, utc_now
from fakes.sample_catalogue import HARBOUR, LOW_TIDE, UNDERTOW
from tests.api.serving import Client, Serve, settings_for


def scores(answer: Any) -> list[tuple[int, float]]:
    """Return id and score of each recommended film of an answer over HTTP."""
    return [(each["film"]["id"], each["score"]) for each in answer.json()["films"]]


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("preset", PRESETS)
def test_films_and_scores_are_those_of_the_engine(
    client: Client, cinewatch: CineWatch, preset: str, explain: bool
) -> None:
    query = Query((HARBOUR,), (LOW_TIDE,), k=7, weights=PRESETS[preset], filters=Filters().for_preset(preset))
    expected = [(found.film.id, found.score) for found in cinewatch.recommend(query).films]
    assert scores(client.get("recommend", liked=HARBOUR, disliked=LOW_TIDE, k=7, preset=preset, explain=explain)) == (
        expected
    )


def test_reasons_and_parts_come_only_on_demand_and_add_up(client: Client, cinewatch: CineWatch) -> None:
    (plain, *_) = client.get("recommend", liked=HARBOUR).json()["films"]
    (told, *_) = client.get("recommend", liked=HARBOUR, explain=True).json()["films"]
    assert plain["reasons"] is plain["parts"] is plain["closer_than"] is None
    assert sum(told["parts"].values()) == pytest.approx(told["score"])
    assert tuple(told["reasons"]) == cinewatch.recommend(Query((HARBOUR,))).films[0].explanation.reasons


def test_the_community_is_a_part_only_where_one_was_learned(
    client: Client, serve: Serve, small_csv: Path, learned_models: Path, learned: CineWatch, tmp_path: Path
) -> None:
    with_community = serve(settings_for(small_csv, learned_models, tmp_path))
    films = with_community.get("recommend", liked=HARBOUR, k=30, explain=True).json()["films"]
    expected = learned.recommend(Query((HARBOUR,), k=30)).films
    assert [each["parts"] for each in films] == [found.parts for found in expected]
    assert any(each["parts"]["community"] for each in films)
    assert all(sum(each["parts"].values()) == pytest.approx(each["score"], abs=1e-6) for each in films)
    assert scores(with_community.get("recommend", liked=HARBOUR, k=30)) == [
        (found.film.id, found.score) for found in expected
    ]
    (one, *_) = client.get("recommend", liked=HARBOUR, explain=True).json()["films"]
    assert list(one["parts"]) == ["match", "era", "popularity", "quality"]


def test_the_body_asks_the_same_as_the_address(client: Client) -> None:
    by_address = client.get("recommend", liked=HARBOUR, k=4, genres=["Drama"], first_year=1980, explain=True)
    body = {"liked": [HARBOUR], "k": 4, "explain": True, "filters": {"genres": ["Drama"], "first_year": 1980}}
    by_body = client.post("recommend", body)
    assert by_address.status_code == by_body.status_code == 200
    assert by_address.json() == by_body.json()
    assert by_body.headers["cache-control"] == "private, no-store"


def test_what_a_description_says_about_facts_is_told_and_used(client: Client, cinewatch: CineWatch) -> None:
    asked = "something about the sea after 1980"
    answer = client.get("recommend", about=asked, k=20).json()
    query, reading = cinewatch.understand(Query(about=asked, k=20))
    assert answer["understood"] == [fact.label for fact in reading.facts] != []
    assert [each["film"]["id"] for each in answer["films"]] == [
        found.film.id for found in cinewatch.recommend(query).films
    ]


def test_filters_keep_films_out_and_hidden_films_come_only_on_demand(client: Client, cinewatch: CineWatch) -> None:
    ids = {film for film, _ in scores(client.get("recommend", liked=HARBOUR, k=50))}
    more = {film for film, _ in scores(client.get("recommend", liked=HARBOUR, k=50, include_unreleased=True))}
    assert UNDERTOW not in ids
    assert UNDERTOW in more
    old = client.get("recommend", liked=HARBOUR, k=50, last_year=1990)
    assert all((cinewatch.film(film).year or 0) <= 1990 for film, _ in scores(old))


def test_every_filter_of_the_engine_can_be_set(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    offered = {each["name"] for each in paths["/v1/browse"]["get"]["parameters"]}
    assert offered == {field.name for field in fields(Filters)} | {"sort", "page", "page_size"}


def test_who_asks_for_nothing_gets_the_most_voted_films(client: Client, cinewatch: CineWatch) -> None:
    expected = [film.id for film in cinewatch.browser.page(Filters(), page_size=5).films]
    assert [film for film, _ in scores(client.get("recommend", k=5))] == expected
    assert [film for film, _ in scores(client.post("recommend", {"k": 5}))] == expected


def test_a_film_that_is_both_liked_and_disliked_is_liked(client: Client) -> None:
    both = client.get("recommend", liked=HARBOUR, disliked=[HARBOUR, LOW_TIDE])
    assert scores(both) == scores(client.get("recommend", liked=HARBOUR, disliked=LOW_TIDE))


@pytest.mark.parametrize(
    ("parameters", "where"),
    [
        ({"k": 51}, "k"),
        ({"k": "many"}, "k"),
        ({"liked": list(range(1, 12))}, "liked"),
        ({"liked": "-1"}, "liked.0"),
        ({"genres": "Dramma"}, "genres.0"),
        ({"preset": "Best"}, "preset"),
        ({"about": "x" * 2_001}, "about"),
        ({"min_rating": "nan"}, "min_rating"),
        ({"likes": HARBOUR}, "likes"),
    ],
)
def test_a_wrong_value_is_a_problem_that_names_it(client: Client, parameters: dict[str, Any], where: str) -> None:
    answer = client.get("recommend", **parameters)
    assert answer.status_code == 422
    assert [wrong["where"] for wrong in answer.json()["errors"]] == [where]


@pytest.mark.parametrize("body", [{"k": "5"}, {"liked": [None]}, {"filters": {"first_year": None}}, [], "text", None])
def test_a_body_of_other_types_is_a_problem(client: Client, body: Any) -> None:
    answer = client.post("recommend", body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_whole_numbers_may_be_written_with_a_point(client: Client) -> None:
    assert scores(client.post("recommend", {"liked": [float(HARBOUR)], "k": 3.0})) == scores(
        client.post("recommend", {"liked": [HARBOUR], "k": 3})
    )


def guest_cookie(client: Client) -> tuple[dict[str, str], int]:
    """Return the header of a new guest, and the guest's number as a user."""
    guest = new_guest_id()
    users = client.shared.users
    return {"Cookie": f"{COOKIE_NAME}={cookie_value(guest, users.cookie_key())}"}, users.guest(guest).id


def test_a_guest_gets_films_from_the_guests_own_marks(client: Client, cinewatch: CineWatch) -> None:
    cookie, user = guest_cookie(client)
    client.shared.users.mark(user, "rating", HARBOUR, 5)
    client.shared.users.mark(user, "not_interested", LOW_TIDE)
    answer = client.get("for-you", headers=cookie, k=5)
    marks = Marks(ratings=((HARBOUR, 5.0),), not_interested=(LOW_TIDE,))
    expected = cinewatch.for_you.recommend(PersonalQuery(marks, k=5)).films
    assert scores(answer) == [(found.film.id, found.score) for found in expected]
    assert answer.headers["cache-control"] == "private, no-store"
    for each in answer.json()["films"]:
        assert sum(each["parts"].values()) == pytest.approx(each["score"])


def test_one_guest_never_gets_the_films_of_another(client: Client) -> None:
    with_marks, user = guest_cookie(client)
    client.shared.users.mark(user, "rating", HARBOUR, 5)
    without_marks, _ = guest_cookie(client)
    assert client.get("for-you", headers=with_marks).json()["films"]
    nothing = client.get("for-you", headers=without_marks).json()
    assert nothing["films"] == []
    assert nothing["note"].startswith("Rate a film")


def test_what_a_guest_wants_of_terms_counts(client: Client, cinewatch: CineWatch) -> None:
    cookie, user = guest_cookie(client)
    client.shared.users.mark(user, "rating", HARBOUR, 5)
    usual = scores(client.get("for-you", headers=cookie, k=5))
    client.shared.users.terms.choose(user, "keywords", "lighthouse", "ignore")
    query = PersonalQuery(Marks(ratings=((HARBOUR, 5.0),)), k=5, choices=(("keywords", "lighthouse", "ignore"),))
    expected = [(found.film.id, found.score) for found in cinewatch.for_you.recommend(query).films]
    assert scores(client.get("for-you", headers=cookie, k=5)) == expected != usual


@pytest.mark.parametrize("value", ["", "forged.cookie", f"{'A' * 22}.{'A' * 43}"])
def test_without_a_cookie_of_ours_for_you_is_a_problem_of_401(client: Client, value: str) -> None:
    answer = client.get("for-you", headers={"Cookie": f"{COOKIE_NAME}={value}"} if value else {})
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:cinewatch:problem:guest-needed")


PLAN = """
[[experiment]]
name = "calm"
start = {start}
end = {end}
[[experiment.arm]]
name = "as-now"
share = 0.000001
[[experiment.arm]]
name = "famous"
share = 0.999999
weights = {{ popularity = 9 }}
"""


def test_an_experiment_changes_films_for_who_takes_part_and_notes_what_was_shown(
    serve: Serve, small_csv: Path, small_models: Path, tmp_path: Path, cinewatch: CineWatch
) -> None:
    plan = tmp_path / "experiments.toml"
    today = utc_now().date()
    plan.write_text(PLAN.format(start=today - timedelta(days=1), end=today + timedelta(days=1)))
    client = serve(settings_for(small_csv, small_models, tmp_path, CINEWATCH_EXPERIMENTS=str(plan)))
    cookie, user = guest_cookie(client)
    client.shared.users.mark(user, "rating", HARBOUR, 5)
    query = PersonalQuery(Marks(ratings=((HARBOUR, 5.0),)), k=5)
    usual, changed = (
        [(each.film.id, each.score) for each in cinewatch.for_you.recommend(asked).films]
        for asked in (query, replace(query, weights=replace(query.weights, popularity=9.0)))
    )
    assert usual != changed
    assert scores(client.get("for-you", headers=cookie | {"DNT": "1"}, k=5)) == usual
    assert scores(client.get("for-you", headers=cookie, k=5, preset="Balanced")) == usual
    assert scores(client.get("for-you", headers=cookie, k=5)) == changed
    client.shared.recorder.close()
    noted = client.shared.users.events.of("calm")
    assert [(each.user_id, each.arm, each.film_id) for each in noted] == [(user, "famous", film) for film, _ in changed]
