"""From a typed text to films: names from the title index, read from the catalogue, compared letter by letter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.entities import Film, SearchHit
from engine.errors import AmbiguousTitle, InvalidQuery, UnknownFilm, quoted
from engine.search.text import normal_form, split_year
from engine.search.titles import Name, TitleIndex, rank_names

_MAX_LISTED = 8
"""Most films that an error message lists."""
_MIN_SUGGESTED = 0.7
"""How well a title must match for an error message to suggest it."""


class TitleFinder:
    """Finds films by title. Immutable; any number of threads may share one."""

    def __init__(self, index: TitleIndex, catalogue: Catalogue, columns: FilmColumns) -> None:
        self._index = index
        self._catalogue = catalogue
        self._columns = columns

    def search(self, text: str, k: int) -> tuple[SearchHit, ...]:
        """Return at most `k` films whose title or original title matches a text, best first.

        It may have typos, miss an article, be the beginning or some words of a title, and end with a year.

        Parameters
        ----------
        text
            As typed.
        k
            0 or more.

        Raises
        ------
        InvalidQuery
            The text is empty, or `k` is negative.

        """
        if k < 0:
            raise InvalidQuery(f"k is {k}; it must be 0 or more")
        if not text.strip():
            raise InvalidQuery("the search text is empty; type a title, or part of one")
        ranked = rank_names(text, self._names_like(text), k)
        films = self._catalogue.films([row for row, _ in ranked])
        return tuple(SearchHit(film, quality) for film, (_, quality) in zip(films, ranked, strict=True))

    def named(self, title: str) -> Film:
        """Return the one film with this title or original title, with or without its year: "Heat" or "Heat (1995)".

        Case does not matter. If no title is equal, accents and punctuation do not matter either.

        Raises
        ------
        AmbiguousTitle
            Several films have that title; the message lists them.
        UnknownFilm
            No film has it; the message suggests similar titles.
        InvalidQuery
            The title is empty.

        """
        if not title.strip():
            raise InvalidQuery("the title is empty; type one")
        films = self._catalogue.films(self._rows_called(title))
        if len(films) == 1:
            return films[0]
        if films:
            raise AmbiguousTitle(
                f"{len(films)} films are called {quoted(title)}; add the year or use the id: {_listed(films)}"
            )
        hits = [hit.film for hit in self.search(title, 3) if hit.score >= _MIN_SUGGESTED]
        hint = f"; did you mean {_listed(hits)}?" if hits else ""
        raise UnknownFilm(f"no film is called {quoted(title)}{hint}")

    def most_voted_called(self, title: str) -> Film | None:
        """Return the most voted of the films that `named` finds, `None` if there is none."""
        rows = self._rows_called(title) if title.strip() else []
        return self._catalogue.films(rows[:1])[0] if rows else None

    def _rows_called(self, title: str) -> list[int]:
        """Return the rows of the films called `title`, ascending.

        These are the films with this title or original title, whatever its case; if there are none, films with the same
        normal form; if there are none, films with the title and the year that `title` ends with.
        """
        names = self._names_like(title)
        without_year, year = split_year(title)
        for rows in (
            {name.row for name in names if name.text.casefold() == title.strip().casefold()},
            {name.row for name in names if normal_form(name.text) == normal_form(title)},
            {name.row for name in names if normal_form(name.text) == normal_form(without_year) and name.year == year},
        ):
            if rows:
                return sorted(rows)
        return []

    def _names_like(self, text: str) -> list[Name]:
        """Return the names that share most with a text, with and without the year at its end."""
        numbers = self._index.candidates(normal_form(text))
        without_year, year = split_year(text)
        if year is not None:
            # Hundreds of films may share a title, so those of about that year have a ranking of their own.
            near = np.abs(self._columns.year[self._index.film] - year) <= 1
            form = normal_form(without_year)
            candidates = self._index.candidates
            numbers = np.unique(np.concatenate([numbers, candidates(form), candidates(form, near)]))
        rows, original = self._index.film[numbers], self._index.original[numbers]
        titles = self._catalogue.column("title", rows)
        originals = self._catalogue.column("original_title", rows)
        texts = [pair[is_original] for *pair, is_original in zip(titles, originals, original.tolist(), strict=True)]
        years, votes = self._columns.year[rows].tolist(), self._columns.votes[rows].tolist()
        return [Name(*name) for name in zip(rows.tolist(), texts, years, votes, strict=True)]


def _listed(films: Sequence[Film]) -> str:
    labels = [f"{quoted(film.title)} ({film.year or 'year unknown'}, id {film.id})" for film in films[:_MAX_LISTED]]
    more = f" and {len(films) - _MAX_LISTED} more" if len(films) > _MAX_LISTED else ""
    return ", ".join(labels) + more
