"""`python -m benchmarks.experiments`: whether experiments tell the truth, and what they cost.

- A million people parted by lot; a thousand experiments without any difference, looked at daily: how many claim one.
- Simulated users with the tastes of MovieLens: each is shown the films that CineWatch picks with or without what other
  users like, and opens those they are known to like more often than others. From one pilot follows how many users an
  A/B test and an interleaved list need; a hundred experiments of that size are run, and all go the whole way from arm
  to report. One of each goes through the recorder and a database.
- Four hundred of these people on the pages of a real server: what they see and open is all written, and the report
  finds what they like better.
- What noting a shelf adds to a page, over a real server.

Prints one JSON object. Needs the ratings of MovieLens and a catalogue that has its films.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.clock import Measurements
from benchmarks.experiment_journeys import journeys
from benchmarks.experiment_pages import added_to_a_page_ms
from benchmarks.experiment_statistics import assignment, without_difference
from engine import CineWatch
from engine.evaluation.users import Stranger, split
from engine.experiments import (
    Arm,
    Changes,
    EventRecorder,
    Experiment,
    Report,
    arm_of,
    report_of,
    seed_of,
    team_draft,
    users_needed,
)
from engine.experiments.sequences import observations_needed
from engine.personalization import PersonalQuery
from engine.personalization.for_you import ForYou
from engine.personalization.ratings import Ratings, read_movielens
from engine.users import Event, Users

SHELF = 12
OPENS_LIKED, OPENS_OTHER = 0.15, 0.05
"""Chances that somebody opens a film of a list that they like, and any other."""
START = date(2026, 1, 1)
DAYS = 60
EXPERIMENTS = 100
PILOT = 40_000
SECRET = b"a secret of this benchmark"
ARMS = (Arm("alone", 0.5, Changes(community=0.0)), Arm("community", 0.5))


@dataclass(frozen=True, slots=True)
class Person:
    """A simulated taste: what each arm shows, and what this person likes of it."""

    lists: tuple[tuple[int, ...], tuple[int, ...]]
    likes: frozenset[int]


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser("python -m benchmarks.experiments", description="Measure experiments.")
    for name, what in (("catalogue", "the dataset"), ("ratings", "ratings.csv of MovieLens"), ("links", "links.csv")):
        parser.add_argument(f"--{name}", type=Path, required=True, help=what)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        catalogue = CineWatch.of(options.catalogue, Path(folder))
        known, _ = read_movielens(options.ratings, options.links)
        community, strangers = split(known)
        people = _people(catalogue, community, strangers)
        found: Measurements = {"assignment": assignment(_planned("split")), "no_difference": without_difference()}
        found["tastes"] = len(people)
        for kind in ("split", "interleaved"):
            found[kind] = _known_difference(_planned(kind), people, Path(folder))
        found["journeys"] = journeys(catalogue, strangers, options.catalogue, Path(folder))
        found["page"] = added_to_a_page_ms(options.catalogue, Path(folder))
        print(json.dumps(found))


def _planned(kind: str) -> Experiment:
    return Experiment("simulated", ARMS, START, START + timedelta(days=DAYS), kind, "opened", 1)  # type: ignore[arg-type]


def _people(catalogue: CineWatch, community: Ratings, strangers: Sequence[Stranger]) -> list[Person]:
    for_you = ForYou(catalogue.opened)
    learned = for_you.learn(for_you.plan(community))
    for_you = ForYou(catalogue.opened, learned)
    people = []
    for stranger in strangers:
        ranked = [
            tuple(for_you.ranked_ids(PersonalQuery(stranger.marks, k=SHELF, franchise="one", community=counts)))
            for counts in (0.0, 1.0)
        ]
        people.append(Person((ranked[0], ranked[1]), stranger.hidden))
    return people


def _known_difference(experiment: Experiment, people: Sequence[Person], folder: Path) -> Measurements:
    events = _events(experiment, people, PILOT, 0)
    pilot = report_of(experiment, events, _end())
    needed = int(_needed(pilot, events))
    found = sum(
        _finds(report_of(experiment, _events(experiment, people, needed, number), _end()))
        for number in range(1, EXPERIMENTS + 1)
    )
    stored = _through_the_database(experiment, _events(experiment, people, needed, 1), folder)
    return {
        "pilot": [round(arm.rate, 4) for arm in pilot.arms],
        "difference": round(pilot.differences[0].interval.estimate, 4),
        "users_needed": needed,
        f"found_of_{EXPERIMENTS}": found,
        "through_the_database": stored,
    }


def _needed(pilot: Report, events: Sequence[Event]) -> float:
    first, second = pilot.arms
    if pilot.experiment.kind == "split":
        return users_needed(first.rate, second.rate / first.rate - 1)
    # Who opens nothing says nothing about interleaved lists.
    preferences = _preferences(events)
    needed = observations_needed(pilot.differences[0].interval.estimate, float(np.std(preferences)))
    return needed * PILOT / len(preferences)


def _preferences(events: Sequence[Event]) -> list[float]:
    """Return, for each user who opened anything, from -1 to 1 which arm the opened films came from."""
    of_user: dict[int, list[int]] = {}
    for each in events:
        if each.kind == "opened":
            of_user.setdefault(each.user_id, []).append(1 if each.arm == ARMS[1].name else -1)
    return [float(np.mean(chosen)) for chosen in of_user.values()]


def _finds(report: Report) -> bool:
    """Return whether the right arm has won on any day."""
    return any(interval.low > 0 for _, interval in report.differences[0].days)


def _events(experiment: Experiment, people: Sequence[Person], users: int, seed: int) -> list[Event]:
    """Return what users saw and did; they come evenly, one taste may belong to many."""
    random = np.random.default_rng([24, seed])
    events: list[Event] = []
    begin = datetime(START.year, START.month, START.day, tzinfo=UTC)
    for user in range(1, users + 1):
        person = people[int(random.integers(len(people)))]
        at = begin + timedelta(days=(DAYS - 2) * user / users)
        shown = _shown(experiment, person, seed * 10_000_000 + user)
        for position, (film, arm) in enumerate(shown, 1):
            events.append(Event(user, experiment.name, arm, "shown", at, film, position))
            if random.random() < (OPENS_LIKED if film in person.likes else OPENS_OTHER):
                events.append(Event(user, experiment.name, arm, "opened", at + timedelta(minutes=1), film, position))
    return events


def _shown(experiment: Experiment, person: Person, user: int) -> list[tuple[int, str]]:
    """Return the films that a user sees, each with its arm, as the pages work it out."""
    if experiment.kind == "split":
        arm = arm_of(experiment, user, SECRET)
        return [(film, arm.name) for film in person.lists[ARMS.index(arm)]]
    drafted = team_draft(*person.lists, SHELF, seed_of(experiment, user, "", SECRET))
    return [(each.item, ARMS[each.team].name) for each in drafted]


def _through_the_database(experiment: Experiment, events: Sequence[Event], folder: Path) -> Measurements:
    """Write events through the recorder, and report from the database."""
    users = Users(f"sqlite:///{folder / experiment.kind}.db")
    ids = {user: users.sign_in("https://id.example", str(user)).user.id for user in {each.user_id for each in events}}
    recorder = EventRecorder(users.events, waiting=len(events) + 1, every_s=0.05, now=_end)
    recorder.record(replace(each, user_id=ids[each.user_id]) for each in events)
    recorder.close()
    start = time.perf_counter()
    note = report_of(experiment, users.events.condensed(experiment.name), _end()).notes[0]
    took = time.perf_counter() - start
    users.close()
    return {"events": len(events), "report_ms": round(1000 * took), "report": note}


def _end() -> datetime:
    return datetime(START.year, START.month, START.day, tzinfo=UTC) + timedelta(days=DAYS)


if __name__ == "__main__":
    main()
