"""Twenty films take twenty calls, a film that a hundred callers need takes one, and a dead service one timeout."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from engine.errors import TooManyCalls, Unavailable
from engine.tmdb.client import LOOKUP_WORKERS
from engine.tmdb.lookup_pool import LookupPool
from engine.tmdb.lookups import TmdbLookups
from engine.tmdb.timing import HttpLimits
from engine.tmdb.values import FilmDetails
from fakes.tmdb import FakeTmdb
from fakes.tmdb_behaviours import Late, Never, Status
from fakes.tmdb_connection import Connection
from fakes.tmdb_replies import Reply
from tests.engine.tmdb.helpers import DEAD_ADDRESS, MATRIX, FakeClock, lookups_at, outcome_of

TWENTY = range(1, 21)


class Gate:
    """A look-up that takes until the gate is opened, and counts how often each film is looked up."""

    def __init__(self, error: Exception | None = None) -> None:
        self.open = threading.Event()
        self.lookups: Counter[tuple[int, str]] = Counter()
        self.error = error

    def __call__(self, film_id: int, language: str) -> str:
        """Look up, once the gate is open."""
        self.lookups[film_id, language] += 1
        assert self.open.wait(10)
        if self.error:
            raise self.error
        return f"{film_id} in {language}"


def pool_of(look_up: Callable[[int, str], str], workers: int = 8) -> LookupPool[str]:
    return LookupPool(look_up, ThreadPoolExecutor(workers))


def pool_for(lookups: TmdbLookups) -> LookupPool[FilmDetails | None]:
    """Return the pool that the app has for its look-ups."""
    return LookupPool(lookups.details, ThreadPoolExecutor(LOOKUP_WORKERS))


def wait_until_finished(pool: LookupPool[str]) -> None:
    """Wait until nothing is pending: a result is there a moment before its look-up is finished."""
    for _ in range(500):
        if not pool.pending:
            return
        time.sleep(0.01)
    raise AssertionError("a look-up stays pending")


def look_up(lookups: TmdbLookups, film_id: int) -> object:
    """Look a film up without a pool."""
    return outcome_of(lambda: lookups.details(film_id, "en"))


def look_up_all(lookups: TmdbLookups, film_ids: range) -> list[object]:
    """Look these films up at once."""
    pool = pool_for(lookups)
    pending = [pool.submit(film_id, "en") for film_id in film_ids]
    return [outcome_of(future.result) for future in pending]


def test_twenty_films_take_twenty_calls_several_at_a_time(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.2))
    outcomes = look_up_all(lookups_at(tmdb), TWENTY)
    assert [film.id for film in outcomes if isinstance(film, FilmDetails)] == list(TWENTY)
    assert Counter(call.path for call in tmdb.calls) == {f"/3/movie/{film_id}": 1 for film_id in TWENTY}
    assert 4 <= tmdb.max_in_flight <= LOOKUP_WORKERS


def test_a_film_that_a_hundred_callers_need_takes_one_call(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.5))
    pool = pool_for(lookups_at(tmdb))
    start = threading.Barrier(100)

    def submit(_: int) -> FilmDetails | None:
        start.wait()
        return pool.submit(MATRIX, "en").result()

    with ThreadPoolExecutor(100) as callers:
        films = list(callers.map(submit, range(100)))
    assert len(tmdb.calls) == 1
    assert pool.submitted == 100
    assert films[0] is not None
    assert films[0].title == "The Matrix"
    assert all(film is films[0] for film in films)


def test_another_film_or_another_language_is_another_look_up() -> None:
    gate = Gate()
    pool = pool_of(gate)
    pending = [pool.submit(film_id, language) for film_id in (1, 2, 1) for language in ("de", "en")]
    assert pool.pending == 4
    gate.open.set()
    expected = ["1 in de", "1 in en", "2 in de", "2 in en", "1 in de", "1 in en"]
    assert [future.result() for future in pending] == expected
    assert gate.lookups == {(1, "de"): 1, (1, "en"): 1, (2, "de"): 1, (2, "en"): 1}


def test_a_finished_look_up_is_made_again_when_it_is_needed_again() -> None:
    gate = Gate()
    pool = pool_of(gate)
    for times in (1, 2, 3):
        gate.open.clear()
        result = pool.submit(1, "en")
        gate.open.set()
        assert result.result() == "1 in en"
        wait_until_finished(pool)
        assert gate.lookups[1, "en"] == times


def test_no_more_look_ups_run_at_once_than_there_are_workers() -> None:
    gate = Gate()
    pool = pool_of(gate, workers=3)
    pending = [pool.submit(film_id, "en") for film_id in range(10)]
    while len(gate.lookups) < 3:
        time.sleep(0.01)
    time.sleep(0.05)
    assert len(gate.lookups) == 3
    gate.open.set()
    assert [future.result() for future in pending] == [f"{film_id} in en" for film_id in range(10)]


def test_an_error_reaches_all_callers_and_the_next_look_up_may_succeed() -> None:
    gate = Gate(Unavailable("TMDB does not answer"))
    pool = pool_of(gate)
    pending = [pool.submit(1, "en") for _ in range(5)]
    gate.open.set()
    assert {str(outcome_of(future.result)) for future in pending} == {"TMDB does not answer"}
    wait_until_finished(pool)
    gate.error = None
    assert pool.submit(1, "en").result() == "1 in en"


def test_a_caller_that_gives_up_waiting_finds_the_result_later(tmdb: FakeTmdb) -> None:
    tmdb.behave(Late(0.6))
    pool = pool_for(lookups_at(tmdb))
    with pytest.raises(TimeoutError):
        pool.submit(MATRIX, "en").result(0.1)
    film = pool.submit(MATRIX, "en").result(5)
    assert film is not None
    assert film.title == "The Matrix"
    assert len(tmdb.calls) == 1


def test_a_caller_gets_the_error_of_the_look_up_or_none_for_a_missing_film(tmdb: FakeTmdb) -> None:
    def refuse(reply: Reply, connection: Connection) -> None:
        if connection.wait(0.1):
            Status(429, retry_after=60)(reply, connection)

    pool = pool_for(lookups_at(tmdb))
    assert pool.submit(404, "en").result(5) is None
    tmdb.behave(refuse)
    with pytest.raises(TooManyCalls):
        pool.submit(MATRIX, "en").result(5)


def test_a_dead_service_costs_one_timeout_and_not_one_per_film(tmdb: FakeTmdb) -> None:
    tmdb.behave(Never())
    lookups = lookups_at(tmdb)
    outcomes = look_up_all(lookups, TWENTY)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    # As many calls as were in flight before the first one failed.
    assert len(tmdb.calls) <= LOOKUP_WORKERS
    later = [look_up(lookups, film_id) for film_id in TWENTY]
    assert all(isinstance(outcome, Unavailable) for outcome in later)
    assert len(tmdb.calls) <= LOOKUP_WORKERS


def test_a_service_that_keeps_failing_is_left_alone(tmdb: FakeTmdb) -> None:
    tmdb.behave(Status(500))
    lookups = lookups_at(tmdb, HttpLimits(retries=0))
    outcomes = [look_up(lookups, film_id) for film_id in range(1, 8)]
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert len(tmdb.calls) == 3
    assert str(outcomes[-1]) == "TMDB has a problem (status 500); we try again in 20 seconds"


def test_twenty_films_at_a_dead_address_cost_next_to_nothing(tmdb: FakeTmdb) -> None:
    lookups = lookups_at(tmdb, tmdb_base_url=DEAD_ADDRESS)
    outcomes = [look_up(lookups, film_id) for film_id in TWENTY]
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert lookups.status().calls == 1


def test_after_a_rest_one_call_tries_and_then_all_is_well(tmdb: FakeTmdb, clock: FakeClock) -> None:
    lookups = lookups_at(tmdb, HttpLimits(retries=0), clock.clock)
    tmdb.behave(Status(429, retry_after=30), times=1)
    assert isinstance(look_up(lookups, 1), TooManyCalls)
    clock.seconds += 29
    assert isinstance(look_up(lookups, 2), Unavailable)
    assert len(tmdb.calls) == 1
    clock.seconds += 1
    tmdb.behave(Late(0.5))
    with ThreadPoolExecutor(8) as callers:
        outcomes = list(callers.map(lambda film_id: look_up(lookups, film_id), range(1, 9)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["FilmDetails"] + ["Unavailable"] * 7
    assert len(tmdb.calls) == 2
    tmdb.behave(Late(0.01))
    assert all(isinstance(outcome, FilmDetails) for outcome in look_up_all(lookups, range(1, 10)))
    assert len(tmdb.calls) == 11


class ImmediateExecutor(ThreadPoolExecutor):
    """Has the result before it returns, as happens when the worker runs before the caller."""

    def submit(self, fn: Callable[..., str], /, *args: object, **kwargs: object) -> Future[str]:  # type: ignore[override]  # it runs functions of one type
        """Run the function now."""
        future: Future[str] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_a_look_up_that_is_there_at_once_does_not_lock_the_pool() -> None:
    pool = LookupPool(lambda film_id, language: f"{film_id} in {language}", ImmediateExecutor(1))
    results: list[str] = []

    def submit() -> None:
        results.extend(pool.submit(film_id, "en").result() for film_id in range(8))

    caller = threading.Thread(target=submit, daemon=True)
    caller.start()
    caller.join(1)
    assert results == [f"{film_id} in en" for film_id in range(8)]
    assert pool.pending == 0


def test_quick_look_ups_are_all_answered() -> None:
    def submit() -> None:
        pool = pool_of(lambda film_id, language: f"{film_id} in {language}")
        results.extend(pool.submit(film_id, "en").result() for film_id in range(8))

    results: list[str] = []
    for times in range(1, 21):
        caller = threading.Thread(target=submit, daemon=True)
        caller.start()
        caller.join(1)
        assert len(results) == 8 * times
