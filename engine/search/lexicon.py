"""The titles and people of a catalogue, as descriptions name them."""

from __future__ import annotations

from functools import cached_property

import pyarrow as pa

from engine.content.terms import split_words
from engine.content.vector_space import VectorSpace
from engine.content.words import words_of
from engine.search.finder import TitleFinder


class CatalogueLexicon:
    """Finds titles and people by their exact words; case, accents and signs do not count."""

    def __init__(self, titles: TitleFinder, space: VectorSpace) -> None:
        self._titles = titles
        self._space = space

    def film(self, title: str) -> tuple[int, str] | None:
        """Return id and label of the most voted film with exactly this title, `None` if there is none."""
        film = self._titles.most_voted_called(title)
        return (film.id, film.label) if film else None

    def person(self, name: str) -> str | None:
        """Return a director or an actor as the catalogue writes the name, `None` if there is none."""
        return self._people.get(" ".join(word.term for word in words_of(name))) if self._people else None

    @cached_property
    def _people(self) -> dict[str, str]:
        """Names by their words. Those of two words at least: "Prince" is mostly none."""
        names = [
            self._space.terms[column]
            for field in self._space.fields
            if field.name in ("director", "cast")
            for column in range(field.start, field.stop)
        ]
        split = split_words(pa.array(names, pa.string())).to_pylist()
        parts = ([word for word in words if word] for words in split)
        return {" ".join(words): name for words, name in zip(parts, names, strict=True) if len(words) > 1}
