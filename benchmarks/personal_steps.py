"""What films for a user take: to learn a taste, to count what the community says, to answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from benchmarks.clock import Measurements, milliseconds, summary
from engine import CineWatch
from engine.personalization import Marks, PersonalQuery
from engine.personalization.for_you import ForYou
from engine.personalization.learner import learn, plan
from engine.personalization.ratings import Ratings

RATINGS = 200
"""Ratings of each user who asks."""
KNOWN_FILMS = 20_000
"""Most voted films, which ratings are of."""
COMMUNITY = 500
"""Users whose ratings a community is learned from, in memory: nothing is written to the folder of the build."""


def for_you(cinewatch: CineWatch, random: np.random.Generator, count: int) -> Measurements:
    """Return what `count` users with RATINGS made-up ratings wait for, with a community and without.

    "taste" is learning the taste, "fold_in" the scores of the community, "answer" twenty films with reasons where the
    taste is known, "new_rating" all of it, as after a rating. The first question, which reads the films that tastes are
    told apart from, is "first_ms". Of an answer the processor's time is there as well: other work does not change it.
    """
    ratings = _made_up(cinewatch, random, COMMUNITY)
    learned = ForYou(cinewatch.opened, learn(cinewatch.opened, plan(cinewatch.opened, ratings)))
    alone = ForYou(cinewatch.opened)
    marks = [_marks(cinewatch, random) for _ in range(count)]
    first = milliseconds(lambda asked: (learned.user(asked), alone.user(asked)), marks[:1])[0]
    users = [learned.user(each) for each in marks]
    community = learned.community
    if community is None:
        raise RuntimeError("the community that was learned is gone")
    queries = [PersonalQuery(each, 20) for each in marks]
    known = list(zip(queries, users, strict=True))
    return {
        "first_ms": round(first, 1),
        "taste": summary(milliseconds(learned.user, marks)),
        "fold_in": summary(milliseconds(lambda user: community.scores(user.rows, user.grades), users)),
        "answer": summary(milliseconds(lambda each: learned.recommend(*each), known)),
        "answer_processor": summary(processor_ms(lambda each: learned.recommend(*each), known)),
        "answer_no_community": summary(milliseconds(lambda each: alone.recommend(*each), known)),
        "new_rating": summary(milliseconds(learned.recommend, queries)),
        "new_rating_processor": summary(processor_ms(learned.recommend, queries)),
    }


def processor_ms(run: Callable[[Any], object], cases: Iterable[Any]) -> list[float]:
    """Return how many milliseconds of the processor `run` takes for each case."""
    times = []
    for case in cases:
        start = time.process_time()
        run(case)
        times.append((time.process_time() - start) * 1000)
    return times


def _made_up(cinewatch: CineWatch, random: np.random.Generator, users: int) -> Ratings:
    """Return RATINGS ratings of each user, of known films, the best known ones most often."""
    films = min(KNOWN_FILMS, len(cinewatch))
    rows = (films * random.random(users * RATINGS) ** 2).astype(np.int64)
    stars = random.integers(1, 11, len(rows)) / 2
    return Ratings(np.repeat(np.arange(users), RATINGS), cinewatch.opened.columns.id[rows].astype(np.int64), stars)


def _marks(cinewatch: CineWatch, random: np.random.Generator) -> Marks:
    own = _made_up(cinewatch, random, 1)
    return Marks(tuple(zip(own.films.tolist(), own.stars.tolist(), strict=True)))
