"""Everything of one user at once: read, added to and merged; functions of a connection, inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from engine.users import event_rows, people, term_rows
from engine.users.marks import add_marks, read_marks
from engine.users.tables import events
from engine.users.values import MARK_KINDS, MarkKind, UserData, WriteCount


def merge_users(connection: Connection, guest_id: int, user_id: int, now: datetime) -> WriteCount:
    """Move everything of a guest to another user, and delete the guest. The newer ratings, preferences and choices win.

    Whoever has left an experiment as a guest has left it for good. What they did in others as a guest is forgotten: the
    account may have another arm.
    """
    if guest_id == user_id:
        return WriteCount()
    # Always the lower id first, so that two merges at once cannot wait for each other.
    for each in sorted((guest_id, user_id)):
        people.lock_user(connection, each)
    guest = read_data(connection, guest_id)
    kinds = [add_marks(connection, user_id, kind, guest.marks.of_kind(kind)) for kind in MARK_KINDS]
    people.add_history(connection, user_id, guest.history)
    chosen, kept = people.preferences_time(connection, guest_id), people.preferences_time(connection, user_id)
    if guest.preferences and chosen and (kept is None or chosen > kept):
        people.write_preferences(connection, user_id, guest.preferences, chosen)
    term_rows.add_terms(connection, user_id, guest.terms)
    for experiment in guest.left:
        event_rows.leave(connection, user_id, experiment, now)
    people.remove_user(connection, guest_id)
    return sum(kinds, WriteCount())


def read_data(connection: Connection, user_id: int) -> UserData:
    """Return everything that is kept about a user."""
    return UserData(
        read_marks(connection, user_id),
        people.read_history(connection, user_id),
        people.read_preferences(connection, user_id),
        event_rows.read_events(connection, events.c.user_id == user_id),
        term_rows.read_terms(connection, user_id),
        tuple(sorted(experiment for _, experiment in event_rows.read_left(connection, [user_id]))),
    )


def add_data(
    connection: Connection, user_id: int, data: UserData, undated: Mapping[MarkKind, frozenset[int]], now: datetime
) -> WriteCount:
    """Add what comes from elsewhere; see `Users.add`. Raises UnknownUser."""
    people.lock_user(connection, user_id)
    people.add_history(connection, user_id, data.history)
    if data.preferences and people.read_preferences(connection, user_id) is None:
        people.write_preferences(connection, user_id, data.preferences, now)
    term_rows.add_terms(connection, user_id, data.terms)
    counts = [
        add_marks(connection, user_id, kind, data.marks.of_kind(kind), undated.get(kind, frozenset()))
        for kind in MARK_KINDS
    ]
    return sum(counts, WriteCount())
