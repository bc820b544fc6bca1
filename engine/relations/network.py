"""Which films belong to the picture of a neighbourhood, and between which of them a line is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Nearest = Callable[[int], tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]]
"""Gives the neighbours of a row, the most similar first, and their similarities."""


@dataclass(frozen=True, slots=True)
class Grown:
    """The films of a picture, and who led to whom."""

    rows: list[int]
    """Those in the middle, then by steps, then the most similar to the film that led to them first."""
    steps: list[int]
    """Of each row from the middle."""
    reached: list[float]
    """Similarity of each row to the film that led to it; 1 in the middle."""
    links: set[tuple[int, int]]
    """Pairs of places in `rows`, the lower first: one is among the neighbours of the other."""
    left_out: int
    """Neighbours that there was no room for."""


def grow(middle: Sequence[int], nearest: Nearest, depth: int, most: int) -> Grown:
    """Return the films of the picture around those in the `middle`: their neighbours, and so on `depth` times.

    middle : different rows, at most `most`
    most : films of the picture; of a step for which there is no room, the most similar are taken
    """
    place = {row: number for number, row in enumerate(middle)}
    steps, reached = [0] * len(place), [1.0] * len(place)
    found: list[tuple[int, int]] = []
    edge, left_out = list(middle), set[int]()
    for step in range(1, depth + 1):
        led: dict[int, float] = {}
        for row in edge:
            rows, similarities = nearest(row)
            for other, similarity in zip(rows.tolist(), similarities.tolist(), strict=True):
                found.append((row, other))
                if other not in place:
                    led[other] = max(similarity, led.get(other, similarity))
        # A lower row is the more voted film.
        ordered = sorted(led, key=lambda row: (-led[row], row))
        edge = ordered[: most - len(place)]
        left_out.update(ordered[len(edge) :])
        for row in edge:
            place[row] = len(place)
            steps.append(step)
            reached.append(led[row])
    inside = [(place[a], place[b]) for a, b in found if a in place and b in place]
    return Grown(list(place), steps, reached, {(min(pair), max(pair)) for pair in inside}, len(left_out))


def lines(grown: Grown, similarity: npt.NDArray[np.floating]) -> list[tuple[int, int]]:
    """Return the pairs of places between which a line is drawn, the most similar first.

    similarity : of each film of the picture to each, shape (n, n)

    They are neighbours, or at least as similar to one another as each is to the film that led to it.
    """
    reached = np.array(grown.reached)
    one, other = np.triu_indices(len(grown.rows), 1)
    values = similarity[one, other]
    near = values >= np.maximum(reached[one], reached[other])
    pairs = set(zip(one[near].tolist(), other[near].tolist(), strict=True)) | grown.links
    return sorted(pairs, key=lambda pair: (-similarity[pair], pair))
