"""Public API of what TMDB and YouTube add to a film, over HTTP and shared through Redis. Nothing else needs it."""

from engine.tmdb.client import LOOKUP_WORKERS
from engine.tmdb.lookup_pool import LookupPool
from engine.tmdb.lookups import TmdbLookups
from engine.tmdb.memory import Memory
from engine.tmdb.parsing import image_path
from engine.tmdb.values import FilmDetails, Role, TmdbStatus, Video, WatchOffers
from engine.tmdb.youtube import trailer_search_url

__all__ = [
    "LOOKUP_WORKERS",
    "FilmDetails",
    "LookupPool",
    "Memory",
    "Role",
    "TmdbLookups",
    "TmdbStatus",
    "Video",
    "WatchOffers",
    "image_path",
    "trailer_search_url",
]
