"""The charts of the catalogue, by what they are about. Pure."""

from __future__ import annotations

from engine.statistics import Statistics
from ui.charts.catalogue import (
    Picture,
    budget_and_revenue,
    countries,
    genres_over_time,
    keywords,
    votes_and_ratings,
)
from ui.charts.comparisons import (
    best_and_worst,
    genre_pairs,
    keyword_shifts,
    makers,
    ratings_by_decade,
    ratings_by_genre,
    runtimes_by_decade,
)
from ui.charts.data_quality import completeness, completeness_over_time
from ui.charts.world_map import world_map
from ui.charts.years import over_the_years


def over_time(figures: Statistics) -> list[Picture]:
    """Return what changed over the years; the first picture takes the whole width."""
    return [
        over_the_years(figures),
        genres_over_time(figures),
        runtimes_by_decade(figures),
        keyword_shifts(figures),
        ratings_by_decade(figures),
    ]


def contents(figures: Statistics) -> list[Picture]:
    """Return what films are about, and where and by whom they are made; the first picture takes the whole width."""
    return [
        world_map(figures.countries_named, figures.films),
        countries(figures),
        keywords(figures),
        genre_pairs(figures),
        *makers(figures),
    ]


def ratings_and_money(figures: Statistics) -> list[Picture]:
    """Return what films cost and took, and what people think of them; the first picture takes the whole width."""
    return [
        budget_and_revenue(figures),
        votes_and_ratings(figures),
        ratings_by_genre(figures),
        *best_and_worst(figures),
    ]


def gaps(figures: Statistics) -> list[Picture]:
    """Return what is missing."""
    return [completeness(figures), completeness_over_time(figures)]
