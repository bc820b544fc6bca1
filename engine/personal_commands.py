"""The commands about users: learn from many, recommend to one or to each."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import asdict

from engine.cinewatch import CineWatch
from engine.commands import open_catalogue
from engine.console import film_as_json, print_json, print_note, progress_bar
from engine.errors import InvalidQuery
from engine.evaluation import users
from engine.personalization import Marks, PersonalAnswer, PersonalQuery, PersonalRecommendation
from engine.personalization.ratings import (
    Ratings,
    ratings_of,
    read_movielens,
    read_own_ratings,
    read_user_ratings,
)
from engine.settings import Settings

OWN_MIN_USERS = 5
"""Users who must have rated a film for it to count, where the ratings are those of our own users."""
_SHOWN_FILMS = 2
"""Liked films that the text output names as reasons."""


def learn(options: argparse.Namespace, settings: Settings) -> None:
    """Learn from the ratings of many users which films go together; the last line of output is a JSON object."""
    _check_sources(options)
    if options.forget:
        cinewatch = open_catalogue(options, settings)
        print_json({"forgotten": cinewatch.for_you.store.forget()})
        return
    # Cheap mistakes are found before anything takes minutes.
    ratings = _own_users(settings) if options.from_database else read_movielens(options.ratings, options.links)[0]
    least = options.min_users or (OWN_MIN_USERS if options.from_database else 1)
    for_you = open_catalogue(options, settings).for_you
    planned = for_you.plan(ratings, least)
    print_note(
        f"learning {len(planned.rows):,} films from {planned.likes.shape[0]:,} users "
        f"needs {planned.memory / 1e9:.1f} GB of memory"
    )
    with progress_bar() as progress:
        community = for_you.learn(planned, progress, options.scheduler)
    print_json(asdict(community.info) | {"weights": int(community.weights.nnz)})


def _check_sources(options: argparse.Namespace) -> None:
    """Report wrong usage of `learn`."""
    files = bool(options.ratings or options.links)
    if files + options.from_database + options.forget != 1:
        options.usage_error("pass --ratings and --links of a MovieLens dataset, or --from-database, or --forget")
    if files and not (options.ratings and options.links):
        options.usage_error("--ratings and --links go together")
    if options.min_users is not None and options.min_users < 1:
        options.usage_error("--min-users must be 1 or more")
    if options.from_database and options.min_users and options.min_users < OWN_MIN_USERS:
        options.usage_error(
            f"--min-users must be {OWN_MIN_USERS} or more with --from-database, to protect single users"
        )


def _own_users(settings: Settings) -> Ratings:
    """Return what the users of this CineWatch have rated."""
    # SQLAlchemy takes a moment to load, and most commands need no database.
    from engine.users import Users

    with closing(Users(settings.database_url)) as users:
        return ratings_of(users.all_ratings())


def for_you(options: argparse.Namespace, settings: Settings) -> None:
    """Recommend films to one user from ratings, with reasons; or to each user of a file."""
    if bool(options.ratings) == bool(options.users):
        options.usage_error("pass --ratings FILE for one user, or --users FILE for many")
    if options.jsonl != bool(options.users):
        options.usage_error("--users and --jsonl go together")
    if options.users:
        everybody = read_user_ratings(options.users)
        cinewatch = open_catalogue(options, settings)
        for user, ratings in everybody.items():
            print_json({"user": user} | _answer_as_json(cinewatch, Marks(ratings), options.k))
        return
    marks = Marks(read_own_ratings(options.ratings))
    answer = open_catalogue(options, settings).for_you.recommend(PersonalQuery(marks, k=options.k))
    if answer.unknown:
        print_note(f"{len(answer.unknown):,} of the rated films are not in this catalogue")
    if options.json:
        print_json({"recommendations": [_film_as_json(found) for found in answer.films]})
    else:
        _print_answer(answer)


def evaluate_users(options: argparse.Namespace, settings: Settings) -> None:
    """Measure recommendations for MovieLens users nobody has seen before, beside baselines."""
    ratings, _ = read_movielens(options.ratings, options.links)
    cinewatch = open_catalogue(options, settings)
    with progress_bar() as progress:
        results = users.evaluate_users(cinewatch, ratings, progress)
    if options.json:
        print_json({"systems": [asdict(result) for result in results]})
    else:
        print(users.markdown(results, cinewatch))


def _answer_as_json(cinewatch: CineWatch, marks: Marks, k: int) -> dict[str, object]:
    """Return the answer to one of many users; one who rated nothing of this catalogue gets an error instead."""
    try:
        answer = cinewatch.for_you.recommend(PersonalQuery(marks, k=k))
    except InvalidQuery as error:
        return {"recommendations": [], "error": str(error)}
    # Without reasons: those of a user with many ratings are a hundred times as long as the answer.
    return {"recommendations": [film_as_json(found.film) | {"score": found.score} for found in answer.films]}


def _film_as_json(found: PersonalRecommendation) -> dict[str, object]:
    parts = {name: getattr(found, name) for name in ("community", "taste", "era", "popularity", "quality")}
    because = [{"id": film.id, "label": film.label, "value": film.value} for film in found.liked]
    why = {"score": found.score, "parts": parts, "because": because, "reasons": list(found.explanation.reasons)}
    return film_as_json(found.film) | why


def _print_answer(answer: PersonalAnswer) -> None:
    for rank, found in enumerate(answer.films, 1):
        films = [f"{film.label} {film.value:+.2f}" for film in found.liked[:_SHOWN_FILMS] if film.value > 0]
        why = ", ".join([*films, *found.explanation.reasons])
        print(f"{rank:3}. {found.score:.3f}  {found.film.label}  ({why})")
