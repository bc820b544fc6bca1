"""A database of users that stops while pages are open."""

from __future__ import annotations

import pytest
import requests

from engine.users import COOKIE_NAME, Users, read_cookie
from fakes.postgresql import installed_programs, postgresql_server
from fakes.sample_catalogue import FILMS
from fakes.visitor import Visitor
from tests.server.conftest import Start
from tests.server.test_faults import ANY_FILM, FILMS_LIKE, text_of
from ui.users.notice import NO_MARKS

ONE_FILM = "1 film"
"""In the heading of a list of one."""


def test_postgresql_stops_and_starts_again_while_a_page_is_open(start: Start) -> None:
    programs = installed_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql_server(programs) as postgresql:
        url = postgresql.new_database()
        server = start(CINEWATCH_DATABASE_URL=url)
        cookie = str(requests.get(f"{server.address}/about", timeout=20).cookies[COOKIE_NAME])
        users = Users(url)
        guest = read_cookie(cookie, users.cookie_key())
        assert guest is not None
        users.mark(users.guest(guest).id, "watchlist", int(FILMS[0]["id"]))
        users.close()
        with Visitor(server.address, {COOKIE_NAME: cookie}) as visitor:

            def opened(page: str, query: str = "") -> str:
                visitor.run(query, page)
                return text_of(visitor)

            assert ONE_FILM in opened("my_films")
            postgresql.stop()
            for page, query, words in (("my_films", "", "My films"), ("recommend", ANY_FILM, FILMS_LIKE)):
                shown = opened(page, query)
                assert NO_MARKS in shown
                assert words in shown
            postgresql.start()
            assert NO_MARKS not in opened("about")
            assert ONE_FILM in opened("my_films")
        log = server.log.read_text()
        assert "database" in log
        # Neither who the guest is nor where the database is.
        assert not [word for word in (cookie.partition(".")[0], url.rpartition("@")[2]) if word in log]
