"""What marks are called, and what is said after one has changed."""

from __future__ import annotations

from engine.users import MarkKind

LABELS: dict[MarkKind, str] = {
    "watchlist": "Watchlist",
    "watched": "Watched",
    "rating": "Your rating",
    "not_interested": "Not interested",
}


def stars(rating: float) -> str:
    """Return a rating in words: "1 star", "4.5 stars"."""
    return "1 star" if rating == 1 else f"{rating:g} stars"


def marked(kind: MarkKind, title: str, rating: float | None = None) -> str:
    """Return that a film was marked, as plain text."""
    if kind == "rating":
        return f"You gave {title} {stars(rating or 0)}."
    if kind == "watched":
        return f"You've watched {title}."
    if kind == "watchlist":
        return f"{title} is on your watchlist."
    return f"We won't suggest {title} again."


def unmarked(kind: MarkKind, title: str) -> str:
    """Return that a mark was taken away, as plain text."""
    if kind == "rating":
        return f"Your rating of {title} is removed."
    if kind == "watched":
        return f"{title} is no longer marked as watched."
    if kind == "watchlist":
        return f"{title} is off your watchlist."
    return f"We may suggest {title} again."
