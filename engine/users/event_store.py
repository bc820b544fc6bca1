"""What users see and do in experiments, and which experiments they have left: its part of the database of users."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from engine.users import event_rows
from engine.users.database import Database
from engine.users.tables import events, left_experiments, users
from engine.users.values import Event


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
            left = event_rows.read_left(connection, known)
            wanted = [each for each in batch if each.user_id in known and (each.user_id, each.experiment) not in left]
            shown = [event for event in wanted if event.kind == "shown"]
            if shown:
                connection.execute(insert(events), [asdict(event) for event in shown])
            done = (event for event in wanted if event.kind != "shown")
            followed = [found for event in done if (found := event_rows.following(connection, event))]
            if followed:
                connection.execute(insert(events), [asdict(event) for event in followed])
            return len(shown) + len(followed)

        return self._database.write(work)

    def of(self, experiment: str) -> list[Event]:
        """Return all events of an experiment, the oldest first."""
        which = events.c.experiment == experiment
        return list(self._database.read(lambda connection: event_rows.read_events(connection, which)))

    def condensed(self, experiment: str) -> list[Event]:
        """Return what counts in an experiment, the oldest first.

        That is the first time each user was shown each arm, and everything they did. A list is shown to a user many
        times, so this is a small part of all events. It has neither the film nor the place of what was shown.
        """
        return self._database.read(lambda connection: event_rows.read_condensed(connection, experiment))

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
        found = self._database.read(lambda connection: event_rows.read_left(connection, [user_id]))
        return frozenset(experiment for _, experiment in found)

    def leave(self, user_id: int, experiment: str, now: datetime) -> None:
        """Let a user take part in an experiment no more, and forget what they did in it."""
        self._database.write(lambda connection: event_rows.leave(connection, user_id, experiment, now))

    def rejoin(self, user_id: int, experiment: str) -> None:
        """Let a user take part in an experiment again."""
        again = delete(left_experiments).where(
            left_experiments.c.user_id == user_id, left_experiments.c.experiment == experiment
        )
        self._database.write(lambda connection: connection.execute(again))
