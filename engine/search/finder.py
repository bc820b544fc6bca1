"""From a typed text to films: names from the indexes, read from the catalogue, compared letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.content.vector_space import VectorSpace
from engine.entities import Film
from engine.errors import AmbiguousTitle, InvalidQuery, UnknownFilm, quoted
from engine.search.context import Context
from engine.search.grams import grams_of_text
from engine.search.hits import PersonHit, SearchHit
from engine.search.matching import Form
from engine.search.name_ranking import MIN_QUALITY, Name, rank_names
from engine.search.nearby_titles import NearbyTitles
from engine.search.people import PeopleFinder, PeopleIndex
from engine.search.text import normal_form
from engine.search.titles import TITLE, TitleIndex
from engine.search.typed import imdb_id, readings, split_year, tmdb_id
from engine.storage.arrays import Arrays

_MAX_LISTED = 8
"""Most films that an error message lists."""
_MIN_SUGGESTED = 0.7
"""How well a title must match for an error message to suggest it."""
_SURE = 0.9
"""A title that matches so well explains the text; else it may also tell something else about the film."""
_MIN_TITLE = 0.8
"""A number that matches the beginning of a title so well is no id."""
_MAYBE = 0.2
"""A title that explains so little may be meant if the rest of the text is about its film."""
_WITH_CONTEXT = 60
"""Films of which more than the title is compared."""


@dataclass(frozen=True, slots=True)
class _Hit:
    row: int
    quality: float
    person: str = ""


class TitleFinder:
    """Finds films by title, id or the people in them. Immutable; any number of threads may share one."""

    def __init__(
        self, index: TitleIndex, catalogue: Catalogue, columns: FilmColumns, context: Context, people: PeopleFinder
    ) -> None:
        self._index = index
        self._catalogue = catalogue
        self._columns = columns
        self._context = context
        self._people = people

    @classmethod
    def from_arrays(
        cls,
        stored: Arrays,
        catalogue: Catalogue,
        columns: FilmColumns,
        languages: Sequence[str],
        space: VectorSpace,
    ) -> TitleFinder:
        """Return the finder of an index. Raises KeyError if an array is missing, IndexCorrupt if one is damaged."""
        people = PeopleFinder(PeopleIndex.from_arrays(stored), space, columns.votes)
        context = Context(catalogue, columns, languages)
        return cls(TitleIndex.from_arrays(stored), catalogue, columns, context, people)

    def search(self, text: str, k: int) -> tuple[SearchHit, ...]:
        """Return at most `k` films that a text may mean, best first.

        It may be a title or original title: with typos, without an article, with numbers written differently, only its
        beginning or some words, or initials, and with a year, a language or a person beside it. It may also be the name
        of a person or of a file, an id of TMDB or IMDb, or an address there.

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
        hits = self._with_film_of_id(text, self._with_person(text, self._by_title(text, k), k))[:k]
        films = self._catalogue.films([hit.row for hit in hits])
        return tuple(SearchHit(film, hit.quality, hit.person) for film, hit in zip(films, hits, strict=True))

    def nearby(self) -> NearbyTitles:
        """Return what tells quickly which of many titles with a year are worth a search."""
        return NearbyTitles(self._index, self._catalogue, self._columns)

    def people(self, text: str, k: int, n_films: int) -> tuple[PersonHit, ...]:
        """Return at most `k` people whose name matches a text, best first, with their `n_films` most voted films."""
        return tuple(
            PersonHit(one.name, one.quality, len(one.rows), tuple(self._catalogue.films(one.rows[:n_films])))
            for one in self._people.search(text, k)
        )

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
        hits = [hit.film for hit in self.search(title, 3) if hit.score >= _MIN_SUGGESTED and not hit.person]
        hint = f"; did you mean {_listed(hits)}?" if hits else ""
        raise UnknownFilm(f"no film is called {quoted(title)}{hint}")

    def most_voted_called(self, title: str) -> Film | None:
        """Return the most voted of the films that `named` finds, `None` if there is none."""
        rows = self._rows_called(title) if title.strip() else []
        return self._catalogue.films(rows[:1])[0] if rows else None

    def _rows_called(self, title: str) -> list[int]:
        """Return the rows of the films called `title`, ascending.

        These are the films with this title or original title, whatever its case. If there are none, they are the films
        with the same normal form; else those with the title and the year that `title` ends with; else those whose title
        is the same but for how its numbers are written.
        """
        names = self._names_like(title)
        without_year, year = split_year(title)
        for rows in (
            {name.row for name in names if name.text.casefold() == title.strip().casefold()},
            {name.row for name in names if normal_form(name.text) == normal_form(title)},
            {name.row for name in names if normal_form(name.text) == normal_form(without_year) and name.year == year},
            {name.row for name in names if Form.of(name.text).numbered == Form.of(title).numbered},
        ):
            if rows:
                return sorted(rows)
        return []

    def _by_title(self, text: str, k: int) -> list[_Hit]:
        names = self._names_like(text)
        ranked = rank_names(text, names, max(k, _WITH_CONTEXT), _MAYBE)
        if ranked and ranked[0][1] < _SURE:
            contexts = self._context.words(text, [row for row, _ in ranked[:_WITH_CONTEXT]])
            if any(contexts.values()):
                told = [replace(name, context=contexts.get(name.row, name.context)) for name in names]
                ranked = rank_names(text, told, k)
        return [_Hit(row, quality) for row, quality in ranked[:k] if quality >= MIN_QUALITY]

    def _with_person(self, text: str, hits: list[_Hit], k: int) -> list[_Hit]:
        """Add the films of the person whose name matches a text, after the films whose titles match better."""
        for person in self._people.search(text, 1):
            better = [hit for hit in hits if hit.quality >= person.quality]
            seen = {hit.row for hit in better}
            films = [_Hit(row, person.quality, person.name) for row in person.rows[:k].tolist() if row not in seen]
            seen.update(film.row for film in films)
            return [*better, *films, *(hit for hit in hits if hit.row not in seen)]
        return hits

    def _with_film_of_id(self, text: str, hits: list[_Hit]) -> list[_Hit]:
        """Add the film whose id a text is, before all, but for titles that are or begin with the same number."""
        row = None
        number = tmdb_id(text)
        if number is not None:
            row = self._columns.row_of(number)
        elif imdb := imdb_id(text):
            row = self._catalogue.row_with("imdb_id", imdb)
        if row is None:
            return hits
        is_bare = text.strip().isdigit()
        titles = [hit for hit in hits if is_bare and hit.quality >= _MIN_TITLE and hit.row != row]
        seen = {row, *(hit.row for hit in titles)}
        return [*titles, _Hit(row, 1.0), *(hit for hit in hits if hit.row not in seen)]

    def _names_like(self, text: str) -> list[Name]:
        """Return the names that share most with a text, however it is read."""
        numbers = np.empty(0, dtype=np.int64)
        candidates = self._index.grams.candidates
        for typed in readings(text):
            grams = grams_of_text(Form.of(typed.title))
            numbers = np.union1d(numbers, candidates(grams))
            if typed.year is not None:
                # Hundreds of films may share a title, so those of about that year have a ranking of their own.
                near = np.abs(self._columns.year[self._index.film] - typed.year) <= 1
                numbers = np.union1d(numbers, candidates(grams, near))
        rows, texts = self._index.film[numbers], self._index.texts(numbers, self._catalogue)
        facts = (self._columns.year, self._columns.votes, self._index.place)
        values = (fact[rows].tolist() for fact in facts)
        main = (self._index.source[numbers] == TITLE).tolist()
        return [Name(*name) for name in zip(rows.tolist(), texts, *values, main, strict=True)]


def _listed(films: Sequence[Film]) -> str:
    labels = [f"{quoted(film.title)} ({film.year or 'year unknown'}, id {film.id})" for film in films[:_MAX_LISTED]]
    more = f" and {len(films) - _MAX_LISTED} more" if len(films) > _MAX_LISTED else ""
    return ", ".join(labels) + more
