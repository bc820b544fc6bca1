"""From a text to rows: candidates of the title index, looked up in the catalogue, compared letter by letter."""

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
"""Films that an error message lists."""
_LIKELY = 0.7
"""How well a title must fit for an error message to propose it."""


class TitleFinder:
    """Finds films by title. Immutable; threads share it."""

    def __init__(self, index: TitleIndex, catalogue: Catalogue, columns: FilmColumns) -> None:
        self._index = index
        self._catalogue = catalogue
        self._columns = columns

    def search(self, text: str, k: int) -> tuple[SearchHit, ...]:
        """Return at most `k` films whose title or original title fits `text`, best first.

        Typing errors, missing articles, beginnings of titles, single words, and a year after the title are understood.

        Raises
        ------
        InvalidQuery
            There is no text, or `k` is negative.
        """
        if k < 0:
            raise InvalidQuery(f"k is {k}; it must be 0 or more")
        if not text.strip():
            raise InvalidQuery("there is nothing to search for: type a title, or a part of one")
        ranked = rank_names(text, self._names_like(text), k)
        films = self._catalogue.films([row for row, _ in ranked])
        return tuple(SearchHit(film, quality) for film, (_, quality) in zip(films, ranked, strict=True))

    def named(self, title: str) -> Film:
        """Return the one film with that title, its original title, or "title (year)"; capitals do not matter.

        If no title matches exactly, accents, hyphens and the like do not matter either.

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
            raise InvalidQuery("the title is empty")
        films = self._catalogue.films(self._called(title))
        if len(films) == 1:
            return films[0]
        if films:
            raise AmbiguousTitle(f"{len(films)} films are called {quoted(title)}: {_listed(films)}")
        hits = [hit.film for hit in self.search(title, 3) if hit.score >= _LIKELY]
        hint = f"; did you mean {_listed(hits)}" if hits else ""
        raise UnknownFilm(f"no film is called {quoted(title)}{hint}")

    def _called(self, title: str) -> list[int]:
        """Return the rows of the films called `title`, ascending.

        They are those with this title or original title but for capitals; if there are none, those whose normal form
        is the same; if there are none, those with the year that stands behind the title.
        """
        names = self._names_like(title)
        wanted, year = split_year(title)
        for rows in (
            {name.row for name in names if name.text.casefold() == title.strip().casefold()},
            {name.row for name in names if normal_form(name.text) == normal_form(title)},
            {name.row for name in names if normal_form(name.text) == normal_form(wanted) and name.year == year},
        ):
            if rows:
                return sorted(rows)
        return []

    def _names_like(self, text: str) -> list[Name]:
        """Return the names of films that share most with `text`, with a year behind it and without."""
        found = self._index.candidates(normal_form(text))
        without_year, year = split_year(text)
        if year is not None:
            # Hundreds of films may share a title: those of about that year have a ranking of their own.
            near = np.abs(self._columns.year[self._index.film] - year) <= 1
            form = normal_form(without_year)
            found = np.unique(np.concatenate([found, self._index.candidates(form), self._index.candidates(form, near)]))
        rows, original = self._index.film[found], self._index.original[found]
        titles = self._catalogue.column("title", rows)
        originals = self._catalogue.column("original_title", rows)
        texts = [pair[is_original] for *pair, is_original in zip(titles, originals, original.tolist(), strict=True)]
        years, votes = self._columns.year[rows].tolist(), self._columns.votes[rows].tolist()
        return [Name(*name) for name in zip(rows.tolist(), texts, years, votes, strict=True)]


def _listed(films: Sequence[Film]) -> str:
    named = [f"{quoted(film.title)} ({film.year or 'year unknown'}, id {film.id})" for film in films[:_MAX_LISTED]]
    more = f" and {len(films) - _MAX_LISTED} more" if len(films) > _MAX_LISTED else ""
    return ", ".join(named) + more
