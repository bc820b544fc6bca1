"""The names that columns have in public movie files: one table, which all files go through.

A file may call a title `title`, `Series_Title` or `primaryTitle`. The first name of a line that a file has is used, if
most of its cells can be read as what they should be. Spelling is that of `column_key`: lower case, words joined by `_`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.reading.rows import column_key

Kind = Literal[
    "id", "title", "text", "genres", "keywords", "people", "names",
    "decimal", "rating", "whole", "money", "minutes", "date", "year", "flag", "imdb", "image", "type",
]  # fmt: skip
"""How the cells of a column are written."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column may mean."""

    name: str
    """Column of FILM_SCHEMA, or `release_year` or `type`."""
    kind: Kind
    names: tuple[str, ...]
    """Names of columns with this meaning, the best first."""
    joined: bool = False
    """Whether all columns with these names are used, one after the other: Star1, Star2, …"""


def _meaning(name: str, kind: Kind, names: str, joined: bool = False) -> Meaning:
    return Meaning(name, kind, tuple(names.split()), joined)


MEANINGS = (
    _meaning("id", "id", "tmdb_id tmdbid"),
    _meaning("id", "id", "id movie_id movieid film_id filmid"),
    _meaning(
        "title", "title",
        "title movie_title series_title film_title primary_title movie_name film_name movie film name names "
        "title_en english_title original_title orig_title",
    ),
    _meaning("original_title", "text", "original_title orig_title title_original original_name"),
    _meaning(
        "other_titles", "names",
        "other_titles alternative_titles alternative_titles_titles alternate_titles alt_titles titles akas aka "
        "aka_titles also_known_as alternative_title alternative_names",
    ),
    _meaning(
        "overview", "text",
        "overview description plot synopsis summary storyline plot_summary plot_synopsis movie_info story "
        "full_plot fullplot short_description movie_description film_description",
    ),
    _meaning("tagline", "text", "tagline tag_line"),
    _meaning(
        "genres", "genres",
        "genres genre genre_names movie_genre movie_genres film_genre listed_in genre_ids genres_list genre_list "
        "main_genre major_genre primary_genre category categories",
    ),
    _meaning(
        "keywords", "keywords",
        "keywords keyword plot_keywords keyword_names keywords_keywords tags plot_synopsis_tags",
    ),
    _meaning(
        "director", "people",
        "director directors director_name director_names directed_by director_s crew credits_crew",
    ),
    _meaning(
        "cast", "people",
        "cast actors stars casts credits_cast top_cast starring star_cast cast_names main_cast cast_list actor "
        "leading_actors movie_cast lead_star lead_actor",
    ),
    _meaning(
        "cast", "people",
        "star1 star2 star3 star4 star_1 star_2 star_3 star_4 actor_1_name actor_2_name actor_3_name actor1 actor2 "
        "actor3 actor_1 actor_2 actor_3 star",
        joined=True,
    ),
    _meaning(
        "companies", "names",
        "production_companies companies production_company company studio studios production distributor",
    ),
    _meaning(
        "countries", "names",
        "production_countries countries country production_country country_of_origin countries_of_origin "
        "origin_country origin",
    ),
    _meaning("spoken_languages", "names", "spoken_languages languages language spoken_language"),
    _meaning("original_language", "text", "original_language orig_lang original_lang lang"),
    _meaning(
        "release_date", "date",
        "release_date released date_published original_release_date in_theaters_date theater_date premiere "
        "release_date_theaters date_x release theatrical_release_date date",
    ),
    _meaning(
        "release_year", "year",
        "release_year year title_year start_year released_year year_of_release movie_year year_released",
    ),
    _meaning(
        "runtime", "minutes",
        "runtime run_time minute minutes timing duration length running_time movie_duration runtime_m "
        "movie_run_time",
    ),
    _meaning(
        "rating", "rating",
        "vote_average rating imdb_rating imdb_score imdb_average_rating average_rating score avg_vote vote_avg "
        "user_rating average_vote ratings movie_rating rating_score tomatometer_rating audience_rating "
        "audience_score tomatometer tomato_meter userscore user_score metascore meta_score",
    ),
    _meaning(
        "votes", "whole",
        "vote_count votes num_votes no_of_votes num_voted_users imdb_votes imdb_num_votes number_of_votes "
        "votes_count vote_counts user_votes total_votes rating_count ratings_count num_ratings audience_count "
        "no_of_persons_voted",
    ),
    _meaning("budget", "money", "budget budget_x production_budget"),
    _meaning(
        "revenue", "money",
        "revenue gross worldwide_gross box_office gross_worldwide revenue_x worldwide_gross_income "
        "worlwide_gross_income worldwide_box_office lifetime_gross worldwide_lt_gross domestic_gross us_gross "
        "gross_revenue earnings",
    ),
    _meaning("popularity", "decimal", "popularity popularity_score"),
    _meaning("status", "text", "status release_status"),
    _meaning("adult", "flag", "adult is_adult"),
    _meaning(
        "imdb_id", "imdb",
        "imdb_id imdbid tconst imdb_title_id movie_imdb_link imdb_link imdb_url title_id const",
    ),
    _meaning("homepage", "text", "homepage"),
    _meaning("poster_path", "image", "poster_path poster_url poster"),
    _meaning("backdrop_path", "image", "backdrop_path backdrop_url"),
    _meaning("type", "type", "type title_type media_type show_type"),
)  # fmt: skip
"""Every meaning. Of two lines with one meaning, the first that a file can fill counts."""

TMDB_IDS = frozenset(["tmdb_id", "tmdbid"])
"""Names of columns that are TMDB's ids in any file. In a file of TMDB, `id` is, too."""

TMDB_COLUMNS = frozenset(
    [
        *("overview", "vote_average", "vote_count", "original_language", "genre_ids", "poster_path", "backdrop_path"),
        *("belongs_to_collection", "spoken_languages", "production_companies"),
    ]
)
"""Names that TMDB gives to columns, and other sites hardly do. A file with any of them is like one of TMDB."""

UNITS = {
    "millions": 1e6, "in_millions": 1e6, "million": 1e6, "mil": 1e6, "thousands": 1e3,
    "minutes": 1.0, "mins": 1.0, "min": 1.0, "in_minutes": 1.0, "usd": 1.0, "in_usd": 1.0, "in": 1.0, "dollars": 1.0,
    "10": 1.0,
}  # fmt: skip
"""What may stand behind a name, and what one of it is worth: `Revenue (Millions)`."""

JOBS = {"crew": "Director", "credits_crew": "Director"}
"""Columns of people with different jobs, and the job that counts."""

NOT_FILMS = frozenset(
    [
        *("tv show", "tv series", "tvseries", "tvminiseries", "tv mini series", "tvepisode", "tv episode", "series"),
        *("tv", "show", "episode", "videogame", "video game", "tvpilot", "podcastseries", "podcastepisode", "person"),
        *("mini series", "game"),
    ]
)
"""Words in a column of types that say that a row is no film."""

_PERSONAL = {"letterboxd_uri": "Letterboxd"}
"""Columns of files that hold one person's films, and where these come from."""

_MERGED = re.compile(r"_x$")


@dataclass(frozen=True, slots=True)
class Match:
    """A column whose name says what it means."""

    meaning: Meaning
    column: str
    rank: int
    """Place of its name among those of the meaning; 0 is the best."""
    scale: float = 1.0
    """What a number in it is worth, by the unit in its name."""


def matches(header: Sequence[str]) -> list[Match]:
    """Return every column whose name is known, once for each meaning it may have, the best name first."""
    found = []
    for meaning in MEANINGS:
        candidates: list[tuple[int, int, int, str, float]] = []
        for column in header:
            for place, (name, scale) in enumerate(_spellings(column)):
                if name in meaning.names:
                    # A merge of two tables calls a column that both had `title_x`.
                    candidates.append((meaning.names.index(name), place, len(candidates), column, scale))
                    break
        found += [Match(meaning, column, rank, scale) for rank, _, _, column, scale in sorted(candidates)]
    return found


def _spellings(column: str) -> list[tuple[str, float]]:
    """Return the names that a column may stand for, without units and marks of merging, the plainest first."""
    key = column_key(column)
    spellings = [(key, 1.0), (_MERGED.sub("", key), 1.0), (key.replace("_", ""), 1.0)]
    for unit, scale in UNITS.items():
        if key.endswith("_" + unit):
            spellings.append((key.removesuffix("_" + unit), scale))
    return spellings


def are_tmdb_ids(column: str, header: Sequence[str]) -> bool:
    """Return whether a column of ids in a file with this header is called as TMDB's ids are."""
    names = {name for name, _ in _spellings(column)}
    is_like_tmdb = any(column_key(name) in TMDB_COLUMNS for name in header)
    return bool(names & TMDB_IDS) or ("id" in names and is_like_tmdb)


def known_columns(header: Sequence[str]) -> int:
    """Return how many columns of a header have known names; 0 if none of them can be a title."""
    found = matches(header)
    has_title = any(match.meaning.name == "title" for match in found)
    return len({match.column for match in found}) if has_title else 0


def personal_export(header: Sequence[str]) -> str:
    """Return the site whose export of one person's films has this header; empty if it is none."""
    keys = {column_key(name) for name in header}
    return next((site for key, site in _PERSONAL.items() if key in keys), "")
