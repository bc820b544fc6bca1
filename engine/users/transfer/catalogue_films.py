"""Finding the films of an import in the catalogue: by id, by title and year, and by the title search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.entities import Film
from engine.opened import OpenBuild
from engine.search.hits import SearchHit
from engine.search.text import normal_form


class CatalogueFilms:
    """The films of one build, for an import. Looks through whole columns at once, since an import has many films."""

    def __init__(self, opened: OpenBuild) -> None:
        self._opened = opened
        self._nearby = opened.titles.nearby()
        self.has_tmdb_ids = opened.manifest.has_tmdb_ids
        """Whether the ids of its films are TMDB's; if not, an id of a file means no film of it."""

    def __contains__(self, film_id: int) -> bool:
        return self._opened.columns.row_of(film_id) is not None

    def film(self, film_id: int) -> Film:
        """Return the film with that id. Raises UnknownFilm."""
        return self._opened.film(film_id)

    def facts(self, film_ids: Iterable[int]) -> dict[int, tuple[str, int | None, str]]:
        """Return title, year and IMDb id of those films that the catalogue has, for an export."""
        rows = {film_id: row for film_id in film_ids if (row := self._opened.columns.row_of(film_id)) is not None}
        places = list(rows.values())
        texts = (self._opened.catalogue.column(name, places) for name in ("title", "imdb_id"))
        years = self._opened.columns.year[places].tolist()
        return {
            film_id: (title, year or None, imdb_id)
            for film_id, title, imdb_id, year in zip(rows, *texts, years, strict=True)
        }

    def by_imdb_id(self, imdb_ids: Collection[str]) -> dict[str, int]:
        """Return the id of each film that has one of these IMDb ids."""
        rows = self._rows_with("imdb_id", pa.array(sorted(imdb_ids), pa.string()))
        ids = self._opened.columns.id[rows].tolist()
        return dict(zip(self._opened.catalogue.column("imdb_id", rows), ids, strict=True))

    def by_title(self, titles: Collection[str]) -> dict[str, list[Film]]:
        """Return the films whose title or original title is one of these, most voted first, by the title's key."""
        wanted = pa.array(sorted({title.lower() for title in titles}), pa.string())
        rows = np.union1d(
            self._rows_with("title", wanted, lower=True), self._rows_with("original_title", wanted, lower=True)
        )
        films: dict[str, list[Film]] = defaultdict(list)
        for film in self._opened.catalogue.films(rows):
            for key in sorted({title_key(film.title), title_key(film.original_title)}):
                films[key].append(film)
        return films

    def search(self, title: str, year: int | None, quality: float) -> tuple[SearchHit, ...]:
        """Return a few films whose title is like this one, best first.

        If a quick look says that no title of about that year reaches `quality`, 0 to 1, nothing is searched.
        """
        if year is not None and not self._nearby.may_mean(title, year, quality):
            return ()
        hits = self._opened.titles.search(f"{title} ({year})" if year else title, 5)
        # The search also finds films by the people in them.
        return tuple(hit for hit in hits if not hit.person)

    def _rows_with(self, column: str, wanted: pa.Array, lower: bool = False) -> npt.NDArray[np.int64]:
        found: list[npt.NDArray[np.int64]] = []
        start = 0
        for batch in self._opened.catalogue.table.select([column]).to_batches():
            values = pc.utf8_lower(batch.column(0)) if lower else batch.column(0)
            hits = pc.is_in(values, value_set=wanted).to_numpy(zero_copy_only=False)
            found.append(np.flatnonzero(hits) + start)
            start += len(batch)
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def title_key(title: str) -> str:
    """Return what two ways of writing a title have in common: case, accents and punctuation do not count."""
    return normal_form(title)
