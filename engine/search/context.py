"""What a text may tell about a film besides its title: its language, and the people in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.columns import FilmColumns
from engine.catalogue.languages import LANGUAGE_NAMES
from engine.search.people import FIELDS
from engine.search.text import normal_form

_MIN_LETTERS = 3
"""Of a name that tells something."""
_ALSO = {"zh": ("chinese",), "cn": ("chinese",), "hi": ("indian",), "ta": ("indian",), "te": ("indian",)}
"""Words for a language besides its name."""


class Context:
    """Finds words of a text in the facts about films. Immutable; any number of threads may share one.

    Parameters
    ----------
    catalogue, columns
        The films.
    languages
        The code that each number in `columns.language` stands for.

    """

    def __init__(self, catalogue: Catalogue, columns: FilmColumns, languages: Sequence[str]) -> None:
        self._catalogue = catalogue
        self._columns = columns
        self._words_of = [
            frozenset((normal_form(LANGUAGE_NAMES.get(code, code)), *_ALSO.get(code, ()))) for code in languages
        ]

    def words(self, text: str, rows: Sequence[int]) -> Mapping[int, frozenset[str]]:
        """Return the words of a text that name the language of a film or a person in it, for each of these rows."""
        typed = frozenset(word for word in normal_form(text).split() if len(word) >= _MIN_LETTERS)
        languages = self._columns.language[list(rows)].tolist()
        people = [self._catalogue.column(field, list(rows)) for field in FIELDS]
        found = {}
        for row, language, *lists in zip(rows, languages, *people, strict=True):
            names = {word for people in lists for name in people or () for word in normal_form(name).split()}
            found[row] = typed & (self._words_of[language] | names)
        return found
