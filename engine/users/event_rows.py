"""Reading and writing what users do in experiments: functions of a connection, called inside one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select

from engine.users.marks import insert_into
from engine.users.tables import events, left_experiments
from engine.users.values import EVENT_KINDS, Event

_COLUMNS = [events.c[name] for name in Event.__slots__]


def read_events(connection: Connection, which: ColumnElement[bool]) -> tuple[Event, ...]:
    """Return events, the oldest first."""
    found = connection.execute(select(*_COLUMNS).where(which).order_by(events.c.at, events.c.id))
    # A kind that a newer version writes means nothing to this one.
    return tuple(Event(**row._asdict()) for row in found if row.kind in EVENT_KINDS)


def read_condensed(connection: Connection, experiment: str) -> list[Event]:
    """Return the first time each user was shown each arm, and everything they did, the oldest first."""
    of_experiment, is_shown = events.c.experiment == experiment, events.c.kind == "shown"
    first = (
        select(events.c.user_id, events.c.arm, func.min(events.c.at).label("at"))
        .where(of_experiment, is_shown)
        .group_by(events.c.user_id, events.c.arm)
    )
    found = [Event(row.user_id, experiment, row.arm, "shown", row.at, 0) for row in connection.execute(first)]
    # What somebody did in the moment they saw it came after it.
    return sorted(
        [*found, *read_events(connection, of_experiment & ~is_shown)],
        key=lambda event: (event.at, event.kind != "shown"),
    )


def read_left(connection: Connection, user_ids: Collection[int]) -> set[tuple[int, str]]:
    """Return the users who have left experiments, each with an experiment."""
    query = select(left_experiments.c.user_id, left_experiments.c.experiment)
    found = connection.execute(query.where(left_experiments.c.user_id.in_(user_ids)))
    return {(row.user_id, row.experiment) for row in found}


def leave(connection: Connection, user_id: int, experiment: str, now: datetime) -> None:
    """Let a user take part in an experiment no more, and forget what they did in it."""
    row = {"user_id": user_id, "experiment": experiment, "at": now}
    connection.execute(insert_into(connection, left_experiments).values(row).on_conflict_do_nothing())
    connection.execute(delete(events).where(events.c.user_id == user_id, events.c.experiment == experiment))


def following(connection: Connection, event: Event) -> Event | None:
    """Return what a user did with the arm and the place of the film when they saw it, `None` if they did not see it."""
    seen = (
        select(events.c.arm, events.c.position)
        .where(
            events.c.user_id == event.user_id,
            events.c.experiment == event.experiment,
            events.c.film_id == event.film_id,
            events.c.kind == "shown",
        )
        .order_by(events.c.at.desc(), events.c.id.desc())
    )
    row = connection.execute(seen.limit(1)).first()
    return None if row is None else replace(event, arm=row.arm, position=row.position)
