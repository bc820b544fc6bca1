"""The most common names: countries, keywords, companies, directors and actors. Pure."""

from __future__ import annotations

from engine.statistics import Contents
from ui.charts.base import CaptionedChart, bars_of_names

_MAX_COUNTRIES = 20


def countries(contents: Contents) -> CaptionedChart:
    """Return the countries with most films."""
    return bars_of_names(
        "Countries",
        contents.countries[:_MAX_COUNTRIES],
        contents.films,
        "The countries with most films.",
        "No film has a country.",
        "countries",
    )


def keywords(contents: Contents) -> CaptionedChart:
    """Return the keywords with most films."""
    return bars_of_names(
        "Keywords", contents.keywords, contents.films, "The most common keywords.", "No film has a keyword.", "keywords"
    )


def companies(contents: Contents) -> CaptionedChart:
    """Return the companies with most films."""
    return bars_of_names(
        "Companies",
        contents.companies,
        contents.films,
        "The companies with most films.",
        "No film has a company.",
        "companies",
    )


def directors(contents: Contents) -> CaptionedChart:
    """Return the directors with most films."""
    return bars_of_names(
        "Directors",
        contents.directors,
        contents.films,
        "The directors with most films.",
        "This dataset has no directors.",
        "director",
    )


def cast(contents: Contents) -> CaptionedChart:
    """Return the actors with most films."""
    return bars_of_names(
        "Cast", contents.cast, contents.films, "The actors with most films.", "This dataset has no cast.", "cast"
    )
