"""Colours of genres, for posters and charts, and of the parts of a score. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from engine import GENRES

NO_GENRE = "#7d8790"

GENRE_COLOURS = dict(
    zip(
        GENRES,
        (
            "#d1603d",  # Action
            "#c98a2b",  # Adventure
            "#5fa8d3",  # Animation
            "#e0b13c",  # Comedy
            "#7a6a53",  # Crime
            "#6f9a8d",  # Documentary
            "#5b6fa8",  # Drama
            "#8fb050",  # Family
            "#9168b8",  # Fantasy
            "#a37c56",  # History
            "#8c3b46",  # Horror
            "#c766a0",  # Music
            "#4d6a7d",  # Mystery
            "#d4718a",  # Romance
            "#2f9c95",  # Science Fiction
            "#8a94a0",  # TV Movie
            "#4f7a5c",  # Thriller
            "#737a45",  # War
            "#b0673c",  # Western
        ),
        strict=True,
    )
)

ALL_GENRES = GENRE_COLOURS | {"": NO_GENRE}
"""The colour of each genre, and of a film without one."""

OTHER = "Other"
"""What charts call the genres that have no colour of their own in `main_colours`."""
DISTINCT_COLOURS = ("#d6951c", "#3f9fe0", "#0f8f6a", "#c8481f", "#8459e6", "#d987b8", "#2a62b8")
"""Colours to be told apart where nothing else tells what they stand for: with the grey of NO_GENRE, by people who see
red, green or blue less, and on dark and on light."""

PART_COLOURS = {
    "Story": "#2f9c95",
    "Keywords": "#5fa8d3",
    "Genres": "#9168b8",
    "Title": "#c766a0",
    "Director": "#d1603d",
    "Cast": "#e0b13c",
    "Companies": "#a37c56",
    "Your words": "#8c3b46",
    "Same era": "#8fb050",
    "Popular": "#8a94a0",
    "Highly rated": "#c98a2b",
    "Liked by the same people": "#5a63b0",
}
"""A colour for each field, and for each part that a score adds to the match."""
MORE, LESS = "#4db6ac", "#d77a8c"
"""Colours of what raises something, and of what lowers it."""


def colour_of(genres: Sequence[str]) -> str:
    """Return the colour of the first genre that has one."""
    return next((GENRE_COLOURS[genre] for genre in genres if genre in GENRE_COLOURS), NO_GENRE)


def main_colours(genres: Iterable[str]) -> dict[str, str]:
    """Return a colour for each of the most frequent genres of some films, and grey for OTHER, which is the last.

    Parameters
    ----------
    genres
        The genre of each film, "" for none.

    """
    counts = Counter(genre for genre in genres if genre)
    # Of equally many, the order of all genres decides, so that a colour does not depend on the order of the films.
    names = sorted(counts, key=lambda genre: (-counts[genre], genre))[: len(DISTINCT_COLOURS)]
    return dict(zip(names, DISTINCT_COLOURS, strict=False)) | {OTHER: NO_GENRE}
