"""The title index: the names of all films, and the runs of letters by which they are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.schema import OTHER_TITLES
from engine.catalogue.titles import Batches
from engine.search.gram_index import GramIndex, build_grams
from engine.search.grams import grams_of_part, parts_of_title
from engine.search.matching import Form
from engine.search.other_titles import other_titles
from engine.storage.arrays import Arrays
from engine.storage.strings import StringArray

TITLE, ORIGINAL_TITLE = -2, -1
"""Sources of names; all others are numbers in `TitleIndex.others`."""
MOST_OTHERS = 50
"""Other titles of a film that are found, so that one cell of thousands does not fill the index."""


class FilmTitles(NamedTuple):
    """The titles of one film."""

    title: str
    original: str = ""
    others: Sequence[str] = ()

    def different(self) -> Iterator[tuple[int, str, Form]]:
        """Yield each title after its source, once by normal form; 0 stands for all that are not in the catalogue."""
        sources = {self.title: TITLE}
        sources.setdefault(self.original, ORIGINAL_TITLE)
        for name in self.others:
            sources.setdefault(name, 0)
        seen = set()
        for name, source in sources.items():
            form = Form.of(name)
            if form.plain and form.plain not in seen:
                seen.add(form.plain)
                yield source, name, form


@dataclass(frozen=True, slots=True)
class TitleIndex:
    """The names of all films: titles, and original and other titles that differ, in order of the films' rows."""

    grams: GramIndex
    """By which names are found."""
    film: npt.NDArray[np.int32]
    """Row of each name's film, shape (n_names,)."""
    source: npt.NDArray[np.int32]
    """Where each name is: TITLE, ORIGINAL_TITLE, or its number in `others`, shape (n_names,)."""
    others: StringArray
    """The names that are not in the catalogue."""
    place: npt.NDArray[np.int16]
    """Which film of its franchise each film is, from 1; 0 if it has none, shape (n_films,)."""

    def texts(self, numbers: npt.NDArray[np.int64], catalogue: Catalogue) -> list[str]:
        """Return the names with these numbers, in that order."""
        rows, sources = self.film[numbers], self.source[numbers].tolist()
        titles, originals = (catalogue.column(name, rows) for name in ("title", "original_title"))
        return [
            self.others[source] if source >= 0 else original if source == ORIGINAL_TITLE else title
            for source, title, original in zip(sources, titles, originals, strict=True)
        ]

    def to_arrays(self) -> Arrays:
        """Return the arrays by name, to be stored."""
        return {
            "titles/film": self.film,
            "titles/source": self.source,
            "titles/others/text": self.others.text,
            "titles/others/offsets": self.others.offsets,
            "titles/place": self.place,
            **self.grams.to_arrays("titles"),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> TitleIndex:
        """Return what `to_arrays` returned.

        Raises
        ------
        KeyError
            An array is missing.
        IndexCorrupt
            The posting lists are damaged.

        """
        return cls(
            grams=GramIndex.from_arrays(arrays, "titles"),
            film=arrays["titles/film"],
            source=arrays["titles/source"],
            others=StringArray(arrays["titles/others/text"], arrays["titles/others/offsets"]),
            place=arrays["titles/place"],
        )


def titles_of(batches: Batches) -> Iterator[FilmTitles]:
    """Yield the titles of all films: those that their columns hold, and other ones that we know."""
    for batch in batches(("title", "original_title", "year", OTHER_TITLES)):
        *texts, years, given = batch.columns
        # `to_pylist` takes ten times as long, and few files have other titles.
        titles, originals = (pc.fill_null(column, "").to_numpy(zero_copy_only=False).tolist() for column in texts)
        others = given.to_pylist() if len(pc.list_flatten(given)) else [()] * len(batch)
        for title, original, year, more in zip(
            titles, originals, pc.fill_null(years, 0).to_pylist(), others, strict=True
        ):
            yield FilmTitles(title, original, (*(more or ())[:MOST_OTHERS], *other_titles(title, year)))


def build_titles(films: Iterable[FilmTitles], place: npt.NDArray[np.int16]) -> TitleIndex:
    """Return the title index of all films.

    Parameters
    ----------
    films
        The titles of each film, in order of rows.
    place : shape (n_films,)
        Which film of its franchise each film is, as `places_of` returns it.

    """
    film: list[int] = []
    source: list[int] = []
    others: list[str] = []

    def names() -> Iterator[Iterator[str]]:
        for row, titles in enumerate(films):
            for kind, name, form in titles.different():
                film.append(row)
                source.append(kind if kind < 0 else len(others))
                if kind >= 0:
                    others.append(name)
                yield parts_of_title(name, form)

    grams = build_grams(names(), grams_of_part)
    return TitleIndex(grams, np.array(film, np.int32), np.array(source, np.int32), StringArray.of(others), place)
