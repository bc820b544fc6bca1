"""Events of experiments in the database, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from datetime import timedelta

from engine.users import Event, EventKind, Users, as_json, new_guest_id
from tests.engine.users.conftest import Clock


def event(user: int, kind: EventKind, at: Clock, film: int = 1, arm: str = "", name: str = "calm") -> Event:
    return Event(user, name, arm, kind, at(), film, 3 if kind == "shown" else None, "films-1")


def test_what_somebody_did_gets_the_arm_and_place_of_the_film_they_saw(users: Users, ada: int, clock: Clock) -> None:
    batch = [
        event(ada, "opened", clock, 1),
        event(ada, "shown", clock, 1, "a"),
        event(ada, "watched", clock, 2),
        event(ada, "opened", clock, 1, name="another"),
    ]
    assert users.events.add(batch) == 2
    found = users.events.of("calm")
    assert {(each.kind, each.arm, each.position, each.film_id) for each in found} == {
        ("shown", "a", 3, 1),
        ("opened", "a", 3, 1),
    }
    assert all(each.at in {of.at for of in batch} for each in found)
    assert users.events.names() == ("calm",)


def test_events_go_with_their_user_and_a_deleted_one_gets_none(
    users: Users, ada: int, guest: int, clock: Clock
) -> None:
    users.events.add([event(ada, "shown", clock, arm="a"), event(guest, "shown", clock, arm="b")])
    users.delete(ada)
    late = [event(ada, "shown", clock, arm="a"), event(guest, "opened", clock)]
    assert users.events.add(late) == 1
    assert {each.user_id for each in users.events.of("calm")} == {guest}


def test_who_leaves_an_experiment_is_forgotten_in_it_and_may_come_back(users: Users, ada: int, clock: Clock) -> None:
    users.events.add([event(ada, "shown", clock, arm="a"), event(ada, "shown", clock, arm="a", name="another")])
    for _ in range(2):
        users.events.leave(ada, "calm", clock())
    assert users.events.left(ada) == {"calm"}
    assert users.events.names() == ("another",)
    users.events.rejoin(ada, "calm")
    assert users.events.left(ada) == frozenset()


def test_old_events_are_forgotten(users: Users, ada: int, clock: Clock) -> None:
    old, new = event(ada, "shown", clock, 1, "a"), event(ada, "shown", clock, 2, "a")
    users.events.add([old, new])
    assert users.events.forget_before(old.at + timedelta(microseconds=1)) == 1
    assert users.events.of("calm") == [new]


def test_what_counts_is_the_first_time_of_each_arm_and_all_that_was_done(users: Users, ada: int, clock: Clock) -> None:
    batch = [
        event(ada, "shown", clock, 1, "a"),
        event(ada, "shown", clock, 2, "a"),
        event(ada, "shown", clock, 3, "b"),
        event(ada, "opened", clock, 2),
        event(ada, "opened", clock, 3),
        event(ada, "shown", clock, 1, "a", name="another"),
    ]
    users.events.add(batch)
    expected = [("shown", "a", 0), ("shown", "b", 2), ("opened", "a", 3), ("opened", "b", 4)]
    found = [(each.kind, each.arm, each.at) for each in users.events.condensed("calm")]
    assert found == [(kind, arm, batch[number].at) for kind, arm, number in expected]


def test_who_left_as_a_guest_has_left_with_the_account_too(users: Users, ada: int, clock: Clock) -> None:
    secret = new_guest_id()
    guest = users.guest(secret).id
    users.events.add([event(guest, "shown", clock, arm="a", name="another"), event(ada, "shown", clock, arm="b")])
    users.events.leave(guest, "calm", clock())
    users.merge_guest(secret, ada)
    assert users.events.left(ada) == {"calm"}
    assert users.events.names() == ()


def test_everything_to_take_along_has_what_was_done_in_experiments(users: Users, ada: int, clock: Clock) -> None:
    users.events.add([event(ada, "shown", clock, 603, "a")])
    users.events.leave(ada, "old", clock())
    found = json.loads(as_json(users.data(ada), {}))["experiments"]
    assert found["left"] == ["old"]
    assert [(each["experiment"], each["arm"], each["film_id"], each["position"]) for each in found["events"]] == [
        ("calm", "a", 603, 3)
    ]
    assert "user_id" not in found["events"][0]
