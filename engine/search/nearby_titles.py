"""A quick look at the films of about a year, to spare a search that would find none of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.search.grams import grams_of_text
from engine.search.matching import Form, Title, match_qualities
from engine.search.titles import TitleIndex
from engine.search.typed import readings

YEARS_APART = 1
MIN_COVERAGE = 0.1
"""Share of a text's runs of letters, by their weights, that a title must have. Of 5,000 films that a search found for
6,000 titles with and without typos, three had less, and were others: "The Barbarians" for "Bamba, La"."""
MAX_BONUS = 0.08
"""What the right year adds to the quality of a match at most."""


class NearbyTitles:
    """Tells which texts may be titles of films of about a year. For one thread: it remembers what it has compared."""

    def __init__(self, index: TitleIndex, catalogue: Catalogue, columns: FilmColumns) -> None:
        self._index = index
        self._catalogue = catalogue
        self._columns = columns
        self._names: dict[int, npt.NDArray[np.int64]] = {}
        self._titles: dict[int, Title] = {}

    def may_mean(self, title: str, year: int, quality: float) -> bool:
        """Return whether a search may find a film of about that year, or of an unknown one, with at least a quality.

        Parameters
        ----------
        title, year
            What would be searched.
        quality
            How well the title must match, 0 to 1.

        """
        names = self._names_near(year)
        ways = readings(f"{title} ({year})")
        # Where the year is taken for a part of the title, hardly any title has it.
        for typed in [way for way in ways if way.year] or ways:
            form = Form.of(typed.title)
            covered = self._index.grams.coverage(grams_of_text(form))[names]
            alike = names[covered >= MIN_COVERAGE].tolist()
            if alike and match_qualities(form, self._titles_of(alike)).max() >= quality - MAX_BONUS:
                return True
        return False

    def _names_near(self, year: int) -> npt.NDArray[np.int64]:
        """Return the numbers of the names of these films."""
        if year not in self._names:
            years = self._columns.year[self._index.film]
            self._names[year] = np.flatnonzero((np.abs(years - year) <= YEARS_APART) | (years == 0))
        return self._names[year]

    def _titles_of(self, numbers: list[int]) -> list[Title]:
        new = [number for number in numbers if number not in self._titles]
        texts = self._index.texts(np.array(new, dtype=np.int64), self._catalogue)
        places = self._index.place[self._index.film[new]].tolist()
        self._titles |= {
            number: Title(Form.of(text), place) for number, text, place in zip(new, texts, places, strict=True)
        }
        return [self._titles[number] for number in numbers]
