"""Made-up catalogues of any size, in the schema of TMDB v11, with the gaps and long tails of the real dataset.

The texts are nonsense with realistic statistics: a few hundred English function words make up half of an overview, the
rest follows Zipf's law over a vocabulary that grows with the catalogue, and every film belongs to a theme whose words,
genres and keywords it prefers, so films have neighbours.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from benchmarks.sentences import Sentences
from engine import GENRES

COLUMNS = (
    "id", "title", "vote_average", "vote_count", "status", "release_date", "revenue", "runtime", "adult",
    "backdrop_path", "budget", "homepage", "imdb_id", "original_language", "original_title", "overview", "popularity",
    "poster_path", "tagline", "genres", "production_companies", "production_countries", "spoken_languages", "keywords",
)  # fmt: skip

# Shares of the films in TMDB v11 that have one.
WITH_OVERVIEW, WITH_GENRES, WITH_KEYWORDS, WITH_DATE, WITH_COMPANIES, WITH_TAGLINE = 0.81, 0.60, 0.27, 0.86, 0.55, 0.15

CHUNK = 10_000
THEMES = 400
_SYLLABLES = [onset + vowel for onset in ("ch", "st", "br", *"bdfgklmnprstvz") for vowel in ("ai", *"aeiou")]
_FIRST_DAY = date(1915, 1, 1)
_DAYS = (date(2024, 12, 31) - _FIRST_DAY).days
_LANGUAGES = ("en", "fr", "es", "de", "ja", "zh", "pt", "it", "ru", "ko", "hi", "sv")
_COUNTRIES = ("United States of America", "France", "Japan", "Germany", "India", "Brazil", "Italy", "Spain", "Canada")


@dataclass(frozen=True, slots=True)
class _Zipf:
    """Ranks 0 to n - 1, drawn with probability proportional to 1 / (rank + shift) ** exponent."""

    cumulative: npt.NDArray[np.float64]

    @classmethod
    def of(cls, n: int, shift: float = 2.7, exponent: float = 1.0) -> _Zipf:
        weights = 1.0 / (np.arange(n) + shift) ** exponent
        return cls(np.cumsum(weights) / weights.sum())

    def draw(self, random: np.random.Generator, size: int) -> npt.NDArray[np.int64]:
        return np.searchsorted(self.cumulative, random.random(size)).clip(max=len(self.cumulative) - 1)


def write_catalogue(path: Path, films: int, seed: int = 0, texts: Path | None = None) -> None:
    """Write a CSV of `films` made-up films to `path`; the same for the same `films`, `seed` and `texts`.

    `texts` is a CSV whose overviews lend their sentences; without it they are nonsense.
    """
    sentences = Sentences(texts) if texts else None
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rows in _chunks(films, np.random.default_rng(seed), sentences):
            writer.writerows(rows)


def _chunks(films: int, random: np.random.Generator, sentences: Sentences | None) -> Iterator[list[tuple[object, ...]]]:
    generator = _FilmGenerator(films, random, sentences)
    ids = random.permutation(films * 2)[:films] + 1
    for start in range(0, films, CHUNK):
        yield generator.rows(ids[start : start + CHUNK])


class _FilmGenerator:
    """Draws films from fixed vocabularies."""

    def __init__(self, films: int, random: np.random.Generator, sentences: Sentences | None) -> None:
        self._random = random
        self._sentences = sentences
        # Heaps' law: a vocabulary grows with a power of the text, to about half a million words at full size.
        self._words = _pseudo_words(random, int(600 * films**0.48))
        self._function_words = sorted(ENGLISH_STOP_WORDS)
        self._keywords = self._phrases(max(60, int(12 * films**0.6)), max_words=3)
        self._companies = self._phrases(max(40, films // 6), max_words=3)
        self._word_ranks = _Zipf.of(len(self._words))
        self._function_ranks = _Zipf.of(len(self._function_words))
        self._keyword_ranks = _Zipf.of(len(self._keywords), shift=20)
        self._company_ranks = _Zipf.of(len(self._companies), shift=30)
        self._genre_ranks = _Zipf.of(len(GENRES), shift=1, exponent=0.8)
        self._themes = self._word_ranks.draw(random, THEMES * 120).reshape(THEMES, 120)

    def _phrases(self, count: int, max_words: int) -> list[str]:
        lengths = self._random.integers(1, max_words + 1, size=count)
        picked = iter(self._random.integers(0, len(self._words), size=int(lengths.sum())).tolist())
        return [" ".join(self._words[next(picked)] for _ in range(length)) for length in lengths]

    def rows(self, ids: npt.NDArray[np.int64]) -> list[tuple[object, ...]]:
        themes = self._random.integers(0, THEMES, size=len(ids))
        columns = self._texts_of(ids, themes) | self._numbers(ids) | self._places(len(ids))
        blank = [""] * len(ids)
        return list(zip(*(columns.get(name, blank) for name in COLUMNS), strict=True))

    def _texts_of(self, ids: npt.NDArray[np.int64], themes: npt.NDArray[np.int64]) -> dict[str, list[Any]]:
        random, n = self._random, len(ids)
        titles = [text.title() for text in self._texts(themes, random.geometric(0.4, n).clip(max=9), plain=0.25)]
        lengths = np.exp(random.normal(3.75, 0.55, n)).astype(int).clip(5, 220)
        return {
            "title": titles,
            "original_title": titles,
            "overview": _some(random, WITH_OVERVIEW, self._overviews(themes, lengths)),
            "tagline": _some(random, WITH_TAGLINE, self._texts(themes, random.integers(3, 12, n), plain=0.48)),
            "genres": _some(random, WITH_GENRES, self._lists(GENRES, self._genre_ranks, themes % 11, 1.9)),
            "keywords": _some(random, WITH_KEYWORDS, self._lists(self._keywords, self._keyword_ranks, themes * 7, 6.0)),
            "production_companies": _some(
                random, WITH_COMPANIES, self._lists(self._companies, self._company_ranks, themes * 0, 1.8)
            ),
        }

    def _numbers(self, ids: npt.NDArray[np.int64]) -> dict[str, list[Any]]:
        random, n = self._random, len(ids)
        days = (_DAYS * random.beta(3.2, 0.9, n)).astype(int).tolist()
        dates = _some(random, WITH_DATE, [(_FIRST_DAY + timedelta(days=day)).isoformat() for day in days])
        # Half of the films have no votes, one in 1,300 has more than 4,000.
        votes = (0.6 * random.pareto(0.8, n)).clip(0, 35_000).astype(int)
        ratings = np.where(votes > 0, random.normal(6.2, 1.3, n).clip(0.5, 10).round(3), 0)
        runtimes = np.where(random.random(n) < 0.72, random.normal(85, 32, n).clip(1, 400).astype(int), 0)
        money = np.where(random.random((2, n)) < 0.04, random.lognormal(16, 2, (2, n)).astype(int), 0)
        return {
            "id": ids.tolist(),
            "vote_average": ratings.tolist(),
            "vote_count": votes.tolist(),
            "status": ["Released"] * n,
            "release_date": dates,
            "revenue": money[0].tolist(),
            "runtime": runtimes.tolist(),
            "adult": [False] * n,
            "budget": money[1].tolist(),
            "imdb_id": [f"tt{film_id:07}" for film_id in ids.tolist()],
            "popularity": (votes / 50).round(3).tolist(),
            "poster_path": [f"/{film_id}.jpg" for film_id in ids.tolist()],
        }

    def _places(self, n: int) -> dict[str, list[Any]]:
        random = self._random
        languages = [_LANGUAGES[rank] for rank in _Zipf.of(len(_LANGUAGES), 1).draw(random, n)]
        countries = _some(random, 0.6, [_COUNTRIES[rank] for rank in _Zipf.of(len(_COUNTRIES), 1).draw(random, n)])
        return {
            "original_language": languages,
            "production_countries": countries,
            "spoken_languages": ["English" if language == "en" else "" for language in languages],
        }

    def _overviews(self, themes: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> list[str]:
        if self._sentences is None:
            return self._texts(themes, lengths, plain=0.48)
        names = self._random.integers(0, len(self._words), len(lengths)).tolist()
        return self._sentences.texts(self._random, lengths, [self._words[name] for name in names])

    def _texts(self, themes: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], plain: float) -> list[str]:
        """Return one text per film: a share `plain` of function words, a fifth theme words, the rest any words."""
        random, total = self._random, int(lengths.sum())
        kind = random.random(total)
        common = self._function_ranks.draw(random, total)
        themed = self._themes[np.repeat(themes, lengths), random.integers(0, self._themes.shape[1], total)]
        other = self._word_ranks.draw(random, total)
        content = np.where(kind < plain + 0.2, themed, other).tolist()
        words = [
            self._function_words[c] if k < plain else self._words[w]
            for k, c, w in zip(kind.tolist(), common.tolist(), content, strict=True)
        ]
        ends = np.cumsum(lengths).tolist()
        return [" ".join(words[end - length : end]) for end, length in zip(ends, lengths.tolist(), strict=True)]

    def _lists(
        self, names: list[str] | tuple[str, ...], ranks: _Zipf, shift: npt.NDArray[np.int64], mean: float
    ) -> list[str]:
        """Return one cell of about `mean` names per film; half of them are shifted by the theme's `shift`."""
        random, n = self._random, len(shift)
        counts = 1 + random.poisson(mean - 1, n)
        drawn = ranks.draw(random, int(counts.sum()))
        shifted = np.where(random.random(len(drawn)) < 0.5, (drawn + np.repeat(shift, counts)) % len(names), drawn)
        picked, ends = shifted.tolist(), np.cumsum(counts).tolist()
        return [
            ", ".join(dict.fromkeys(names[rank] for rank in picked[end - count : end]))
            for end, count in zip(ends, counts.tolist(), strict=True)
        ]


def _pseudo_words(random: np.random.Generator, count: int) -> list[str]:
    """Return `count` different words that can be spoken, shortest first."""
    words: dict[str, None] = {}
    while len(words) < count:
        lengths = random.integers(2, 5, size=count)
        picked = iter(random.integers(0, len(_SYLLABLES), size=int(lengths.sum())).tolist())
        words.update(dict.fromkeys("".join(_SYLLABLES[next(picked)] for _ in range(length)) for length in lengths))
    return sorted(list(words)[:count], key=len)


def _some(random: np.random.Generator, share: float, cells: list[str]) -> list[str]:
    """Return the cells with only a share of them kept and the rest empty."""
    return [cell if kept else "" for cell, kept in zip(cells, random.random(len(cells)) < share, strict=True)]
