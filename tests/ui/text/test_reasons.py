"""Why a film is recommended: what it shares, and what else raised its score; never more than the numbers say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch, Explanation, Recommendation
from engine.entities import TermContribution
from engine.personalization import PersonalRecommendation
from fakes.sample_catalogue import HARBOUR
from ui.text.reasons import (
    HIGH_RATING,
    HIGHLY_RATED,
    NOTHING_SHARED,
    NOTICEABLE,
    POPULAR,
    POPULAR_VOTES,
    SAME_DIRECTOR,
    SAME_ERA,
    why,
    why_for_you,
)

RESCUE = TermContribution("keywords", "Keywords", "rescue", 0.1)
NOLAN = TermContribution("director", "Director", "Christopher Nolan", 0.2)
THOMAS = TermContribution("director", "Director", "Emma Thomas", 0.1)
ACTOR = TermContribution("cast", "Cast", "Tom Hardy", 0.1)


@pytest.fixture(scope="session")
def recommended(cinewatch: CineWatch) -> Recommendation:
    """Return a popular and highly rated film whose whole score is its match."""
    film = cinewatch.film(HARBOUR)
    assert film.votes > POPULAR_VOTES
    assert (film.rating or 0) > HIGH_RATING
    explanation = Explanation((), (RESCUE,), ("rescue",))
    return Recommendation(film, 0.5, 0.5, 0.0, 0.0, 0.0, 0.9, explanation)


def with_parts(
    recommended: Recommendation, match: float, era: float, popularity: float, quality: float
) -> Recommendation:
    score = match + era + popularity + quality
    return replace(recommended, score=score, match=match, era=era, popularity=popularity, quality=quality)


def sharing(recommended: Recommendation, *terms: TermContribution) -> Recommendation:
    return replace(recommended, explanation=Explanation((), terms, tuple(term.term for term in terms)))


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        ((), NOTHING_SHARED),
        ((RESCUE,), "Rescue"),
        ((ACTOR, RESCUE), "Tom Hardy, rescue"),
        ((NOLAN, RESCUE), "Same director, rescue"),
        ((RESCUE, NOLAN, THOMAS), "Rescue, same director"),
    ],
)
def test_what_a_film_shares_comes_first(
    recommended: Recommendation, terms: tuple[TermContribution, ...], text: str
) -> None:
    assert why(sharing(recommended, *terms)) == text


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((0.5, 0, 0, 0), []),
        ((0.5, 0, 0.3, 0), [POPULAR]),
        ((0.5, 0.3, 0, 0), [SAME_ERA]),
        ((0.5, 0, 0, 0.3), [HIGHLY_RATED]),
        ((0.25, 0.25, 0.25, 0.25), [SAME_ERA, POPULAR, HIGHLY_RATED]),
        ((0.8, 0, 0.2, 0), [POPULAR]),
        ((0.81, 0, 0.19, 0), []),
        ((0.5, 0, -0.3, 0), []),
        ((-0.5, 0, 0, 0), []),
        ((0, 0, 0, 0), []),
    ],
)
def test_a_part_is_named_if_it_is_at_least_a_fifth_of_the_score(
    recommended: Recommendation, parts: tuple[float, float, float, float], words: list[str]
) -> None:
    assert why(with_parts(recommended, *parts)).split(" · ") == ["Rescue", *words]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((0.45, 0, 0.55, 0), "Popular · rescue"),
        ((0.4, 0.6, 0, 0), "Same era · rescue"),
        ((0.1, 0.25, 0.65, 0), "Popular · rescue · same era"),
        ((0.5, 0, 0.5, 0), "Rescue · popular"),
    ],
)
def test_what_is_more_than_half_of_the_score_comes_first(
    recommended: Recommendation, parts: tuple[float, float, float, float], text: str
) -> None:
    assert why(with_parts(recommended, *parts)) == text


def test_that_the_same_people_like_it_is_named_like_any_other_part(recommended: Recommendation) -> None:
    def liked(match: float, community: float | None) -> Recommendation:
        return replace(recommended, score=match + (community or 0), match=match, community=community)

    assert why(liked(0.8, 0.2)) == "Rescue · liked by the same people"
    assert why(liked(0.4, 0.6)) == "Liked by the same people · rescue"
    assert {why(liked(*parts)) for parts in ((0.81, 0.19), (0.5, 0.0), (0.5, None), (0.0, 0.0))} == {"Rescue"}


def test_a_word_that_is_not_true_of_the_film_is_left_out(recommended: Recommendation) -> None:
    raised = with_parts(recommended, 0.25, 0.25, 0.25, 0.25)
    obscure = replace(raised, film=replace(recommended.film, votes=POPULAR_VOTES - 1))
    assert why(obscure) == f"Rescue · {SAME_ERA} · {HIGHLY_RATED}"
    for rating in (HIGH_RATING - 0.1, None):
        mediocre = replace(raised, film=replace(recommended.film, rating=rating))
        assert why(mediocre) == f"Rescue · {SAME_ERA} · {POPULAR}"
    at_the_limits = replace(raised, film=replace(recommended.film, votes=POPULAR_VOTES, rating=HIGH_RATING))
    assert why(at_the_limits) == f"Rescue · {SAME_ERA} · {POPULAR} · {HIGHLY_RATED}"


PART = st.floats(-1, 1)


@given(PART, PART, PART, PART)
def test_a_part_that_is_named_raises_the_score_noticeably(
    recommended: Recommendation, match: float, era: float, popularity: float, quality: float
) -> None:
    scored = with_parts(recommended, match, era, popularity, quality)
    named = {SAME_ERA: era, POPULAR: popularity, HIGHLY_RATED: quality}
    words = [word.casefold() for word in why(scored).split(" · ")]
    assert words.count("rescue") == 1
    for word in words:
        assert word == "rescue" or (named[word] > 0 and named[word] >= NOTICEABLE * scored.score)


def test_a_director_is_named_by_the_role_and_not_repeated(recommended: Recommendation) -> None:
    # Two directors, and one of them is in the cast as well.
    both = sharing(recommended, NOLAN, THOMAS, replace(NOLAN, field="cast", label="Cast"))
    assert why(both).casefold() == SAME_DIRECTOR


def test_what_is_recommended_for_being_known_says_so_first(recommended: Recommendation) -> None:
    film, shared = recommended.film, recommended.explanation
    found = PersonalRecommendation(film, 1.0, 0.0, 0.3, 0.1, 0.6, 0.0, (), shared)
    assert why_for_you(found) == "Popular · rescue"
    assert why_for_you(replace(found, score=1.3, taste=0.6)) == "Rescue"
    assert why_for_you(replace(found, film=replace(film, votes=POPULAR_VOTES - 1))) == "Rescue"
