"""Public API of the statistics of a catalogue: one value per section, and pivots. See `CineWatch.statistics`."""

from engine.entities import Count
from engine.statistics.catalogue_statistics import CatalogueStatistics
from engine.statistics.contents import Contents, GenrePair
from engine.statistics.data_quality import Completeness, DataQuality
from engine.statistics.group_films import LACKING
from engine.statistics.headlines import Decade, Headlines
from engine.statistics.implausible import ImplausibleFilm, ImplausibleValue, Problem
from engine.statistics.keywords import GenreKeyword, KeywordTrend
from engine.statistics.over_time import BinInYear, GenreDecade, NameInYear, OverTime, YearCount
from engine.statistics.pivot import Pivot, PivotCell, PivotQuery
from engine.statistics.pivot_groups import GROUPS as PIVOT_GROUPS
from engine.statistics.pivot_measures import AGGREGATES as PIVOT_AGGREGATES
from engine.statistics.pivot_measures import MEASURES as PIVOT_MEASURES
from engine.statistics.quantiles import Quantiles
from engine.statistics.ratings_and_money import FilmBudget, GridBin, RatedFilm, RatingsAndMoney, ReturnOnBudget

__all__ = [
    "LACKING",
    "PIVOT_AGGREGATES",
    "PIVOT_GROUPS",
    "PIVOT_MEASURES",
    "BinInYear",
    "CatalogueStatistics",
    "Completeness",
    "Contents",
    "Count",
    "DataQuality",
    "Decade",
    "FilmBudget",
    "GenreDecade",
    "GenreKeyword",
    "GenrePair",
    "GridBin",
    "Headlines",
    "ImplausibleFilm",
    "ImplausibleValue",
    "KeywordTrend",
    "NameInYear",
    "OverTime",
    "Pivot",
    "PivotCell",
    "PivotQuery",
    "Problem",
    "Quantiles",
    "RatedFilm",
    "RatingsAndMoney",
    "ReturnOnBudget",
    "YearCount",
]
