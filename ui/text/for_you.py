"""What pages say about films that are picked for the visitor. Pure."""

from __future__ import annotations

from engine.personalization import PersonalRecommendation
from ui.text.numbers import signed
from ui.text.reasons import HIGHLY_RATED, POPULAR

FOR_YOU, TITLE = "For you", "Films for you"
TO_RATE = "Films to rate"
ENOUGH_RATINGS = 5
"""Films of the catalogue that a visitor has rated before there are films for them."""
DIFFERENT = 0.6
"""How different films are from each other with more variety, as `PersonalQuery.diversity`."""
SHARE_HINT = "Copy this link. Whoever opens it sees films picked for them, not for you."
YOUR_TASTE, PEOPLE_LIKE_YOU, YOUR_DECADES = "your taste", "people with your taste", "decades you like"
"""Parts of a score."""


def rate_more(ratings: int) -> str:
    """Return how many films to rate until there are films for the visitor."""
    missing = ENOUGH_RATINGS - ratings
    films = "film" if missing == 1 else "films"
    return f"Rate {missing} {f'more {films}' if ratings else films} to see films picked for you here."


def score_line(found: PersonalRecommendation) -> str:
    """Return in words what the score of a film for the visitor is made of, as Markdown."""
    parts = (
        (YOUR_TASTE, found.taste),
        (PEOPLE_LIKE_YOU, found.community),
        (YOUR_DECADES, found.era),
        (POPULAR, found.popularity),
        (HIGHLY_RATED, found.quality),
    )
    return f"Score **{found.score:.3f}**: {', '.join(signed(parts))}."
