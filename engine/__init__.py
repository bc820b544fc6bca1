"""Public API of CineWatch without a screen.

Import from here, or from `engine.browsing`, `engine.entities`, `engine.errors`, `engine.relations`, `engine.statistics`
and `engine.tmdb`.
All other submodules are internal.
"""

from engine.catalogue.genres import GENRES
from engine.cinewatch import CineWatch
from engine.content.words import words_of
from engine.dataset_info import ColumnUse, IndexInfo, Rejection
from engine.entities import (
    Answer,
    Comparison,
    Explanation,
    Film,
    FilmName,
    FilterOptions,
    RankChange,
    Recommendation,
    SearchHit,
)
from engine.errors import CineWatchError
from engine.filters.filters import Filters
from engine.logs import configure as configure_logs
from engine.progress import Progress
from engine.ranking.blend import PRESETS, Weights
from engine.ranking.query import MAX_DISLIKED, MAX_LIKED, Franchise, Query
from engine.settings import SAMPLE_PATH, Settings, read_secrets, read_settings

__all__ = [
    "GENRES",
    "MAX_DISLIKED",
    "MAX_LIKED",
    "PRESETS",
    "SAMPLE_PATH",
    "Answer",
    "CineWatch",
    "CineWatchError",
    "ColumnUse",
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
    "Rejection",
    "SearchHit",
    "Settings",
    "Weights",
    "configure_logs",
    "read_secrets",
    "read_settings",
    "words_of",
]
