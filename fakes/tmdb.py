"""A fake of TMDB, its image host and YouTube's search, over real sockets, that misbehaves on request.

    with FakeTmdb() as tmdb:
        tmdb.behave(Status(429, retry_after=1), times=2)
        requests.get(f"{tmdb.base_url}/movie/603", params={"api_key": KEY})
        assert tmdb.calls_to("/3/movie")[0].status == 429

HTTP/1.1 with connections kept alive, one thread per connection. A path covers itself and what is below it:
"/3/movie/60" covers "/3/movie/60/videos" but not "/3/movie/603".
"""

from __future__ import annotations

import itertools
import threading
import time
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Self

from fakes import tmdb_answers, youtube_answers
from fakes.tmdb_behaviours import Normal
from fakes.tmdb_connection import Behaviour, Call, Server
from fakes.tmdb_films import film_of, film_with
from fakes.tmdb_replies import Reply, as_json, failure, picture

KEY, BEARER, YOUTUBE_KEY = "0123456789abcdef0123456789abcdef", "fake.bearer.token", "fake-youtube-key"
"""The credentials that are valid unless others are given: TMDB's v3 and v4, Google's."""


class FakeTmdb:
    """The fake server, running inside a `with` block.

    Parameters
    ----------
    valid_keys, valid_tokens, youtube_keys
        The credentials it accepts: TMDB's v3 keys and v4 bearer tokens, Google's keys.
    missing
        Ids of films that it does not have. It has any other; of `tmdb_films.BARE` it knows only the title.
    """

    def __init__(
        self,
        valid_keys: Collection[str] = (KEY,),
        valid_tokens: Collection[str] = (BEARER,),
        youtube_keys: Collection[str] = (YOUTUBE_KEY,),
        missing: Collection[int] = (),
    ) -> None:
        self._keys, self._tokens, self._youtube_keys = valid_keys, valid_tokens, youtube_keys
        self._missing = {0, *missing}
        self._lock = threading.Lock()
        self._calls: dict[int, Call] = {}
        self._numbers = itertools.count()
        self._in_flight: set[int] = set()
        self._max_in_flight = 0
        self._counted: list[tuple[str, Behaviour]] = []
        self._lasting: dict[str, Behaviour] = {}
        self._server = Server(self)
        host = f"http://127.0.0.1:{self._server.server_port}"
        self.base_url, self.image_url, self.youtube_url = f"{host}/3", f"{host}/t/p", f"{host}/youtube/v3"

    def __enter__(self) -> Self:
        # The server checks at this interval, in seconds, whether it has to stop.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="fake TMDB")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join()
        if self._server.errors:
            raise self._server.errors[0]

    def behave(self, behaviour: Behaviour, times: int | None = None, path: str = "") -> None:
        """Treat calls in this way: the next `times` of them, or all from now on.

        Counted behaviours come first, in the order they were given. Of the others, the one with the longest path
        applies; a new one replaces the old one for the same path.

        Parameters
        ----------
        behaviour
            What to do with a call.
        times
            Calls to treat so; `None` for all from now on.
        path
            Only calls that this path covers.
        """
        with self._lock:
            if times is None:
                self._lasting[path] = behaviour
            else:
                self._counted.extend([(path, behaviour)] * times)

    @property
    def calls(self) -> list[Call]:
        """The calls since the start or since `forget_calls`, in the order they arrived."""
        with self._lock:
            return list(self._calls.values())

    def calls_to(self, prefix: str) -> list[Call]:
        """Return the calls whose path `prefix` covers."""
        return [call for call in self.calls if covers(prefix, call.path)]

    @property
    def max_in_flight(self) -> int:
        """The largest number of calls that were unanswered at one time."""
        with self._lock:
            return self._max_in_flight

    def max_in_window(self, seconds: float) -> int:
        """Return the largest number of calls that arrived within any window of this length."""
        return max_within([call.at for call in self.calls], seconds)

    def forget_calls(self) -> None:
        """Start counting anew. Calls under way are no longer in `calls`, but still in flight."""
        with self._lock:
            self._calls.clear()
            self._max_in_flight = len(self._in_flight)

    def call_arrived(self, path: str, query: dict[str, str], headers: dict[str, str], port: int) -> tuple[int, Call]:
        """Note a call, and return its number; for connections, like all that follows."""
        with self._lock:
            number = next(self._numbers)
            call = self._calls[number] = Call(time.monotonic(), path, query, headers, port)
            self._in_flight.add(number)
            self._max_in_flight = max(self._max_in_flight, len(self._in_flight))
        return number, call

    def call_answered(self, number: int, status: int) -> None:
        """Note the status of the reply to a call."""
        with self._lock:
            if number in self._calls:
                self._calls[number] = replace(self._calls[number], status=status)

    def call_finished(self, number: int) -> None:
        """Note that a call is no longer in flight."""
        with self._lock:
            self._in_flight.discard(number)

    def next_behaviour(self, path: str) -> Behaviour:
        """Return what to do with the next call to `path`, and count it."""
        with self._lock:
            for position, (prefix, behaviour) in enumerate(self._counted):
                if covers(prefix, path):
                    del self._counted[position]
                    return behaviour
            longest = max((prefix for prefix in self._lasting if covers(prefix, path)), key=len, default=None)
            return Normal() if longest is None else self._lasting[longest]

    def normal_reply(self, call: Call) -> Reply:
        """Return the reply that the real service would send. Pictures need no key."""
        if covers("/t/p", call.path):
            return picture(call.path)
        if call.path == "/youtube/v3/search":
            return youtube_answers.search(call.query, self._youtube_keys)
        if covers("/3", call.path) and not self._is_authorized(call):
            return failure(call.path, 401)
        answer = self._answer(call)
        return failure(call.path, 404) if answer is None else as_json(answer)

    def _is_authorized(self, call: Call) -> bool:
        """Return whether the bearer token is valid or, without one, the key."""
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        return token in self._tokens if scheme == "Bearer" else call.query.get("api_key") in self._keys

    def _answer(self, call: Call) -> object:
        """Return what TMDB has at the path of a call, or None."""
        match call.path.split("/")[1:]:
            case ["3", "movie", number] if number.isdecimal() and int(number) not in self._missing:
                return tmdb_answers.details(film_of(int(number)), call.query)
            case ["3", "find", imdb_id]:
                film = film_with(imdb_id) if call.query.get("external_source") == "imdb_id" else None
                return tmdb_answers.find(None if film is None or film.id in self._missing else film, call.query)
            case ["3", "configuration"]:
                return tmdb_answers.configuration(self.image_url)
            case ["3", "configuration", "countries"]:
                return tmdb_answers.countries()
            case ["3", "configuration", "languages"]:
                return tmdb_answers.languages()
            case ["3", "authentication"]:
                return {"success": True, "status_code": 1, "status_message": "Success."}
        return None


def covers(prefix: str, path: str) -> bool:
    """Return whether `path` is `prefix` or below it; the empty prefix covers everything."""
    return f"{path}/".startswith(f"{prefix.rstrip('/')}/")


def max_within(times: Sequence[float], seconds: float) -> int:
    """Return the largest number of the ascending `times` within a window of this length, its end excluded."""
    return max((bisect_left(times, start + seconds) - position for position, start in enumerate(times)), default=0)
