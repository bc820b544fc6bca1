"""What users see and do in experiments, and which experiments they have left: its part of the database of users."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from engine.users.database import Database
from engine.users.marks import insert_into
from engine.users.tables import events, left_experiments, users
from engine.users.values import EVENT_KINDS, Event


class EventStore:
    """Events of experiments. Every method raises as those of `Users`.

    Parameters
    ----------
    database
        Of users.

    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, batch: Sequence[Event]) -> int:
        """Write events, all of them or none; return how many were written.

        What somebody did with a film gets the arm and the place in which the film was last shown to them. It is left
        out if the experiment has not shown them the film, and so is everything of users who were deleted or have left.
        """

        def work(connection: Connection) -> int:
            ids = {event.user_id for event in batch}
            # Locked, so that nobody is deleted before their events are there.
            there = select(users.c.id).where(users.c.id.in_(ids)).with_for_update(read=True, key_share=True)
            known = set(connection.execute(there).scalars())
            left = _left(connection, known)
            wanted = [each for each in batch if each.user_id in known and (each.user_id, each.experiment) not in left]
            shown = [event for event in wanted if event.kind == "shown"]
            if shown:
                connection.execute(insert(events), [asdict(event) for event in shown])
            done = (event for event in wanted if event.kind != "shown")
            followed = [found for event in done if (found := _following(connection, event))]
            if followed:
                connection.execute(insert(events), [asdict(event) for event in followed])
            return len(shown) + len(followed)

        return self._database.write(work)

    def of(self, experiment: str) -> list[Event]:
        """Return all events of an experiment, the oldest first."""
        columns = [events.c[name] for name in Event.__slots__]
        query = select(*columns).where(events.c.experiment == experiment).order_by(events.c.at, events.c.id)
        found = self._database.read(lambda connection: connection.execute(query).all())
        return [Event(**row._asdict()) for row in found if row.kind in EVENT_KINDS]

    def names(self) -> tuple[str, ...]:
        """Return the names of all experiments that have events, in alphabetical order."""
        query = select(events.c.experiment).distinct().order_by(events.c.experiment)
        return tuple(self._database.read(lambda connection: connection.execute(query).scalars().all()))

    def forget_before(self, moment: datetime) -> int:
        """Delete the events before a moment; return how many."""
        old = delete(events).where(events.c.at < moment)
        return self._database.write(lambda connection: connection.execute(old).rowcount)

    def left(self, user_id: int) -> frozenset[str]:
        """Return the names of the experiments that a user has left."""
        query = select(left_experiments.c.experiment).where(left_experiments.c.user_id == user_id)
        return frozenset(self._database.read(lambda connection: connection.execute(query).scalars().all()))

    def leave(self, user_id: int, experiment: str, now: datetime) -> None:
        """Let a user take part in an experiment no more, and forget what they did in it."""

        def work(connection: Connection) -> None:
            row = {"user_id": user_id, "experiment": experiment, "at": now}
            connection.execute(insert_into(connection, left_experiments).values(row).on_conflict_do_nothing())
            connection.execute(delete(events).where(events.c.user_id == user_id, events.c.experiment == experiment))

        self._database.write(work)

    def rejoin(self, user_id: int, experiment: str) -> None:
        """Let a user take part in an experiment again."""
        again = delete(left_experiments).where(
            left_experiments.c.user_id == user_id, left_experiments.c.experiment == experiment
        )
        self._database.write(lambda connection: connection.execute(again))


def _left(connection: Connection, user_ids: Collection[int]) -> set[tuple[int, str]]:
    """Return the users who have left experiments, each with an experiment."""
    query = select(left_experiments.c.user_id, left_experiments.c.experiment)
    found = connection.execute(query.where(left_experiments.c.user_id.in_(user_ids)))
    return {(row.user_id, row.experiment) for row in found}


def _following(connection: Connection, event: Event) -> Event | None:
    """Return what a user did with the arm and the place of the film when they saw it, `None` if they did not see it."""
    seen = (
        select(events.c.arm, events.c.position)
        .where(
            events.c.user_id == event.user_id,
            events.c.experiment == event.experiment,
            events.c.film_id == event.film_id,
            events.c.kind == "shown",
        )
        .order_by(events.c.at.desc())
    )
    row = connection.execute(seen.limit(1)).first()
    return None if row is None else replace(event, arm=row.arm, position=row.position)
