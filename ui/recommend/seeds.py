"""What a recommendation starts from: films you like and dislike, and your own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import MAX_DISLIKED, MAX_LIKED, Film, Query
from ui.addresses import ABOUT, Link
from ui.navigation import DISLIKED, LIKED
from ui.recommend.start import EXAMPLES
from ui.text.markdown import literal
from ui.widgets import film_search
from ui.widgets.film_search import BOUND

LIKED_LABEL, DISLIKED_LABEL, ABOUT_LABEL = "Films you like", "Less like these", "In your own words"
_MAX_CHARACTERS = 2_000
_MAX_SHOWN = 60
"""Characters of a description in a heading."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """What a query starts from."""

    liked: Sequence[Film]
    disliked: Sequence[Film]
    about: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that films could be like."""
        return not self.liked and not self.about

    @property
    def query(self) -> Query:
        """A query for it, with defaults for everything else."""
        liked, disliked = (tuple(film.id for film in films) for films in (self.liked, self.disliked))
        return Query(liked, disliked, self.about)

    @property
    def link(self) -> Link:
        """What the address of the page has for it."""
        films = {LIKED: self.liked, DISLIKED: self.disliked}
        labels = {key: [film_search.label_of(film) for film in chosen] for key, chosen in films.items() if chosen}
        return labels | ({ABOUT: self.about} if self.about else {})

    @property
    def name(self) -> str:
        """A short name for files: "Inception dreams"."""
        return " ".join([*(film.title for film in self.liked), self.about])

    @property
    def description(self) -> str:
        """What the films should be like, to follow the word "films": "like Inception, about “dreams”, not like Up"."""
        names = _short([film.title for film in self.liked])
        about = _shortened(self.about)
        disliked = f"not like {_short([film.title for film in self.disliked])}" if self.disliked else ""
        return ", ".join(
            filter(None, (f"like {names}" if names else "", f"about “{about}”" if about else "", disliked))
        )


def _shortened(text: str) -> str:
    """Return the beginning of a long text, as far as whole words go."""
    if len(text) <= _MAX_SHOWN:
        return text
    beginning = text[:_MAX_SHOWN]
    return f"{beginning.rpartition(' ')[0] or beginning} …"


def _short(titles: Sequence[str]) -> str:
    """Return the first two titles, and how many more there are."""
    return " and ".join(titles) if len(titles) < 3 else f"{titles[0]}, {titles[1]} and {len(titles) - 2} more"


def pick_seeds() -> tuple[Seeds, DeltaGenerator]:
    """Draw the pickers of films and the box for a description. All of it is in the address, and empty at first.

    Returns
    -------
    seeds
        What is chosen.
    beside
        The place for `offer_start`.

    """
    left, right = st.columns([3, 2], gap="small")
    with left:
        liked = film_search.pick_films(LIKED_LABEL, LIKED, MAX_LIKED)
    with right:
        hint = "Films like these move down. You can also choose “Less like this” from a film's menu."
        disliked = film_search.pick_films(DISLIKED_LABEL, DISLIKED, MAX_DISLIKED, hint=hint)
    box, beside = st.columns([3, 2], gap="small", vertical_alignment="bottom")
    about = box.text_input(
        ABOUT_LABEL,
        key=ABOUT,
        max_chars=_MAX_CHARACTERS,
        placeholder=EXAMPLES[0].about.capitalize(),
        help="Describe what a film should be about, with or without films you like.",
        **BOUND,
    )
    both = {film.id for film in liked} & {film.id for film in disliked}
    if both:
        # No container follows it here: the widgets in one that moves up are lost to the address.
        left.info(liked_and_disliked([film for film in liked if film.id in both]), icon=":material/info:")
    return Seeds(liked, [film for film in disliked if film.id not in both], (about or "").strip()), beside


def liked_and_disliked(films: Sequence[Film]) -> str:
    """Return that some films are chosen as both, as Markdown."""
    return f"Both liked and disliked, so counted as liked: {', '.join(literal(film.title) for film in films)}."
