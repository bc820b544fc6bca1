"""Reading and writing marks: functions of a connection, called inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.users.tables import MARK_TABLES
from engine.users.values import MARK_KINDS, FilmMarks, Mark, MarkKind, Marks, WriteCount, halves_of, valid_film_id


def insert_into(connection: Connection, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT, which both databases have and plain SQL has not."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return insert(table)


def read_mark(connection: Connection, user_id: int, kind: MarkKind, film_id: int) -> Mark | None:
    """Return one mark of a user, `None` if there is none."""
    table = MARK_TABLES[kind]
    row = connection.execute(select(table).where(_key(table, user_id, film_id))).first()
    return None if row is None else _mark(row, kind)


def read_marks(connection: Connection, user_id: int) -> Marks:
    """Return all marks of a user."""
    found: dict[MarkKind, tuple[Mark, ...]] = {}
    for kind in MARK_KINDS:
        table = MARK_TABLES[kind]
        query = select(table).where(table.c.user_id == user_id).order_by(table.c.at.desc(), table.c.film_id)
        found[kind] = tuple(_mark(row, kind) for row in connection.execute(query))
    return Marks(**found)


def read_film_marks(connection: Connection, user_id: int, film_ids: Sequence[int]) -> dict[int, FilmMarks]:
    """Return the marks of a user on some films; films without any are left out."""
    marks: dict[int, FilmMarks] = {}
    for kind in MARK_KINDS:
        table = MARK_TABLES[kind]
        for row in connection.execute(
            select(table).where(table.c.user_id == user_id, table.c.film_id.in_(list(film_ids)))
        ):
            value: Any = row.halves / 2 if kind == "rating" else True
            marks[row.film_id] = replace(marks.get(row.film_id, FilmMarks()), **{kind: value})
    return marks


def put_mark(connection: Connection, user_id: int, kind: MarkKind, mark: Mark) -> Mark | None:
    """Write a mark over the one that is there, and return that one."""
    before = read_mark(connection, user_id, kind, mark.film_id)
    row = _row(user_id, kind, mark)
    statement = insert_into(connection, MARK_TABLES[kind]).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["user_id", "film_id"], set_=_values(row)))
    return before


def remove_mark(connection: Connection, user_id: int, kind: MarkKind, film_id: int) -> Mark | None:
    """Remove a mark, and return it; `None` if there was none."""
    before = read_mark(connection, user_id, kind, film_id)
    table = MARK_TABLES[kind]
    connection.execute(delete(table).where(_key(table, user_id, film_id)))
    return before


def add_marks(
    connection: Connection, user_id: int, kind: MarkKind, marks: Iterable[Mark], undated: frozenset[int] = frozenset()
) -> WriteCount:
    """Write marks of one kind that come from elsewhere: an import, or a guest.

    What is there stays, except that a newer rating with other stars replaces an older one. So nothing is lost, and
    adding the same marks again changes nothing. The caller has locked the user.

    Parameters
    ----------
    connection, user_id, kind
        Where they belong.
    marks
        At most one for each film.
    undated
        Films whose mark has a time only because every mark has one; their rating replaces none.

    """
    table = MARK_TABLES[kind]
    there = {row.film_id: row for row in connection.execute(select(table).where(table.c.user_id == user_id))}
    added, changed, unchanged = [], [], 0
    for mark in marks:
        row, old = _row(user_id, kind, mark), there.get(mark.film_id)
        if old is None:
            added.append(row)
        elif kind == "rating" and mark.film_id not in undated and mark.at > old.at and row["halves"] != old.halves:
            changed.append(row)
        else:
            unchanged += 1
    if added or changed:
        _write_newer(connection, table, added + changed)
    return WriteCount(len(added), len(changed), unchanged)


def _write_newer(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write rows, but not over newer ones: on PostgreSQL, a click on another page may have come first."""
    statement = insert_into(connection, table)
    new = statement.excluded
    newer = statement.on_conflict_do_update(
        index_elements=["user_id", "film_id"],
        set_={name: new[name] for name in _values(rows[0])},
        where=new.at > table.c.at,
    )
    connection.execute(newer, rows)


def _key(table: Table, user_id: int, film_id: int) -> Any:
    return and_(table.c.user_id == user_id, table.c.film_id == film_id)


def _mark(row: Row[Any], kind: MarkKind) -> Mark:
    return Mark(row.film_id, row.at, row.halves / 2 if kind == "rating" else None)


def _row(user_id: int, kind: MarkKind, mark: Mark) -> dict[str, int | datetime]:
    row: dict[str, int | datetime] = {"user_id": user_id, "film_id": valid_film_id(mark.film_id), "at": mark.at}
    return row | ({"halves": halves_of(mark.rating)} if kind == "rating" else {})


def _values(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("user_id", "film_id")}
