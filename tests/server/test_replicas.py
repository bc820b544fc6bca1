"""Two replicas behind nginx, with the files of deploy/: one visitor keeps a replica, and one that is killed is missed
by nobody for long.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from engine.users import COOKIE_NAME
from fakes.nginx import installed_program, nginx, prepare
from fakes.postgresql import installed_programs, postgresql_server
from fakes.visitor import Visitor
from tests.server.conftest import Start

BACK_WITHIN_S = 30.0


@pytest.fixture
def program() -> str:
    """Return where nginx is; skip the test if it is nowhere."""
    found = installed_program()
    if found is None:
        pytest.skip("nginx is not installed")
    return found


@pytest.fixture
def database_url() -> Iterator[str]:
    """Return the address of an empty database on a real PostgreSQL; skip the test if there is none."""
    programs = installed_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql_server(programs) as server:
        yield server.new_database()


def runs_of_pages(address: str) -> float:
    """Return how many times a server has drawn pages."""
    lines = requests.get(f"{address}/metrics", timeout=20).text.splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith("cinewatch_page_run_seconds_count"))


def guest(address: str) -> str:
    """Open a page as a new guest, and return the cookie that came with it."""
    return str(requests.get(f"{address}/about", timeout=20).cookies[COOKIE_NAME])


def test_two_replicas_are_one_service(start: Start, program: str, database_url: str, tmp_path: Path) -> None:
    first, second = (start(CINEWATCH_DATABASE_URL=database_url) for _ in range(2))
    replicas = [first.address.removeprefix("http://"), second.address.removeprefix("http://")]
    with nginx(program, tmp_path / "nginx", replicas) as address:
        assert requests.get(f"{address}/healthz", timeout=20).ok
        assert requests.get(f"{address}/metrics", timeout=20).status_code == 404
        too_large = requests.put(f"{address}/_stcore/upload_file/a/b", data=bytes(22 * 2**20), timeout=20)
        assert too_large.status_code == 413

        # A cookie of one replica is valid at the other.
        cookies = [guest(address) for _ in range(8)]
        for cookie in cookies:
            for replica in (first, second):
                again = requests.get(f"{replica.address}/about", cookies={COOKIE_NAME: cookie}, timeout=20)
                assert again.cookies[COOKIE_NAME] == cookie

        # Each guest's pages are drawn by one replica, and both have guests.
        drawn = []
        for cookie in cookies:
            before = [runs_of_pages(replica.address) for replica in (first, second)]
            for _ in range(2):
                with Visitor(address, {COOKIE_NAME: cookie}) as visitor:
                    visitor.run(page="about")
            after = [runs_of_pages(replica.address) for replica in (first, second)]
            drawn.append([new > old for new, old in zip(after, before, strict=True)])
        assert all(sum(by_replica) == 1 for by_replica in drawn)
        assert {by_replica.index(True) for by_replica in drawn} == {0, 1}

        # A tab that moved while its replica was away stays at the other: what it downloads and uploads is found there.
        of_first = cookies[drawn.index([True, False])]
        with Visitor(second.address, {COOKIE_NAME: of_first}) as moved:
            client = requests.Session()
            client.cookies.set(COOKIE_NAME, of_first)
            client.get(f"{address}/_stcore/health", timeout=20)
            client.headers["X-Xsrftoken"] = client.cookies.get("_streamlit_xsrf") or ""
            moved.run("section=Data+quality", page="statistics")
            (label,) = moved.files
            downloaded = client.get(f"{address}{moved.file_address(label)}", timeout=20)
            assert downloaded.text.startswith("\ufeffId,Film,Problem")
            moved.run("films=Import+and+export", page="my_films")
            upload = f"{address}/_stcore/upload_file/{moved.session_id}/1"
            assert client.put(upload, files={"file": ("a.csv", b"id,rating")}, timeout=20).status_code == 204
            assert client.put(f"{upload[:-2]}0/1", files={"file": ("a.csv", b"id")}, timeout=20).status_code == 404
            assert client.get(f"{address}/media/none.csv", timeout=20).status_code == 404

        # One is killed: its guests are served by the other.
        with Visitor(address, {COOKIE_NAME: of_first}) as visitor:
            visitor.run(page="about")
            first.process.kill()
            killed = time.monotonic()
        for _ in range(20):
            assert requests.get(f"{address}/api/v1/search", params={"q": "harbour"}, timeout=20).ok
        with Visitor(address, {COOKIE_NAME: of_first}) as visitor:
            visitor.run(page="about")
            assert "About" in "\n".join(visitor.texts)
        assert time.monotonic() - killed < BACK_WITHIN_S


def test_nginx_takes_the_files_with_https(program: str, tmp_path: Path) -> None:
    folder = tmp_path / "nginx"
    options = prepare(folder, ["127.0.0.1:8501"], 8080, https=True)
    (folder / "certificates").mkdir()
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=films.example.org"]
    key, certificate = (str(folder / "certificates" / name) for name in ("privkey.pem", "fullchain.pem"))
    files = ["-keyout", key, "-out", certificate]
    subprocess.run([*request, *files], check=True, capture_output=True)
    said = subprocess.run([program, "-t", *options], capture_output=True, text=True, check=False).stderr
    assert "test is successful" in said, said
