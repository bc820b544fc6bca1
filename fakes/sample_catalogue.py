"""A small catalogue of invented films as rows of TMDB v11, and functions to write more."""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from engine import CineWatch

COLUMNS = (
    "id",
    "title",
    "vote_average",
    "vote_count",
    "status",
    "release_date",
    "revenue",
    "runtime",
    "adult",
    "backdrop_path",
    "budget",
    "homepage",
    "imdb_id",
    "original_language",
    "original_title",
    "overview",
    "popularity",
    "poster_path",
    "tagline",
    "genres",
    "production_companies",
    "production_countries",
    "spoken_languages",
    "keywords",
)
"""The columns of TMDB v11, in order."""

Row = dict[str, str]
Build = Callable[[Iterable[Row]], CineWatch]
"""From rows to an open catalogue, as the fixture `build` returns it."""


def film_row(film_id: int, title: str, year: int | None = None, votes: int = 10, **cells: object) -> Row:
    """Return a row of TMDB v11: a released film in English, unless `cells` say otherwise."""
    defaults = {
        "id": film_id,
        "title": title,
        "original_title": title,
        "vote_count": votes,
        "vote_average": 6.5,
        "status": "Released",
        "release_date": f"{year}-06-15" if year else "",
        "runtime": 95,
        "adult": False,
        "original_language": "en",
        "popularity": 1.5,
        "revenue": 0,
        "budget": 0,
    }
    return dict.fromkeys(COLUMNS, "") | {name: str(value) for name, value in (defaults | cells).items()}


def write_csv(path: Path, rows: Iterable[Mapping[str, object]], columns: Sequence[str] = COLUMNS) -> Path:
    """Write rows to `path` as a CSV with these columns, and return `path`; missing cells are empty.

    The file's time lies an hour back: one that has just been written counts as incomplete for a while.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    hour_ago = time.time_ns() - 3_600 * 10**9
    os.utime(path, ns=(hour_ago, hour_ago))
    return path


def folders(models: Path) -> list[Path]:
    """Return the folders of all builds in a models folder."""
    return sorted(path for path in models.iterdir() if path.is_dir())


HARBOUR, LOW_TIDE, HIGH_WATER, UNDERTOW = 101, 102, 103, 104
NIGHTJAR_1974, NIGHTJAR_2015 = 111, 112
LANTERNS, LANTERNS_TWIN = 121, 122
ADULT, BARE, EMOJI, SCRIPT, MARKDOWN, STOP_WORD, WHALES, CAFE = 131, 132, 133, 134, 135, 136, 137, 138
ABSENT = 999_999

_HARBOUR = {
    "genres": "Drama, Mystery",
    "keywords": "harbour town, lighthouse, smuggling, missing brother",
    "production_companies": "Tideline Pictures",
    "production_countries": "Norway",
    "spoken_languages": "English, Norwegian",
}
_SPACE = {"genres": "Science Fiction, Adventure", "keywords": "space station, robot, lost in space"}
_COMEDY = {"genres": "Comedy, Romance", "keywords": "bakery, wedding, small town"}
_LANTERNS = {
    "genres": "Fantasy, Family",
    "keywords": "lantern, twins, enchanted forest",
    "overview": "Twin sisters carry two lanterns through an enchanted forest to wake the sleeping king.",
}

FILMS: tuple[Row, ...] = (
    film_row(
        HARBOUR,
        "The Glass Harbour",
        1999,
        9_000,
        **_HARBOUR,
        vote_average=8.1,
        budget=20_000_000,
        revenue=180_000_000,
        runtime=118,
        tagline="The tide keeps every secret.",
        overview="A lighthouse keeper searches the harbour for his missing brother and finds a ring of smugglers.",
    ),
    film_row(
        LOW_TIDE,
        "The Glass Harbour: Low Tide",
        2001,
        6_000,
        **_HARBOUR,
        vote_average=7.2,
        budget=30_000_000,
        revenue=150_000_000,
        overview="The lighthouse keeper returns when the smugglers take the harbour at low tide.",
    ),
    film_row(
        HIGH_WATER,
        "The Glass Harbour: High Water",
        2003,
        5_000,
        **_HARBOUR,
        vote_average=6.4,
        overview="A storm drowns the harbour town, and the keeper must trust the last of the smugglers.",
    ),
    film_row(
        UNDERTOW,
        "The Glass Harbour: Undertow",
        2005,
        8_000,
        **_HARBOUR,
        status="Post Production",
        overview="The keeper, the harbour and the smugglers, one last time.",
    ),
    film_row(
        ADULT,
        "Velvet Corridor",
        2000,
        7_000,
        **_HARBOUR,
        adult=True,
        overview="The lighthouse keeper of the harbour receives smugglers at night.",
    ),
    film_row(
        NIGHTJAR_1974,
        "Nightjar",
        1974,
        400,
        genres="Thriller",
        keywords="birdwatcher, surveillance, cold war",
        overview="A birdwatcher records a murder on tape.",
        runtime=101,
    ),
    film_row(
        NIGHTJAR_2015,
        "Nightjar",
        2015,
        2_500,
        genres="Thriller, Horror",
        keywords="birdwatcher, forest, murder",
        overview="A sound engineer follows the call of a bird into the forest.",
    ),
    film_row(LANTERNS, "Two Lanterns", 1988, 300, **_LANTERNS),
    film_row(LANTERNS_TWIN, "Two Lanterns", 1988, 300, **_LANTERNS),
    film_row(BARE, "Quillon"),
    film_row(
        EMOJI, "🦊🌙", 2019, 150, genres="Animation, Family", keywords="fox, moon", overview="A fox loves the moon."
    ),
    film_row(
        SCRIPT,
        "<script>alert(1)</script>",
        2011,
        90,
        genres="Documentary",
        keywords="<b>html</b>, internet",
        overview="Who writes the <i>web</i>? & why?",
    ),
    film_row(
        MARKDOWN,
        "**Bold** [Moves](https://example.org) _and_ `more`",
        2013,
        80,
        genres="Music",
        keywords="# heading, dance",
        overview="* One dancer\n* Two shoes",
    ),
    film_row(STOP_WORD, "It", 1990, 60, genres="Horror", overview="Clowns in a drain."),
    film_row(
        WHALES,
        "The Whale Song",
        1985,
        700,
        original_title="Le Chant de la baleine",
        original_language="fr",
        genres="Drama, Music",
        keywords="whale, sea, ocean",
        overview="A composer sails out to hear the whales sing in the ocean.",
    ),
    film_row(CAFE, "Café Éclair", 1962, 500, **_COMEDY, overview="Two bakers fall in love over one oven."),
    film_row(141, "Spool-Runner", 2017, 1_800, **_SPACE, overview="A courier runs data spools between space stations."),
    film_row(
        142, "Meridian 2088", 2018, 3_000, **_SPACE, overview="The crew of a space station wakes a robot.", runtime=164
    ),
    film_row(143, "Meridian", 1982, 3_500, **_SPACE, overview="A detective hunts a robot lost on a space station."),
    film_row(144, "2047", 1997, 250, **_SPACE, overview="A robot counts the years aboard a lost ship."),
    film_row(
        145, "The Dark Knoll", 2008, 4_000, genres="Action, Crime", keywords="vigilante, city", overview="A masked man."
    ),
    film_row(146, "The Dark Knoll Rises", 2012, 3_900, genres="Action, Crime", keywords="vigilante, city, bomb"),
    film_row(
        147, "A Lighthouse Keeper", 1929, 20, genres="Drama", keywords="lighthouse", overview="Light over the harbour."
    ),
    film_row(
        148, "鯨の歌", 2004, 45, original_language="ja", genres="Animation, Drama", keywords="whale, sea, childhood"
    ),
    film_row(
        149, "Wedding at Millbrook", 2009, 120, **_COMEDY, overview="A wedding cake brings a small town together."
    ),
    film_row(
        150, "Bread and Rosemary", 2010, 75, **_COMEDY, overview="A bakery, a garden and a wedding in a small town."
    ),
    film_row(
        151, "Dust on the Saddle", 1956, 210, genres="Western", keywords="horse, desert, gold", overview="Gold in dust."
    ),
    film_row(152, "Gold Under Red Sand", 1958, 180, genres="Western, Adventure", keywords="gold, desert, treasure map"),
    film_row(153, "The Cartographer's Wife", 1948, 30, genres="Drama, History, War", keywords="map, war, letters"),
    film_row(154, "Songs for a Robot", None, 35, genres="Music, Science Fiction", keywords="robot, song", runtime=0),
    film_row(155, "No Votes at Dawn", 2022, 0, genres="Drama", overview="Nobody came to the election.", vote_average=0),
)

IDS = tuple(int(row["id"]) for row in FILMS)
HIDDEN = frozenset({ADULT, UNDERTOW})
"""Adult and unreleased films."""
