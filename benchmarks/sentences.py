"""Real sentences for made-up films: those of a dataset, drawn anew, with a new name in each film.

Real texts have more different words than nonsense does, accents among them, and each large catalogue has names that no
small one has.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

_END = re.compile(r"(?<=[.!?…])\s+")
_MEAN_WORDS = 20
"""Words of a sentence, about."""


class Sentences:
    """The sentences of the overviews of a CSV."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            overviews = [row["overview"] for row in csv.DictReader(file)]
        self._sentences = [sentence for text in overviews for sentence in _END.split(text.strip()) if sentence]

    def texts(self, random: np.random.Generator, words: npt.NDArray[np.int64], names: list[str]) -> list[str]:
        """Return one text per film.

        Parameters
        ----------
        random
            Draws the sentences.
        words : shape (n_films,)
            About how many words each text has.
        names : length n_films
            A word that each text has as well.

        """
        counts = np.maximum(1, words // _MEAN_WORDS)
        drawn = iter(random.integers(0, len(self._sentences), int(counts.sum())).tolist())
        return [
            " ".join([name.title(), *(self._sentences[next(drawn)] for _ in range(count))])
            for name, count in zip(names, counts.tolist(), strict=True)
        ]
