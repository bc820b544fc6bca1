"""Simulated people on the pages of a real server, from the first page they open to the report."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.clock import Measurements
from engine import CineWatch
from engine.evaluation.users import Stranger
from engine.experiments import Experiment, changed_query, draft_for, read_plan, report_of
from engine.personalization import PersonalQuery
from engine.users import COOKIE_NAME, Mark, Marks, UserData, Users, cookie_value, new_guest_id
from fakes.streamlit_server import NOWHERE, streamlit_server
from fakes.visitor import Visitor

PEOPLE = 400
SHELF = 12
OPENS_LIKED, OPENS_OTHER = 0.5, 0.05
"""Chances to open a film that somebody likes, and any other. They are higher than in life, so 400 people are enough."""
PLAN = """
[[experiment]]
name = "fame"
kind = "interleaved"
start = {start}
end = {end}
window_days = 1
[[experiment.arm]]
name = "unknown"
share = 0.5
community = false
weights = {{ popularity = -10 }}
[[experiment.arm]]
name = "as-now"
share = 0.5
"""


def journeys(catalogue: CineWatch, strangers: Sequence[Stranger], dataset: Path, folder: Path) -> Measurements:
    """Return what the report says after people have opened Home and films on it, and what was written on the way.

    Parameters
    ----------
    catalogue
        The build that the server opens too.
    strangers
        Tastes; several people may have the same.
    dataset, folder
        Of the build.

    """
    today = datetime.now(UTC).date()
    plan, url = folder / "journeys.toml", f"sqlite:///{folder / 'journeys.db'}"
    plan.write_text(PLAN.format(start=today - timedelta(days=1), end=today + timedelta(days=1)))
    (experiment,) = read_plan(plan)
    settings = {
        "CINEWATCH_DATASET": str(dataset),
        "CINEWATCH_MODELS_DIR": str(folder),
        "CINEWATCH_DATABASE_URL": url,
        "CINEWATCH_EXPERIMENTS": str(plan),
    }
    users = Users(url)
    begin = time.perf_counter()
    with streamlit_server(settings, NOWHERE) as server:
        expected = _visit(server.address, users, catalogue, experiment, strangers)
    # The server has ended, and has written what still waited.
    found = {
        "people": PEOPLE,
        "seconds": round(time.perf_counter() - begin, 1),
        **_written(users, experiment, expected),
    }
    users.close()
    return found


def _written(
    users: Users, experiment: Experiment, expected: Mapping[int, tuple[Sequence[int], Sequence[int]]]
) -> Measurements:
    """Return how much of what people saw and did was written, and what the report says when their days are over."""
    written: dict[str, dict[int, list[int]]] = {"shown": {}, "opened": {}}
    for each in users.events.of(experiment.name):
        written[each.kind].setdefault(each.user_id, []).append(each.film_id)
    report = report_of(experiment, users.events.condensed(experiment.name), datetime.now(UTC) + timedelta(days=2))
    return {
        "lists_written_as_seen": sum(written["shown"].get(user) == seen for user, (seen, _) in expected.items()),
        "openings_written": sum(map(len, written["opened"].values())),
        "openings_made": sum(len(opened) for _, opened in expected.values()),
        "report": report.notes[0],
    }


def _visit(
    address: str, users: Users, catalogue: CineWatch, experiment: Experiment, strangers: Sequence[Stranger]
) -> dict[int, tuple[list[int], list[int]]]:
    """Let everybody open Home and films on it; return for each user the films they must have seen, and those opened."""
    random, key = np.random.default_rng(25), users.cookie_key()
    ranked = [_rankings(catalogue, experiment, stranger) for stranger in strangers]
    expected = {}
    for person in range(PEOPLE):
        which = person % len(strangers)
        stranger, guest = strangers[which], new_guest_id()
        user = users.guest(guest).id
        rated = tuple(Mark(film, datetime.now(UTC), stars) for film, stars in stranger.marks.ratings)
        users.add(user, UserData(Marks(rating=rated)))
        seen = [each.item for each in draft_for(experiment, user, *ranked[which], SHELF, key)]
        chances = [OPENS_LIKED if film in stranger.hidden else OPENS_OTHER for film in seen]
        opened = [film for film, chance in zip(seen, chances, strict=True) if random.random() < chance]
        with Visitor(address, {COOKIE_NAME: cookie_value(guest, key)}) as visitor:
            visitor.run()
            for film in opened:
                visitor.run(f"id={film}", "film")
        expected[user] = (seen, opened)
    return expected


def _rankings(catalogue: CineWatch, experiment: Experiment, stranger: Stranger) -> tuple[list[int], list[int]]:
    query = PersonalQuery(stranger.marks, k=SHELF, franchise="one")
    first, second = (catalogue.for_you.ranked_ids(changed_query(query, arm.changes)) for arm in experiment.arms)
    return first, second
