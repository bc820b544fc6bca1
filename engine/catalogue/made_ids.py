"""Ids for films of files that have none: always the same for the same film, and above all ids of TMDB."""

from __future__ import annotations

import hashlib

FIRST = 2**30
"""Ids from here on are made by us. TMDB is at a few million."""
_FIRST_OF_TITLES = FIRST + 2**28
_LAST = 2**31 - 1


class IdMaker:
    """Makes ids for the films of one file, from the IMDb id if there is one, else from title and year.

    Films with the same title and year get the same id. If two others would, the second takes the next free one.
    """

    def __init__(self) -> None:
        self._taken: dict[int, tuple[str, int | None]] = {}

    def id_of(self, title: str, year: int | None, imdb_id: str) -> int:
        """Return the id of a film, FIRST to 2 ** 31 - 1."""
        number = int(imdb_id.removeprefix("tt")) if imdb_id else 0
        if 0 < number < _FIRST_OF_TITLES - FIRST:
            return FIRST + number
        name = (title.casefold(), year)
        digest = hashlib.blake2b(repr(name).encode(errors="replace"), digest_size=8).digest()
        film_id = _FIRST_OF_TITLES + int.from_bytes(digest) % (_LAST - _FIRST_OF_TITLES)
        while self._taken.setdefault(film_id, name) != name:
            film_id = film_id + 1 if film_id < _LAST else _FIRST_OF_TITLES
        return film_id
