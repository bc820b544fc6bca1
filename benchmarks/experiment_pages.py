"""What an experiment adds to the start page of somebody who takes part, over a real server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import requests

from benchmarks.clock import Measurements
from engine import CineWatch
from engine.users import COOKIE_NAME, Mark, Marks, UserData, Users, read_cookie
from fakes.streamlit_server import NOWHERE, streamlit_server
from fakes.visitor import Visitor

VISITS = 200
PLAN = """
[[experiment]]
name = "shelf"
start = {start}
end = {end}
[[experiment.arm]]
name = "as-now"
share = 0.5
[[experiment.arm]]
name = "story"
share = 0.5
preset = "Story"
"""


def added_to_a_page_ms(dataset: Path, folder: Path) -> Measurements:
    """Return the medians of the time to draw the start page in a new session, without and with an experiment."""
    today = datetime.now(UTC).date()
    plan = folder / "experiments.toml"
    plan.write_text(PLAN.format(start=today - timedelta(days=1), end=today + timedelta(days=1)))
    settings = {"CINEWATCH_DATASET": str(dataset), "CINEWATCH_MODELS_DIR": str(folder)}
    databases = [f"sqlite:///{folder / name}.db" for name in ("without", "with")]
    without, with_plan = (settings | {"CINEWATCH_DATABASE_URL": url} for url in databases)
    with (
        streamlit_server(without, NOWHERE) as plain,
        streamlit_server(with_plan | {"CINEWATCH_EXPERIMENTS": str(plan)}, NOWHERE) as trying,
    ):
        servers = [plain.address, trying.address]
        cookies = [_fan(address, url, dataset, folder) for address, url in zip(servers, databases, strict=True)]
        times: list[list[float]] = [[], []]
        for number in range(2 * VISITS):
            which = number % 2
            with Visitor(servers[which], {COOKIE_NAME: cookies[which]}) as visitor:
                times[which].append(1000 * visitor.run())
    medians = [float(np.median(each[5:])) for each in times]
    users = Users(databases[1])
    events = len(users.events.of("shelf"))
    users.close()
    return {
        "without_ms": round(medians[0], 2),
        "with_ms": round(medians[1], 2),
        "added_ms": round(medians[1] - medians[0], 2),
        "events": events,
    }


def _fan(address: str, url: str, dataset: Path, folder: Path) -> str:
    """Return the cookie of a guest who has rated ten films."""
    cookie = str(requests.get(f"{address}/about", timeout=60).cookies[COOKIE_NAME])
    users = Users(url)
    guest = read_cookie(cookie, users.cookie_key())
    if guest is None:
        raise RuntimeError("the server's cookie is not one of ours")
    films = CineWatch.of(dataset, folder).film_names(10)
    rated = tuple(Mark(film.id, datetime.now(UTC), 4.5) for film in films)
    users.add(users.guest(guest).id, UserData(Marks(rating=rated)))
    users.close()
    return cookie
