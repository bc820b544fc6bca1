"""Twenty films take twenty calls, a film that a hundred ask for takes one, and a dead service one time-out."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from engine.errors import TooManyCalls, Unavailable
from engine.tmdb import http
from engine.tmdb.client import WORKERS
from engine.tmdb.lookup_pool import LookupPool
from engine.tmdb.lookups import TmdbLookups
from engine.tmdb.values import FilmDetails
from fakes.tmdb import FakeTmdb, Late, Line, Never, Status
from fakes.tmdb_answers import Reply
from tests.engine.tmdb.calls import NOBODY, online_at, outcome_of, timed

TWENTY = range(1, 21)


@pytest.fixture
def tmdb() -> Iterator[FakeTmdb]:
    with FakeTmdb(missing=(404,)) as stand_in:
        yield stand_in


class Gate:
    """A look-up that takes until it is opened, and counts how often each film is looked up."""

    def __init__(self, error: Exception | None = None) -> None:
        self.open = threading.Event()
        self.looked_up: Counter[tuple[int, str]] = Counter()
        self.error = error

    def __call__(self, film_id: int, language: str) -> str:
        """Look up, once the gate is open."""
        self.looked_up[film_id, language] += 1
        assert self.open.wait(10)
        if self.error:
            raise self.error
        return f"{film_id} in {language}"


def look_up(online: TmdbLookups, film_id: int) -> object:
    """Ask for a film past any desk, and return what comes of it."""
    return outcome_of(lambda: online.details(film_id, "en"))


def ask_all(online: TmdbLookups, films: range) -> list[object]:
    """Ask for all these films at once, and return what comes of each."""
    desk = LookupPool(online.details, WORKERS)
    asked = [desk.ask(film_id, "en") for film_id in films]
    return [outcome_of(one.result) for one in asked]


def test_twenty_films_take_twenty_calls_several_at_a_time(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.2))
    with timed() as spent:
        found = ask_all(online_at(tmdb), TWENTY)
    assert [one.id for one in found if isinstance(one, FilmDetails)] == list(TWENTY)
    assert Counter(call.path for call in tmdb.calls) == {f"/3/movie/{film_id}": 1 for film_id in TWENTY}
    assert 4 <= tmdb.most_in_flight <= WORKERS
    assert spent.seconds < 3


def test_a_film_that_a_hundred_ask_for_takes_one_call(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.5))
    desk = LookupPool(online_at(tmdb).details, WORKERS)
    start = threading.Barrier(100)

    def ask(_: int) -> FilmDetails | None:
        start.wait()
        return desk.ask(603, "en").result()

    with ThreadPoolExecutor(100) as pool:
        found = list(pool.map(ask, range(100)))
    assert len(tmdb.calls) == 1
    assert desk.asked == 100
    assert found[0] is not None
    assert found[0].title == "The Matrix"
    assert all(one is found[0] for one in found)


def test_another_film_or_another_language_is_another_question() -> None:
    gate = Gate()
    desk = LookupPool(gate, 8)
    asked = [desk.ask(film_id, language) for film_id in (1, 2, 1) for language in ("de", "en")]
    gate.open.set()
    assert [one.result() for one in asked] == ["1 in de", "1 in en", "2 in de", "2 in en", "1 in de", "1 in en"]
    assert gate.looked_up == {(1, "de"): 1, (1, "en"): 1, (2, "de"): 1, (2, "en"): 1}


def test_what_has_been_answered_is_looked_up_again_when_asked_again() -> None:
    gate = Gate()
    desk = LookupPool(gate, 2)
    for times in (1, 2, 3):
        gate.open.clear()
        asked = desk.ask(1, "en")
        gate.open.set()
        assert asked.result() == "1 in en"
        # A result is there a moment before the question is closed.
        until_closed(desk)
        assert gate.looked_up[1, "en"] == times


def until_closed(desk: LookupPool[str]) -> None:
    """Wait until no question is open."""
    for _ in range(500):
        if not desk._open:
            return
        time.sleep(0.01)
    raise AssertionError("a question stays open")


def test_no_more_are_looked_up_at_once_than_there_are_workers() -> None:
    gate = Gate()
    desk = LookupPool(gate, 3)
    asked = [desk.ask(film_id, "en") for film_id in range(10)]
    time.sleep(0.1)
    assert len(gate.looked_up) == 3
    gate.open.set()
    assert [one.result() for one in asked] == [f"{film_id} in en" for film_id in range(10)]


def test_an_error_reaches_all_who_asked_and_the_next_who_asks_may_be_luckier() -> None:
    gate = Gate(Unavailable("TMDB does not answer"))
    desk = LookupPool(gate, 2)
    asked = [desk.ask(1, "en") for _ in range(5)]
    gate.open.set()
    assert {str(outcome_of(one.result)) for one in asked} == {"TMDB does not answer"}
    until_closed(desk)
    gate.error = None
    gate.open.clear()
    again = desk.ask(1, "en")
    gate.open.set()
    assert again.result() == "1 in en"


def test_who_waits_in_vain_gets_nothing_and_finds_the_answer_later(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.6))
    desk = LookupPool(online_at(tmdb).details, WORKERS)
    with pytest.raises(TimeoutError):
        desk.ask(603, "en").result(0.1)
    found = desk.ask(603, "en").result(5)
    assert found is not None
    assert found.title == "The Matrix"
    assert len(tmdb.calls) == 1


def test_who_waits_gets_the_error_of_the_look_up(tmdb: FakeTmdb) -> None:
    def refuse(right: Reply, line: Line) -> None:
        if line.stays(0.1):
            Status(429, retry_after=60)(right, line)

    tmdb.behave(refuse)
    with pytest.raises(TooManyCalls):
        LookupPool(online_at(tmdb).details, WORKERS).ask(603, "en").result(5)


def test_a_film_that_is_not_there_is_no_error(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.1))
    assert LookupPool(online_at(tmdb).details, WORKERS).ask(404, "en").result() is None


def test_a_dead_service_costs_one_time_out_and_not_one_a_film(tmdb: FakeTmdb) -> None:
    tmdb.behave(Never())
    online = online_at(tmdb)
    with timed() as spent:
        found = ask_all(online, TWENTY)
    assert all(isinstance(one, Unavailable) for one in found)
    # As many as were on their way before the first had failed, and none of the others.
    assert len(tmdb.calls) <= WORKERS
    assert spent.seconds < 3 * http.READ_S
    with timed() as spent:
        later = [look_up(online, film_id) for film_id in TWENTY]
    assert all(isinstance(one, Unavailable) for one in later)
    assert len(tmdb.calls) <= WORKERS
    assert spent.seconds < 0.5


def test_a_service_that_fails_time_and_again_is_left_alone(tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "RETRIES", 0)
    tmdb.behave(Status(500))
    online = online_at(tmdb)
    found = [look_up(online, film_id) for film_id in range(1, 8)]
    assert all(isinstance(one, Unavailable) for one in found)
    assert len(tmdb.calls) == 3
    assert str(found[-1]) == "TMDB has a fault of its own (status 500); it is asked again in 20 seconds"


def test_where_nobody_listens_twenty_films_cost_next_to_nothing(tmdb: FakeTmdb) -> None:
    online = online_at(tmdb, tmdb_base_url=NOBODY)
    with timed() as spent:
        found = [look_up(online, film_id) for film_id in TWENTY]
    assert all(isinstance(one, Unavailable) for one in found)
    assert online.status().calls == 1
    assert spent.seconds < 0.5


def test_after_a_rest_one_call_tries_and_then_all_is_well(tmdb: FakeTmdb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TOTAL_S", 0.9)
    online = online_at(tmdb)
    # A rest of a second, and no time to sit it out within the call.
    tmdb.behave(Status(429, retry_after=1), times=1)
    assert isinstance(outcome_of(lambda: online.details(1, "en")), TooManyCalls)
    assert isinstance(outcome_of(lambda: online.details(2, "en")), Unavailable)
    assert len(tmdb.calls) == 1
    time.sleep(1.05)
    tmdb.behave(Late(0.5))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda film_id: look_up(online, film_id), range(1, 9)))
    assert sorted(type(one).__name__ for one in found) == ["FilmDetails"] + ["Unavailable"] * 7
    assert len(tmdb.calls) == 2
    tmdb.behave(Late(0.1))
    assert all(isinstance(one, FilmDetails) for one in ask_all(online, TWENTY))
    assert len(tmdb.calls) == 22


def test_a_look_up_that_is_quick_does_not_lock_the_desk_up() -> None:
    class AtOnce(ThreadPoolExecutor):
        """Has the answer before it returns, as happens when the worker runs before the one who asks."""

        def submit(self, *args: object, **kwargs: object) -> Future[str]:  # type: ignore[override]
            del args, kwargs
            done: Future[str] = Future()
            done.set_result("quick")
            return done

    desk: LookupPool[str] = LookupPool(lambda film_id, language: f"{film_id} in {language}", 1)
    desk._workers = AtOnce(1)
    asking = threading.Thread(target=desk.ask, args=(1, "en"), daemon=True)
    asking.start()
    asking.join(1)
    assert not asking.is_alive()


def test_quick_look_ups_are_all_answered() -> None:
    def ask() -> None:
        desk = LookupPool(lambda film_id, language: f"{film_id} in {language}", 8)
        for film_id in range(8):
            desk.ask(film_id, "en").result()

    for _ in range(20):
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(1)
        assert not asking.is_alive()
