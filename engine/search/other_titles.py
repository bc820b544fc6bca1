"""Other titles of well-known films: those of another country, and how originals are written in Latin letters.

Datasets hold a title and an original title, but people also type "Sorcerer's Stone" and "Sen to Chihiro". The list,
other_titles.tsv, is ours. A line has a year and at least two titles of one film, none of them the main one: whichever a
catalogue has, the others lead to it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engine.search.text import normal_form

_LIST = Path(__file__).with_name("other_titles.tsv")
_YEARS_APART = 1
"""Countries may show a film a year later."""


def other_titles(title: str, year: int) -> tuple[str, ...]:
    """Return the other titles of a film with that title and year, in order of the list."""
    form = normal_form(title)
    for known, titles in _titles_by_form().get(form, ()):
        if abs(known - year) <= _YEARS_APART:
            return tuple(other for other in titles if normal_form(other) != form)
    return ()


@cache
def _titles_by_form() -> dict[str, list[tuple[int, list[str]]]]:
    films: dict[str, list[tuple[int, list[str]]]] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        year, *titles = line.split("\t")
        for title in titles:
            films.setdefault(normal_form(title), []).append((int(year), titles))
    return films
