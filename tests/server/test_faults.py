"""Nothing that one visitor or one broken file does takes the server down."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlencode

import requests

from engine import CineWatch
from fakes.sample_catalogue import FILMS, write_csv
from fakes.streamlit_server import StreamlitServer
from fakes.tmdb import KEY, FakeTmdb
from fakes.visitor import Visitor
from tests.server.conftest import Start
from ui.about.catalogue import LAST_GOOD
from ui.shell import CUT, IGNORED, UNKNOWN_HINT, UNKNOWN_TITLE

COUNT = f"{len(FILMS)} films"
"""On the first page, on a good catalogue."""
FILMS_LIKE = "films like"
"""In the heading of an answer."""
RERUNS = int(os.environ.get("CINEWATCH_TEST_RERUNS", "12"))
"""Runs with emptied caches between; docs/RELIABILITY.md names the command for 1,000."""
ANY_FILM = urlencode({"film": f"{FILMS[0]['title']} ({FILMS[0]['release_date'][:4]})"})


def look(server: StreamlitServer, query: str = "", page: str = "") -> str:
    """Return what a new visitor reads on a page."""
    with Visitor(server.address) as visitor:
        visitor.run(query, page)
        return text_of(visitor)


def text_of(visitor: Visitor) -> str:
    """Return what a visitor reads, without the escapes of Markdown."""
    return "\n".join(visitor.texts).replace("\\", "")


def log_lines(server: StreamlitServer, *words: str) -> list[str]:
    return [line for line in server.log.read_text().splitlines() if all(word in line for word in words)]


def models_of(dataset: Path) -> Path:
    return dataset.parents[1] / "models"


def test_a_file_that_no_page_asked_for_is_refused(running: StreamlitServer) -> None:
    with Visitor(running.address) as visitor:
        visitor.run()
        before = running.memory_mib()
        client = requests.Session()
        client.get(f"{running.address}/_stcore/health", timeout=20)
        client.headers["X-Xsrftoken"] = client.cookies.get("_streamlit_xsrf") or ""
        for number in range(4):
            url = f"{running.address}/_stcore/upload_file/{visitor.session_id}/file{number}"
            for body in (b"x", bytes(30 * 2**20)):
                try:
                    answer = client.put(url, files={"file": ("a.bin", body)}, timeout=20)
                except requests.ConnectionError:
                    # The server hangs up in the middle of a large one.
                    continue
                assert answer.status_code == 413
        assert running.memory_mib() < before + 20


def test_a_file_is_taken_where_a_page_asks_for_it_up_to_a_limit(running: StreamlitServer) -> None:
    with Visitor(running.address) as visitor:
        visitor.run("films=Import+and+export", page="my_films")
        client = requests.Session()
        client.get(f"{running.address}/_stcore/health", timeout=20)
        client.headers["X-Xsrftoken"] = client.cookies.get("_streamlit_xsrf") or ""
        url = f"{running.address}/_stcore/upload_file/{visitor.session_id}/file"
        body = {"file": ("a.csv", bytes(19 * 2**20))}
        answers = [client.put(f"{url}{number}", files=body, timeout=60).status_code for number in range(5)]
        assert answers == [204, 204, 204, 204, 413]


def test_a_dataset_that_breaks_does_not_turn_visitors_away(start: Start, dataset: Path) -> None:
    server, whole = start(), dataset.read_bytes()
    assert COUNT in look(server)
    dataset.unlink()
    assert COUNT in look(server)
    about = look(server, page="about")
    assert LAST_GOOD in about
    ready = requests.get(f"{server.address}/readyz", timeout=20).json()
    assert (ready["ready"], ready["fault"]) == (True, "the last good build answers: file not found: films.csv")
    assert "file not found: films.csv" in about
    dataset.write_text("userId,rating\n1,3.5\n")
    write_csv(dataset, FILMS[: len(FILMS) // 2])
    assert COUNT in look(server)
    assert "the last build has" in look(server, page="about")
    assert str(dataset.parent) not in about
    assert len(log_lines(server, "ERROR", "file not found")) == 1
    assert len(log_lines(server, "ERROR", "answers instead", "last build has")) == 1
    # As soon as the dataset is right again, so is the server.
    dataset.write_bytes(whole)
    os.utime(dataset, (1e9, 1e9))
    assert COUNT in look(server)
    assert LAST_GOOD not in look(server, page="about")


def test_a_server_that_starts_without_its_dataset_answers_from_the_last_build(start: Start, dataset: Path) -> None:
    CineWatch.of(dataset, models_of(dataset))
    dataset.unlink()
    assert COUNT in look(start())


def test_without_any_build_visitors_read_a_file_name_and_the_log_has_the_path_once(start: Start, dataset: Path) -> None:
    dataset.unlink()
    server = start()
    with Visitor(server.address) as visitor:
        for _ in range(3):
            visitor.run()
            assert "file not found: films.csv" in text_of(visitor)
    assert len(log_lines(server, "ERROR", "on the page Home", str(dataset))) == 1


def test_index_files_that_are_cut_or_overwritten_do_not_end_the_server(start: Start, dataset: Path) -> None:
    server = start()
    with Visitor(server.address) as visitor:
        visitor.run()
        for damage in (b"", b"x" * 10_000):
            for path in models_of(dataset).glob("films-*/*"):
                path.chmod(0o644)
                # In place, as a shell's redirection does it.
                path.write_bytes(damage)
            visitor.run(ANY_FILM, "recommend")
            assert FILMS_LIKE in text_of(visitor)
            assert FILMS_LIKE in look(server, ANY_FILM, "recommend")
        assert server.process.poll() is None


def test_an_address_without_a_page_shows_ours_with_ways_on_even_to_the_very_first_visitor(lost: Visitor) -> None:
    assert "page_not_found" not in lost.kinds
    assert {UNKNOWN_TITLE, UNKNOWN_HINT} <= set(lost.texts) | {text.lstrip("# ") for text in lost.texts}


def test_a_text_that_is_cut_is_not_called_ignored(running: StreamlitServer) -> None:
    shown = look(running, urlencode({"about": "harbour " * 500}), "recommend")
    assert CUT in shown
    assert IGNORED not in shown


def test_emptied_caches_never_lift_the_limit_of_calls_to_tmdb(start: Start) -> None:
    with FakeTmdb() as tmdb:
        server = start(TMDB_BASE_URL=tmdb.base_url, TMDB_API_KEY=KEY)
        with Visitor(server.address) as visitor, Visitor(server.address) as spoiler:
            for number in range(RERUNS):
                film = FILMS[number % len(FILMS)]
                visitor.run(urlencode({"film": f"{film['title']}", "count": 20}), "recommend")
                spoiler.clear_cache()
        calls = tmdb.calls_to("/3/movie")
        times = sorted(call.at for call in calls)
        assert times
        # No film has been looked up twice, for the caches that visitors can empty are not those of look-ups.
        assert len({call.path for call in calls}) == len(calls)
        last = {start: sum(start <= time < start + 1 for time in times) for start in times}
        assert max(last.values()) <= 40
