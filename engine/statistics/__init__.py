"""Public API of the catalogue's statistics: the values of each section, and pivots. Ask `CineWatch.statistics`."""

from engine.entities import Bin, Count
from engine.statistics.catalogue_statistics import CatalogueStatistics
from engine.statistics.pivot import FIGURES as PIVOT_FIGURES
from engine.statistics.pivot import GROUPS as PIVOT_GROUPS
from engine.statistics.pivot import MEASURES as PIVOT_MEASURES
from engine.statistics.values import (
    BinInYear,
    Completeness,
    Decade,
    GenreDecade,
    GenreKeyword,
    GenrePair,
    GridBin,
    ImplausibleFilm,
    ImplausibleValue,
    KeywordTrend,
    Money,
    NameInYear,
    Pivot,
    PivotCell,
    PivotQuery,
    Quantiles,
    RatedFilm,
    ReturnOnBudget,
    Statistics,
    YearCount,
)

__all__ = [
    "PIVOT_FIGURES",
    "PIVOT_GROUPS",
    "PIVOT_MEASURES",
    "Bin",
    "BinInYear",
    "CatalogueStatistics",
    "Completeness",
    "Count",
    "Decade",
    "GenreDecade",
    "GenreKeyword",
    "GenrePair",
    "GridBin",
    "ImplausibleFilm",
    "ImplausibleValue",
    "KeywordTrend",
    "Money",
    "NameInYear",
    "Pivot",
    "PivotCell",
    "PivotQuery",
    "Quantiles",
    "RatedFilm",
    "ReturnOnBudget",
    "Statistics",
    "YearCount",
]
