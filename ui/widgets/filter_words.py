"""Filters in words. Pure."""

from __future__ import annotations

from engine import Filters
from engine.search import in_a_sentence
from ui.text.languages import language_name

BEST_RATING = 10.0


def in_words(filters: Filters) -> list[str]:
    """Return each filter that is set in a few words; both ends of a range are one filter."""
    # A bar that ends below 7.5 ends at 7.499: people call both 7.5.
    low, high = round(filters.min_rating, 2), round(filters.max_rating, 2)
    parts = (
        (" and " if filters.all_genres else " or ").join(filters.genres),
        f"not {' or '.join(filters.exclude_genres)}" if filters.exclude_genres else "",
        f"about {' or '.join(filters.keywords)}" if filters.keywords else "",
        f"not about {' or '.join(filters.exclude_keywords)}" if filters.exclude_keywords else "",
        f"with {' or '.join(filters.people)}" if filters.people else "",
        f"from {' or '.join(map(in_a_sentence, filters.countries))}" if filters.countries else "",
        f"not from {' or '.join(map(in_a_sentence, filters.exclude_countries))}" if filters.exclude_countries else "",
        f"by {' or '.join(filters.companies)}" if filters.companies else "",
        _range(filters.first_year, filters.last_year, ""),
        _range(filters.min_runtime, filters.max_runtime, " min"),
        f"in {' or '.join(map(language_name, filters.languages))}" if filters.languages else "",
        f"at least {filters.min_votes:,} votes" if filters.min_votes else "",
        f"at most {filters.max_votes:,} votes" if filters.max_votes is not None else "",
        f"without {' or '.join(names)}" if (names := (*filters.exclude_people, *filters.exclude_words)) else "",
        f"rated {low:g} to {high:g}" if high < BEST_RATING else f"rated {low:g} or higher" if low > 0 else "",
        "with adult films" if filters.include_adult else "",
        "with unreleased films" if filters.include_unreleased else "",
    )
    return [part for part in parts if part]


def _range(first: int | None, last: int | None, unit: str) -> str:
    if not first:
        return f"up to {last}{unit}" if last else ""
    return f"{first} to {last}{unit}" if last else f"from {first}{unit}"
