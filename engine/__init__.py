"""Public API of CineWatch without a screen.

Import from here, or from `engine.browsing`, `engine.entities`, `engine.errors`, `engine.forwarded`, `engine.metrics`,
`engine.paths`, `engine.personalization`, `engine.relations`, `engine.search`, `engine.shared`, `engine.spreadsheets`,
`engine.statistics`, `engine.tmdb`, `engine.turns`, `engine.users` and `engine.visitor_limits`.
All other submodules are internal.
"""

from engine.catalogue.genres import GENRES
from engine.catalogue.languages import LANGUAGE_NAMES
from engine.cinewatch import CineWatch
from engine.content.term_rules import ABOUT_THE_FILE
from engine.content.words import words_of
from engine.dataset_info import IndexInfo
from engine.entities import (
    Answer,
    Comparison,
    Explanation,
    Film,
    FilmName,
    FilterOptions,
    RankChange,
    Recommendation,
)
from engine.errors import CineWatchError
from engine.filters.filters import Filters
from engine.logs import configure as configure_logs
from engine.progress import Progress
from engine.ranking.blend import PRESETS, Weights
from engine.ranking.query import MAX_DISLIKED, MAX_LIKED, Franchise, Query
from engine.served import ServedCatalogue
from engine.settings import SAMPLE_PATH, Settings, read_secrets, read_settings

__all__ = [
    "ABOUT_THE_FILE",
    "GENRES",
    "LANGUAGE_NAMES",
    "MAX_DISLIKED",
    "MAX_LIKED",
    "PRESETS",
    "SAMPLE_PATH",
    "Answer",
    "CineWatch",
    "CineWatchError",
    "Comparison",
    "Explanation",
    "Film",
    "FilmName",
    "FilterOptions",
    "Filters",
    "Franchise",
    "IndexInfo",
    "Progress",
    "Query",
    "RankChange",
    "Recommendation",
    "ServedCatalogue",
    "Settings",
    "Weights",
    "configure_logs",
    "read_secrets",
    "read_settings",
    "words_of",
]
