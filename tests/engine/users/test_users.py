"""The contract of the database of users, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import create_engine, inspect

from engine.errors import DatabaseVersion, InvalidMark, UnknownUser
from engine.users import (
    MARK_KINDS,
    FilmMarks,
    HistoryEntry,
    Mark,
    MarkKind,
    Marks,
    Preferences,
    User,
    UserData,
    Users,
    WriteCount,
    new_guest_id,
    people,
)
from engine.users.address import parse_address
from engine.users.tables import OWNED, metadata
from tests.engine.users.conftest import Clock


def test_a_mark_is_there_until_it_is_taken_away(users: Users, ada: int) -> None:
    for kind in MARK_KINDS:
        rating = 3.5 if kind == "rating" else None
        change = users.mark(ada, kind, 603, rating)
        assert change.before is None
        assert users.marks(ada).of_kind(kind) == (change.after,)
        assert len(users.marks(ada)) == 1
        assert users.unmark(ada, kind, 603).before == change.after
        assert users.marks(ada) == Marks()


def test_a_click_can_be_undone_with_its_old_time(users: Users, ada: int) -> None:
    first = users.mark(ada, "rating", 603, 4.0)
    second = users.mark(ada, "rating", 603, 1.5)
    assert second.before == first.after
    users.undo(ada, second)
    assert users.marks(ada).rating == (first.after,)
    users.undo(ada, users.unmark(ada, "rating", 603))
    assert users.marks(ada).rating == (first.after,)
    users.undo(ada, first)
    users.undo(ada, first)
    assert users.marks(ada) == Marks()


def test_a_film_may_be_rated_and_not_interested_at_once(users: Users, ada: int) -> None:
    users.mark(ada, "rating", 603, 2.0)
    users.mark(ada, "not_interested", 603)
    users.mark(ada, "watchlist", 13)
    assert users.film_marks(ada, [603, 13, 9]) == {
        603: FilmMarks(rating=2.0, not_interested=True),
        13: FilmMarks(watchlist=True),
    }
    assert users.marks(ada).by_film() == users.film_marks(ada, [603, 13])
    assert users.film_marks(ada, [603])[603].seen
    assert users.film_marks(ada, []) == {}


def test_a_rating_is_half_a_star_to_five(users: Users, ada: int) -> None:
    for rating in cast(list[float], [0, 5.5, 0.75, "five", None, True, float("nan"), float("inf"), -1]):
        with pytest.raises(InvalidMark, match=r"0\.5 to 5 stars"):
            users.mark(ada, "rating", 603, rating)
    assert users.marks(ada) == Marks()


def test_a_film_id_is_a_positive_number(users: Users, ada: int) -> None:
    for film_id in cast(list[int], [0, -1, 2**31, "603", 1.0, True]):
        with pytest.raises(InvalidMark, match="is not a film id"):
            users.mark(ada, "watched", film_id)
    with pytest.raises(InvalidMark, match='"liked" is no mark'):
        users.mark(ada, cast(MarkKind, "liked"), 603)


def test_nobody_sees_the_marks_of_another(users: Users, ada: int, guest: int) -> None:
    users.mark(ada, "rating", 603, 5)
    users.remember(ada, "film", "603")
    users.set_preferences(ada, Preferences(country="DE"))
    assert users.data(guest) == UserData()
    assert users.film_marks(guest, [603]) == {}
    assert users.preferences(guest) == Preferences()
    users.unmark(guest, "rating", 603)
    users.delete(guest)
    assert len(users.marks(ada)) == 1


def test_a_guest_is_whoever_has_the_id(users: Users) -> None:
    guest = new_guest_id()
    assert users.find_guest(guest) is None
    user = users.guest(guest)
    assert user.is_guest
    assert users.guest(guest) == users.find_guest(guest) == user
    assert users.find_guest(new_guest_id()) is None


def test_the_same_address_from_two_providers_is_two_accounts(users: Users) -> None:
    first = users.sign_in("https://one.example", "1", "Ada@example.org")
    second = users.sign_in("https://two.example", "1", "ada@example.org ")
    assert first.is_new
    assert second.is_new
    assert first.user.id != second.user.id
    assert first.same_email == ()
    assert second.same_email == ("https://one.example",)
    again = users.sign_in("https://one.example", "1", "ada@example.org")
    assert (again.user, again.is_new, again.same_email) == (first.user, False, ("https://two.example",))


def test_two_first_requests_of_one_person_at_the_same_moment_are_one_user(
    users: Users, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked before the first one was done."""
    find, looks = people.find_user, []

    def too_early(*arguments: Any) -> User | None:
        looks.append(arguments)
        return None if len(looks) == 1 else find(*arguments)

    monkeypatch.setattr(people, "find_user", too_early)
    again = users.sign_in("https://id.example", "ada")
    assert (again.user.id, again.is_new, len(looks)) == (ada, False, 2)


def test_nobody_signs_in_without_a_provider_and_a_subject(users: Users) -> None:
    for provider, subject in (("", "1"), ("https://a.example", ""), ("guest", "1")):
        with pytest.raises(InvalidMark, match="did not say who signs in"):
            users.sign_in(provider, subject)


def test_merging_a_guest_loses_nothing_and_the_newer_rating_wins(users: Users, ada: int) -> None:
    secret = new_guest_id()
    guest = users.guest(secret).id
    users.mark(guest, "rating", 1, 1.0)
    users.mark(ada, "rating", 1, 2.0)
    users.mark(ada, "rating", 2, 3.0)
    newer = users.mark(guest, "rating", 2, 4.0).after
    for kind in MARK_KINDS[1:]:
        users.mark(guest, kind, 3)
        users.mark(ada, kind, 4)
    users.remember(ada, "query", "about=heist")
    users.remember(guest, "film", "3")
    users.set_preferences(ada, Preferences(country="DE"))
    users.set_preferences(guest, Preferences(country="FR"))

    assert users.merge_guest(secret, ada) == WriteCount(added=3, changed=1, unchanged=1)
    marks = users.marks(ada)
    assert {mark.film_id: mark.rating for mark in marks.rating} == {1: 2.0, 2: 4.0}
    assert newer in marks.rating
    for kind in MARK_KINDS[1:]:
        assert {mark.film_id for mark in marks.of_kind(kind)} == {3, 4}
    assert [entry.what for entry in users.history(ada)] == ["3", "about=heist"]
    assert users.preferences(ada) == Preferences(country="FR")
    assert users.find_guest(secret) is None
    assert users.merge_guest(secret, ada) == WriteCount()


def test_deleting_a_user_leaves_nothing_and_the_id_is_never_used_again(users: Users, ada: int) -> None:
    users.mark(ada, "rating", 1, 1.0)
    users.remember(ada, "film", "1")
    users.set_preferences(ada, Preferences(preset="story"))
    users.delete(ada)
    sizes = users.sizes()
    assert {name: sizes[name] for name in ("users", "identities", *(table.name for table in OWNED))} == dict.fromkeys(
        ("users", "identities", *(table.name for table in OWNED)), 0
    )
    for use in (
        lambda: users.mark(ada, "watched", 1),
        lambda: users.remember(ada, "film", "1"),
        lambda: users.data(ada),
        lambda: users.delete(ada),
        lambda: users.add(ada, UserData()),
    ):
        with pytest.raises(UnknownUser):
            use()
    assert users.sign_in("https://id.example", "ada").user.id > ada


def test_the_history_keeps_the_newest_500_and_each_thing_once(users: Users, ada: int, clock: Clock) -> None:
    entries = tuple(HistoryEntry("film", str(number), clock()) for number in range(600))
    users.add(ada, UserData(history=entries))
    assert users.history(ada) == entries[:99:-1]
    users.remember(ada, "film", "300")
    assert users.history(ada)[0].what == "300"
    assert len(users.history(ada)) == 500
    users.remember(ada, "query", "about=\0\ud800" + "x" * 9_000)
    assert users.history(ada)[0].what.startswith("about=?xxx")
    assert len(users.history(ada)[0].what) == 2_000
    users.clear_history(ada)
    assert users.history(ada) == ()


def test_adding_the_same_twice_changes_nothing(users: Users, ada: int, clock: Clock) -> None:
    marks = Marks(
        rating=(Mark(1, clock(), 4.0), Mark(2, clock(), 0.5)),
        watched=(Mark(1, clock()),),
        watchlist=(Mark(7, clock()),),
        not_interested=(Mark(2, clock()),),
    )
    data = UserData(marks, (HistoryEntry("film", "1", clock()),), Preferences(language="de"))
    assert users.add(ada, data) == WriteCount(added=5)
    before = users.data(ada)
    assert users.add(ada, data) == WriteCount(unchanged=5)
    assert users.data(ada) == before
    assert before.preferences == Preferences(language="de")
    assert before.marks.by_film() == marks.by_film()


def test_an_older_or_undated_rating_replaces_none(users: Users, ada: int, clock: Clock) -> None:
    old = clock()
    users.mark(ada, "rating", 1, 4.0)
    assert users.add(ada, UserData(Marks(rating=(Mark(1, old, 1.0),)))) == WriteCount(unchanged=1)
    undated = UserData(Marks(rating=(Mark(1, clock(), 1.0),)))
    assert users.add(ada, undated, {"rating": frozenset({1})}) == WriteCount(unchanged=1)
    assert users.marks(ada).rating[0].rating == 4.0
    assert users.add(ada, undated) == WriteCount(changed=1)
    assert users.marks(ada).rating[0].rating == 1.0


def test_an_addition_with_one_bad_mark_adds_nothing(users: Users, ada: int, clock: Clock) -> None:
    bad = UserData(Marks(watched=(Mark(1, clock()),), not_interested=(Mark(-1, clock()),)))
    with pytest.raises(InvalidMark):
        users.add(ada, bad)
    assert users.marks(ada) == Marks()


def test_times_keep_their_microseconds(users: Users, ada: int, clock: Clock) -> None:
    at = clock() + timedelta(microseconds=1)
    users.add(ada, UserData(Marks(watched=(Mark(1, at),))))
    assert users.marks(ada).watched == (Mark(1, at),)


def test_all_servers_sign_cookies_with_one_key(users: Users, url: str) -> None:
    other = Users(url)
    assert users.cookie_key() == other.cookie_key() == users.cookie_key()
    assert len(users.cookie_key()) == 32
    other.close()


def test_an_operator_sees_counts_only(users: Users, ada: int, guest: int) -> None:
    users.mark(ada, "rating", 603, 5)
    newest, oldest = users.summaries(10)
    assert (newest.user.id, oldest.user.id) == (guest, ada)
    assert oldest.counts["ratings"] == 1
    assert sum(newest.counts.values()) == 0
    assert users.summaries(1) == (newest,)
    assert users.sizes()["bytes"] > 10_000
    assert users.all_ratings() == [(ada, 603, 5.0)]


def test_the_migrations_make_the_tables_that_the_code_knows(users: Users, url: str) -> None:
    assert users.sizes()["users"] == 0
    engine = create_engine(parse_address(url))
    made = inspect(engine)
    assert set(made.get_table_names()) == {*metadata.tables, "alembic_version"}
    for name, table in metadata.tables.items():
        columns = {column["name"]: column for column in made.get_columns(name)}
        assert set(columns) == set(table.columns.keys())
        assert {key for key, column in columns.items() if column["nullable"]} == {c.name for c in table.c if c.nullable}
        assert made.get_pk_constraint(name)["constrained_columns"] == [c.name for c in table.primary_key]
        assert {index["name"] for index in made.get_indexes(name)} == {index.name for index in table.indexes}
        cascades = {key["options"].get("ondelete") for key in made.get_foreign_keys(name)}
        assert cascades == ({"CASCADE"} if table.foreign_keys else set())
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone(users: Users, url: str, ada: int) -> None:
    users.mark(ada, "watched", 603)
    engine = create_engine(parse_address(url))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer = Users(url)
    for use in (lambda: newer.marks(ada), lambda: newer.mark(ada, "watched", 604)):
        with pytest.raises(DatabaseVersion, match="newer version of CineWatch"):
            use()
    newer.close()
    assert len(users.marks(ada)) == 1
    engine.dispose()
