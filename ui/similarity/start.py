"""Ways to begin on the Similarity page: example films, as links to the same page with films chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui import answers
from ui.addresses import SIMILARITY
from ui.navigation import FIRST, MODE, SECOND
from ui.widgets.film_search import label_of
from ui.widgets.link_row import PageLink, link_row

LABEL = "Try"
PAIRS = (("The Matrix", "Toy Story"), ("The Godfather", "GoodFellas"), ("Spirited Away", "Pan's Labyrinth"))
"""Titles of two films."""
SINGLES = (("Inception",), ("The Lord of the Rings: The Fellowship of the Ring",), ("Toy Story",))
"""Titles of one film."""


def offer_examples(mode: str, examples: Sequence[Sequence[str]], keys: Sequence[str] = (FIRST, SECOND)) -> None:
    """Draw a link to each example whose films are in the catalogue.

    Parameters
    ----------
    mode
        Of the page.
    examples
        Titles, as many as `keys` or fewer.
    keys
        The names that the films have in the address.

    """
    links = [link for titles in examples if (link := _link(mode, titles, keys))]
    link_row(LABEL, links, f"similarity.examples.{mode}")


def _link(mode: str, titles: Sequence[str], keys: Sequence[str]) -> PageLink | None:
    films = [film for film in map(answers.named, titles) if film]
    if len(films) < len(titles):
        return None
    chosen: Mapping[str, str] = {key: label_of(film) for key, film in zip(keys, films, strict=False)}
    return PageLink(" and ".join(film.title for film in films), SIMILARITY, {MODE: mode, **chosen})
