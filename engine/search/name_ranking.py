"""The order of the films whose names a typed text may mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.search.matching import Form, Title, match_qualities
from engine.search.typed import Typed, readings, split_year

MIN_QUALITY = 0.55
"""A title that matches less well has nothing to do with the text."""

_BY_YEARS_APART = np.array([0.08, 0.02, -0.05, -0.2])
"""Added to the quality of a match if the text tells a year, by how far it is off; the last for all from 3 years on."""
_EQUAL, _ALMOST_EQUAL = 0.98, 0.995
"""From where on a title is all that was typed, and how well others match at most, even with the right year."""
_TO_THE_LETTER = 0.03
"""Added to the rank of a main title that was typed with all its signs."""
_SOME_WORDS = 0.7, 0.9
"""Between these qualities, a text is some words from the middle of a title."""
_OTHER_TITLE = 0.02
"""Taken from the rank of a name that is not the main title of its film."""
_LITTLE = 1e-6
_TENFOLD_VOTES = 0.014
"""Added to the rank for ten times the votes."""
_FIRST_OF_FRANCHISE = 0.035
"""Added to the rank of the first film of a franchise, if a text without a number is a part of its title: "narnia"."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a film that may be meant."""

    row: int
    """Row of its film."""
    text: str
    year: int
    """0 if unknown."""
    votes: int
    place: int = 0
    """Which film of its franchise it is, from 1; 0 if it has none."""
    is_title: bool = True
    """Whether it is the main title of the film."""
    context: frozenset[str] = frozenset()
    """Words about the film that a text may have besides a title."""


def rank_names(text: str, names: Sequence[Name], k: int, least: float = MIN_QUALITY) -> list[tuple[int, float]]:
    """Return the films whose names match a text best, best first.

    A year at an end of the text may be part of the title or the year of the film. If two films match equally well, the
    one with more votes comes first, then the lower row; a thousand times the votes are worth 0.04.

    Parameters
    ----------
    text
        As typed.
    names
        Names to rank; a film may have several.
    k
        Most films to return.
    least
        Films that match less well are left out, 0 to 1.

    Returns
    -------
    Row and match quality, 0 to 1, of each film.

    """
    if not names:
        return []
    titles = [Title(Form.of(name.text), name.place, name.context) for name in names]
    quality = np.maximum.reduce(
        [_qualities(typed, names, titles) for typed in readings(text)] or [np.zeros(len(names))]
    )
    worth = _worth(text, names, quality)
    _put_first_as_it_is(text, names, titles, worth)
    order = sorted(np.flatnonzero(quality >= least).tolist(), key=lambda number: (-worth[number], names[number].row))
    best: dict[int, float] = {}
    for number in order:
        best.setdefault(names[number].row, round(float(min(1.0, quality[number])), 4))
    return list(best.items())[:k]


def _worth(text: str, names: Sequence[Name], quality: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return by what names are ranked, shape (n_names,): the quality of the match, and what else speaks for a film."""
    votes = np.array([name.votes for name in names], dtype=np.float64)
    exact = _called(text, names, str.casefold)
    is_part = (quality >= _SOME_WORDS[0]) & (quality < _SOME_WORDS[1])
    begins = is_part & [name.place == 1 for name in names] & (Form.of(text).numbers <= {"1"})
    others = np.array([not name.is_title for name in names])
    worth: npt.NDArray[np.floating] = (
        quality
        - _OTHER_TITLE * others
        + _TENFOLD_VOTES * np.log10(1 + votes)
        + _TO_THE_LETTER * exact
        + _FIRST_OF_FRANCHISE * begins
    )
    return worth


def _put_first_as_it_is(
    text: str, names: Sequence[Name], titles: Sequence[Title], worth: npt.NDArray[np.floating]
) -> None:
    """Of titles that differ only in capitals, accents or signs, let the one typed come first: "Up!" before "Up"."""
    as_it_is = _called(text, names, str)
    if as_it_is.any():
        plain = {title.form.plain for title, called in zip(titles, as_it_is.tolist(), strict=True) if called}
        others = np.array([title.form.plain in plain for title in titles]) & ~as_it_is
        worth[others] = np.minimum(worth[others], worth[as_it_is].max() - _LITTLE)


def _called(text: str, names: Sequence[Name], alike: Callable[[str], str]) -> npt.NDArray[np.bool_]:
    """Return which names are main titles that are the text, alone or with the film's year, shape (n_names,)."""
    title, year = split_year(text.strip())
    whole, title = alike(text.strip()), alike(title)
    return np.array(
        [
            name.is_title and (alike(name.text) == whole or (name.year == year and alike(name.text) == title))
            for name in names
        ]
    )


def _qualities(typed: Typed, names: Sequence[Name], titles: Sequence[Title]) -> npt.NDArray[np.floating]:
    qualities = typed.worth * match_qualities(Form.of(typed.title), titles)
    if typed.year is not None:
        gaps = np.abs(np.array([name.year for name in names]) - typed.year)
        with_year = qualities + _BY_YEARS_APART[np.minimum(gaps, len(_BY_YEARS_APART) - 1)]
        qualities = np.where(qualities < _EQUAL, np.minimum(with_year, _ALMOST_EQUAL), with_year)
    return qualities
