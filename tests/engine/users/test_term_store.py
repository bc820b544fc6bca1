"""What users want of terms is kept until they take it away, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import create_engine

from engine.entities import Choice
from engine.errors import InvalidMark, UnknownUser
from engine.users import TermPreference, UserData, Users, new_guest_id
from engine.users.address import parse_address
from engine.users.term_preference import MAX_TERMS
from tests.engine.users.conftest import Clock

HEIST = ("keywords", "heist")


def choices(users: Users, user_id: int) -> dict[tuple[str, str], str]:
    return {(each.field, each.term): each.choice for each in users.terms.of(user_id)}


def test_a_choice_is_there_until_it_is_taken_away_and_the_last_one_counts(users: Users, ada: int, guest: int) -> None:
    users.terms.choose(ada, *HEIST, "ignore")
    users.terms.choose(ada, "genres", "Drama", "less")
    users.terms.choose(ada, *HEIST, "more")
    assert choices(users, ada) == {HEIST: "more", ("genres", "Drama"): "less"}
    assert users.terms.of(ada)[0].term == "heist"
    assert users.data(ada).terms == users.terms.of(ada)
    assert users.terms.of(guest) == ()
    for _ in range(2):
        users.terms.forget(ada, *HEIST)
        assert choices(users, ada) == {("genres", "Drama"): "less"}


def test_a_choice_that_makes_no_sense_is_refused(users: Users, ada: int) -> None:
    for field, term, choice in (
        ("keywords", "heist", "never"),
        ("keywords", "", "more"),
        ("keywords", "a\0b", "more"),
        ("keywords", "\ud800", "more"),
        ("keywords", "x" * 301, "more"),
        ("x" * 41, "heist", "more"),
    ):
        with pytest.raises(InvalidMark):
            users.terms.choose(ada, field, term, cast(Choice, choice))
    assert users.terms.of(ada) == ()
    users.delete(ada)
    with pytest.raises(UnknownUser):
        users.terms.choose(ada, *HEIST, "more")


def test_there_are_two_hundred_choices_at_most(users: Users, ada: int, clock: Clock) -> None:
    many = tuple(TermPreference("keywords", f"k{number}", "more", clock()) for number in range(MAX_TERMS + 50))
    users.add(ada, UserData(terms=many))
    assert set(users.terms.of(ada)) == set(many[50:])
    with pytest.raises(InvalidMark, match="200 terms already"):
        users.terms.choose(ada, *HEIST, "more")
    users.terms.choose(ada, "keywords", "k100", "ignore")
    users.terms.forget(ada, "keywords", "k100")
    users.terms.choose(ada, *HEIST, "more")


def test_the_newer_choice_wins_when_a_guest_signs_in_or_a_file_is_imported(
    users: Users, ada: int, clock: Clock
) -> None:
    secret = new_guest_id()
    guest = users.guest(secret).id
    users.terms.choose(guest, *HEIST, "ignore")
    users.terms.choose(ada, *HEIST, "more")
    users.terms.choose(ada, "genres", "Drama", "less")
    users.terms.choose(guest, "genres", "Drama", "more")
    users.terms.choose(guest, "genres", "War", "more")
    users.merge_guest(secret, ada)
    merged = {HEIST: "more", ("genres", "Drama"): "more", ("genres", "War"): "more"}
    assert choices(users, ada) == merged
    before = users.data(ada)
    old = before.terms[-1].at - timedelta(days=1)
    users.add(ada, UserData(terms=(TermPreference(*HEIST, "ignore", old),)))
    users.add(ada, before)
    assert users.data(ada) == before
    users.add(ada, UserData(terms=(TermPreference(*HEIST, "ignore", clock()),)))
    assert choices(users, ada) == merged | {HEIST: "ignore"}


def test_a_database_of_the_version_before_gets_the_table_and_keeps_its_marks(users: Users, url: str, ada: int) -> None:
    users.mark(ada, "rating", 603, 4.0)
    engine = create_engine(parse_address(url))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE term_preferences")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    engine.dispose()
    later = Users(url)
    later.terms.choose(ada, *HEIST, "more")
    assert choices(later, ada) == {HEIST: "more"}
    assert len(later.marks(ada)) == 1
    later.close()
