"""The genres of TMDB, and how other sites call them."""

from __future__ import annotations

import re
from functools import lru_cache

GENRES = (
    "Action",
    "Adventure",
    "Animation",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "History",
    "Horror",
    "Music",
    "Mystery",
    "Romance",
    "Science Fiction",
    "TV Movie",
    "Thriller",
    "War",
    "Western",
)
"""The genres of TMDB. The position of a genre here is its bit in `FilmColumns.genres`."""

_NUMBERS = (28, 12, 16, 35, 80, 99, 18, 10751, 14, 36, 27, 10402, 9648, 10749, 878, 10770, 53, 10752, 37)
GENRE_OF_NUMBER = dict(zip(map(str, _NUMBERS), GENRES, strict=True))
"""The genre that each number in `genre_ids` of TMDB stands for."""

# Words of other sites -> the genre of TMDB that means the same.
_SAME = {
    "Adventure": "adventures",
    "Animation": "animated anime cartoon",
    "Comedy": "comedies comedic",
    "Crime": "gangster",
    "Documentary": "documentaries docuseries documental",
    "Drama": "dramas melodrama",
    "Family": "children childrens children's kids kids' kid",
    "History": "historical",
    "Horror": "slasher",
    "Music": "musical musicals concert",
    "Mystery": "mysteries",
    "Romance": "romantic rom-com",
    "Science Fiction": "sci-fi scifi sf science-fiction sciencefiction",
    "TV Movie": "tvmovie",
    "Thriller": "thrillers suspense",
    "Western": "westerns",
}
_OTHERS = frozenset(
    [
        *("biography", "biopic", "sport", "sports", "film-noir", "noir", "short", "news", "reality-tv", "talk-show"),
        *("game-show", "adult", "experimental", "superhero", "disaster", "spy", "martial", "arts", "indie", "foreign"),
        *("independent", "international", "classic", "classics", "faith", "spirituality", "lgbtq", "lgbt", "cult"),
        *(
            "art",
            "house",
            "imax",
            "anthology",
            "nature",
            "travel",
            "holiday",
            "erotic",
            "stand-up",
            "political",
            "epic",
        ),
    ]
)
"""Words that are genres on other sites and have no like on TMDB."""
_GENRE_OF_WORD = {genre.casefold(): genre for genre in GENRES} | {
    word: genre for genre, words in _SAME.items() for word in words.split()
}
_LONGEST_GENRE = 2
"""Words."""


@lru_cache(maxsize=4_096)
def genres_meant(name: str) -> frozenset[str]:
    """Return the genres of TMDB that a name stands for: "Sci-Fi & Fantasy" is two, "Sport" is none."""
    name = name.casefold().strip()
    if name in _GENRE_OF_WORD:
        return frozenset({_GENRE_OF_WORD[name]})
    found: set[str] = set()
    words = re.sub(r"[&/,]|\band\b|\b(?:movies|films|tv|shows|features)\b", " ", name).split()
    while words:
        pair = " ".join(words[:_LONGEST_GENRE])
        taken = _LONGEST_GENRE if pair in _GENRE_OF_WORD else 1
        genre = _GENRE_OF_WORD.get(pair) or _GENRE_OF_WORD.get(words[0])
        found |= {genre} if genre else set()
        words = words[taken:]
    return frozenset(found)


@lru_cache(maxsize=4_096)
def is_genre(name: str) -> bool:
    """Return whether a name is a genre of TMDB or of another site."""
    return name in GENRE_OF_NUMBER or bool(genres_meant(name)) or not _OTHERS.isdisjoint(name.casefold().split())


@lru_cache(maxsize=4_096)
def genres_in_words(text: str) -> tuple[str, ...]:
    """Return the genres in "Action Science Fiction", which only spaces part; empty if a word belongs to none."""
    words, genres = text.split(), []
    while words:
        lengths = (n for n in range(min(_LONGEST_GENRE, len(words)), 0, -1))
        length = next((n for n in lengths if _is_one(" ".join(words[:n]))), 0)
        if not length:
            return ()
        genres.append(" ".join(words[:length]))
        words = words[length:]
    return tuple(genres)


def _is_one(name: str) -> bool:
    folded = name.casefold()
    return folded in _GENRE_OF_WORD or folded in _OTHERS
