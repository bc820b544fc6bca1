"""The sum over users by the workers of a scheduler: the same as in one process, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp

from engine import CineWatch
from engine.errors import LearningFailed
from engine.personalization import workers
from engine.personalization.learner import learn
from engine.personalization.ratings import Ratings
from engine.personalization.workers import shard_of, shards_of, sum_of_rows

needs_dask = pytest.mark.skipif(find_spec("distributed") is None, reason="dask.distributed is not installed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Run a scheduler with two workers, each a process of its own that is started again if it ends."""
    local = import_module("distributed").LocalCluster
    with local(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as running:
        yield running


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make many tasks of a small catalogue, few at a time."""
    monkeypatch.setattr(workers, "BLOCK", 3)
    monkeypatch.setattr(workers, "TASKS_AHEAD", 2)


def test_the_shards_have_every_like_once() -> None:
    dense = (np.random.default_rng(4).random((90, 20)) < 0.3).astype(np.float32)
    likes = sp.csr_array(dense)
    for size in (1, 40, 10_000):
        shards = [shard_of(*parts) for parts in shards_of(likes, size)]
        np.testing.assert_array_equal(np.vstack([shard.toarray() for shard in shards]), dense)
        assert (len(shards) > 1) == (size < 10_000)
        start, rows = sum_of_rows(shards, 15, 25)
        assert start == 15
        np.testing.assert_allclose(rows, (dense.T @ dense)[15:], atol=1e-5)


@needs_dask
@pytest.mark.usefixtures("small_parts")
def test_two_workers_learn_what_one_process_learns(cinewatch: CineWatch, ratings: Ratings, cluster: Any) -> None:
    planned = cinewatch.for_you.plan(ratings)
    alone = learn(cinewatch.opened, planned).weights.toarray()
    shared = learn(cinewatch.opened, planned, scheduler=cluster.scheduler_address).weights.toarray()
    np.testing.assert_allclose(shared, alone, atol=1e-5)


@needs_dask
@pytest.mark.usefixtures("small_parts")
def test_a_worker_that_is_killed_changes_nothing(
    cinewatch: CineWatch, ratings: Ratings, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with import_module("distributed").Client(cluster, set_as_default=False) as client:
        victim = next(iter(client.run(os.getpid).values()))
    whole = workers.finished_sums
    done: list[int] = []

    def killing(*arguments: Any) -> Iterator[Any]:
        for part in whole(*arguments):
            if not done:
                os.kill(victim, signal.SIGKILL)
            done.append(part[0])
            yield part

    monkeypatch.setattr(workers, "finished_sums", killing)
    planned = cinewatch.for_you.plan(ratings)
    alone = learn(cinewatch.opened, planned).weights.toarray()
    shared = learn(cinewatch.opened, planned, scheduler=cluster.scheduler_address).weights.toarray()
    assert len(done) > 5
    np.testing.assert_allclose(shared, alone, atol=1e-5)


@needs_dask
def test_a_scheduler_that_is_not_there_or_has_no_workers_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ANSWER_SECONDS", 1.0)
    likes = sp.csr_array(np.ones((2, 2), dtype=np.float32))
    local = import_module("distributed").LocalCluster
    with local(n_workers=0, processes=False, dashboard_address=None) as idle:
        for address, message in (
            (idle.scheduler_address, "has no workers"),
            ("tcp://127.0.0.1:1", "no dask scheduler answers at"),
            ("nonsense://x", "no dask scheduler answers at"),
        ):
            with pytest.raises(LearningFailed, match=message):
                workers.add_likes(np.zeros((2, 2), dtype=np.float32), likes, address)


def test_without_the_package_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LearningFailed, match="pip install distributed"):
        workers.add_likes(
            np.zeros((1, 1), dtype=np.float32), sp.csr_array(np.ones((1, 1), dtype=np.float32)), "tcp://host:1"
        )
