"""Why a film is recommended, in one line. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from engine import Recommendation
from engine.personalization import PersonalRecommendation
from ui.text.numbers import together

NOTICEABLE = 0.2
"""Share of a score from which a part other than the match is worth naming."""
MAIN = 0.5
"""Share of a score above which a part is the main reason."""
POPULAR_VOTES = 1_000
HIGH_RATING = 7.0
MOST_LIKED = 2
"""Liked films that a reason names."""

NOTHING_SHARED = "Nothing in common"
SAME_DIRECTOR = "same director"
SAME_ERA, POPULAR, HIGHLY_RATED = "same era", "popular", "highly rated"
LIKED_TOGETHER = "liked by the same people"


def why(recommended: Recommendation) -> str:
    """Return why a film is recommended: what it shares, then what else raised its score.

    For example "Same director, rescue · popular". Another part of the score is named if it is at least a fifth of the
    score and its word is true of the film: "popular" takes a thousand votes, "highly rated" a rating of 7. A part that
    is more than half of the score comes first: "Popular · comedy".
    """
    shared = ", ".join(dict.fromkeys(_shared(recommended))) or NOTHING_SHARED
    raised = dict(_raised_by(recommended))
    first = [word for word, value in raised.items() if value > MAIN * recommended.score]
    text = " · ".join([*first, shared, *(word for word in raised if word not in first)])
    return text[:1].upper() + text[1:]


def why_for_you(found: PersonalRecommendation) -> str:
    """Return why a film is recommended to a user: the liked films that raise its score most, or else what it shares.

    For example "Because you liked Heat (1995) and Ronin (1998)", or "Christopher Nolan, rescue". Where being known is
    most of the score, it comes first: "Popular · space".
    """
    liked = [film.label for film in found.liked if film.value > 0][:MOST_LIKED]
    if liked and found.community >= MAIN * found.score:
        return f"Because you liked {together(liked)}"
    shared = ", ".join(found.explanation.reasons)
    if found.popularity >= MAIN * found.score and found.film.votes >= POPULAR_VOTES:
        text = f"{POPULAR} · {shared}" if shared else POPULAR
    else:
        text = shared or (HIGHLY_RATED if found.quality > found.popularity else POPULAR)
    return text[:1].upper() + text[1:]


def _shared(recommended: Recommendation) -> Iterator[str]:
    """Yield the reasons. A director is named by role: the name alone would not say what they have in common."""
    directors = {term.term for term in recommended.explanation.terms if term.field == "director"}
    for reason in recommended.explanation.reasons:
        yield SAME_DIRECTOR if reason in directors else reason


def _raised_by(recommended: Recommendation) -> Iterator[tuple[str, float]]:
    """Yield what else raised the score noticeably, in words, and by how much."""
    noticeable = NOTICEABLE * recommended.score
    if recommended.era > 0 and recommended.era >= noticeable:
        yield SAME_ERA, recommended.era
    if recommended.popularity > 0 and recommended.popularity >= noticeable and recommended.film.votes >= POPULAR_VOTES:
        yield POPULAR, recommended.popularity
    if recommended.quality > 0 and recommended.quality >= noticeable and (recommended.film.rating or 0) >= HIGH_RATING:
        yield HIGHLY_RATED, recommended.quality
    if recommended.community and recommended.community >= noticeable:
        yield LIKED_TOGETHER, recommended.community
