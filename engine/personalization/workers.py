"""The sum over users, done by the workers of a dask.distributed scheduler instead of this process.

The scheduler keeps the likes in shards of users, so a worker that ends loses nothing: another does its part again. Each
task adds up a few films' rows of the sum, over all shards. The package is optional; the workers need CineWatch, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from engine.errors import LearningFailed, quoted

SHARD_LIKES = 1_000_000
"""Likes per shard: 8 MB each, so that no message is large."""
BLOCK = 512
"""Films per task."""
TASKS_AHEAD = 16
"""Tasks that wait or run at a time: their results fit in any memory."""
ANSWER_SECONDS = 10.0
"""How long the scheduler has to answer, and how long no worker may be there."""

Floats = npt.NDArray[np.float32]


def add_likes(gram: Floats, likes: sp.csr_array, scheduler: str) -> None:
    """Add the dot products of all pairs of films, summed over users, to `gram`, in place.

    Parameters
    ----------
    gram
        Shape (n_films, n_films), symmetric.
    likes
        Shape (n_users, n_films).
    scheduler
        Address of a dask.distributed scheduler, `tcp://HOST:PORT`.

    Raises
    ------
    LearningFailed
        The package is missing, nothing answers, all workers are gone, or a task fails on them.

    """
    distributed, client = _connected(scheduler)
    with client, client.as_current():
        try:
            shards = [client.submit(shard_of, *parts, pure=False) for parts in shards_of(likes)]
            for start, rows in finished_sums(distributed, client, shards, likes.shape[1]):
                gram[:, start : start + len(rows)] += rows.T
        except Exception as error:
            # A task may fail with any error: that of the worker's own code, or of a worker without CineWatch.
            raise LearningFailed(f"the workers of {quoted(scheduler)} failed: {quoted(error, 160)}") from error


def _connected(scheduler: str) -> tuple[Any, Any]:
    """Return the package, and a client of the scheduler, which has a worker."""
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise LearningFailed("--scheduler needs the Python package distributed: pip install distributed") from error
    try:
        client = distributed.Client(scheduler, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        # A time-out is an OSError, and so is every error of a connection.
        raise LearningFailed(f"no dask scheduler answers at {quoted(scheduler)}") from error
    try:
        client.wait_for_workers(1, timeout=ANSWER_SECONDS)
    except TimeoutError as error:
        client.close()
        raise LearningFailed(f"the dask scheduler at {quoted(scheduler)} has no workers") from error
    return distributed, client


def finished_sums(distributed: Any, client: Any, shards: Sequence[Any], n_films: int) -> Iterator[tuple[int, Floats]]:
    """Yield the first film and the rows of each task, as they are done."""
    waiting = iter(range(0, n_films, BLOCK))

    def submitted(count: int) -> set[Any]:
        starts = islice(waiting, count)
        return {client.submit(sum_of_rows, shards, start, start + BLOCK, pure=False) for start in starts}

    running = submitted(TASKS_AHEAD)
    while running:
        try:
            done = distributed.wait(running, timeout=ANSWER_SECONDS, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            # A large task takes its time; but without workers it would wait for ever.
            client.wait_for_workers(1, timeout=ANSWER_SECONDS)
            continue
        running -= done
        for future in done:
            yield future.result()
        running |= submitted(len(done))


def shards_of(likes: sp.csr_array, size: int = SHARD_LIKES) -> Iterator[tuple[Any, ...]]:
    """Yield the likes as the arguments of `shard_of`: users in order, about `size` likes at a time."""
    users = np.searchsorted(likes.indptr, np.arange(size, likes.nnz, size))
    bounds = np.unique([0, *users.tolist(), likes.shape[0]])
    for start, stop in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        shard = likes[start:stop]
        yield shard.data, shard.indices.astype(np.int32), shard.indptr.astype(np.int32), likes.shape[1]


def shard_of(data: Floats, indices: npt.NDArray[np.int32], indptr: npt.NDArray[np.int32], n_films: int) -> sp.csr_array:
    """Return the likes of some users. Runs on a worker."""
    return sp.csr_array((data, indices, indptr), shape=(len(indptr) - 1, n_films))


def sum_of_rows(shards: Sequence[sp.csr_array], start: int, stop: int) -> tuple[int, Floats]:
    """Return the dot products of the films from `start` to `stop` with all films, over all users. Runs on a worker.

    Returns
    -------
    start
        As it was given.
    rows
        Shape (n_block, n_films).

    """
    n_films = shards[0].shape[1]
    total = np.zeros((min(stop, n_films) - start, n_films), dtype=np.float32)
    for shard in shards:
        total += (shard[:, start:stop].T.tocsr() @ shard).toarray()
    return start, total
