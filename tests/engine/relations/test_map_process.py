"""A map is drawn in another process: the same map, and one clear line if that process ends."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path
from typing import IO, Any

import numpy as np
import pytest

from engine import CineWatch
from engine.errors import MapFailed
from engine.progress import no_progress
from engine.relations import MAP_STAGES, film_mapper, map_process
from engine.relations.map_process import draw, draw_apart
from engine.relations.neighbour_graph import NeighbourGraph
from fakes.sample_catalogue import FILMS, Build

Processes = list["subprocess.Popen[str]"]


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Processes:
    """Return the processes that are started from now on."""
    started: Processes = []
    begin = map_process.start

    def noted(build: Path, result: Path, errors: IO[bytes]) -> subprocess.Popen[str]:
        started.append(begin(build, result, errors))
        return started[-1]

    monkeypatch.setattr(map_process, "start", noted)
    return started


def test_another_process_draws_the_same_map_and_tells_how_far_it_is(cinewatch: CineWatch) -> None:
    stages: list[Any] = []
    apart = draw_apart(cinewatch.opened.path, lambda *told: stages.append(told))
    here = draw(NeighbourGraph(cinewatch.opened), no_progress)
    assert {name: values.tolist() for name, values in apart.items()} == {
        name: values.tolist() for name, values in here.items()
    }
    assert stages == [(stage, number, len(MAP_STAGES)) for number, stage in enumerate(MAP_STAGES)]
    assert len(np.unique(apart["points"])) > 1


def test_a_process_that_is_killed_is_one_line_and_the_next_map_is_drawn(
    build: Build, processes: Processes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(film_mapper, "APART_FROM", 1)
    mapper = build(FILMS).mapper
    with caplog.at_level(logging.ERROR), pytest.raises(MapFailed, match="try again"):
        mapper.film_map(lambda *_: processes[-1].kill())
    assert "the process that draws the map has ended with -9" in caplog.text
    assert not mapper.has_map
    assert len(mapper.film_map().points) == mapper.film_count
    assert len(processes) == 2


def test_the_process_ends_if_nobody_waits_for_its_map_any_more(cinewatch: CineWatch, processes: Processes) -> None:
    def give_up(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw_apart(cinewatch.opened.path, give_up)
    assert processes[0].wait(30) != 0
