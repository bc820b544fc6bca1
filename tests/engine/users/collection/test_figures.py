"""Figures of ratings equal those of a plain computation, film by film."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch, Film
from engine.users import Mark, rating_figures
from tests.engine.users.collection.marks_of import NEWEST, ratings_of


def films_of(cinewatch: CineWatch, ratings: tuple[Mark, ...]) -> list[tuple[Film, float]]:
    """Return the rated films that the catalogue has, the better known first, with the user's stars."""
    known = [(cinewatch.film(mark.film_id), mark.rating or 0) for mark in ratings if mark.film_id in cinewatch]
    return sorted(known, key=lambda pair: (-pair[0].votes, pair[0].id))


@given(data=st.data())
def test_figures_are_those_of_a_plain_computation(cinewatch: CineWatch, data: st.DataObject) -> None:
    ratings = data.draw(ratings_of(cinewatch))
    figures = rating_figures(ratings, cinewatch.opened.columns)
    films = films_of(cinewatch, ratings)
    assert (figures.films, figures.lacking) == (len(ratings), len(ratings) - len(films))
    assert sum(count.films for count in figures.stars) == len(ratings)
    for count in figures.stars:
        assert count.films == sum(mark.rating == count.stars for mark in ratings)
    assert figures.mean == (pytest.approx(fmean(mark.rating or 0 for mark in ratings)) if ratings else None)
    rated = [(film, stars, film.rating / 2) for film, stars in films if film.rating is not None]
    assert figures.compared == len(rated)
    gaps = [stars - others for _, stars, others in rated]
    assert figures.difference == (pytest.approx(fmean(gaps), abs=1e-6) if gaps else None)


@given(data=st.data())
def test_every_group_has_the_means_of_its_films(cinewatch: CineWatch, data: st.DataObject) -> None:
    ratings = data.draw(ratings_of(cinewatch))
    figures = rating_figures(ratings, cinewatch.opened.columns)
    films = films_of(cinewatch, ratings)
    by_group: dict[str, list[tuple[Film, float]]] = {}
    for film, stars in films:
        for name in (*film.genres, *([f"{film.year // 10 * 10}s"] if film.year else [])):
            by_group.setdefault(name, []).append((film, stars))
    shown = {group.name: group for group in (*figures.genres, *figures.decades)}
    assert shown.keys() == by_group.keys()
    for name, group in by_group.items():
        others = [film.rating / 2 for film, _ in group if film.rating is not None]
        assert shown[name].films == len(group)
        assert shown[name].mean == pytest.approx(fmean(stars for _, stars in group))
        assert shown[name].others == (pytest.approx(fmean(others), abs=1e-6) if others else None)
    assert [group.films for group in figures.genres] == sorted((g.films for g in figures.genres), reverse=True)
    assert [group.name for group in figures.decades] == sorted(group.name for group in figures.decades)


@given(data=st.data())
def test_films_that_differ_most_come_first_and_ties_go_to_the_better_known(
    cinewatch: CineWatch, data: st.DataObject
) -> None:
    ratings = data.draw(ratings_of(cinewatch))
    figures = rating_figures(ratings, cinewatch.opened.columns)
    gaps = [
        (film.id, stars - film.rating / 2) for film, stars in films_of(cinewatch, ratings) if film.rating is not None
    ]
    for listed, sign in ((figures.higher, 1), (figures.lower, -1)):
        # Ratings are stored as float32, so equal gaps are compared as they are rounded.
        expected = sorted(gaps, key=lambda pair: -round(sign * pair[1], 5))
        expected = [pair for pair in expected if sign * pair[1] > 1e-6][:8]
        assert [each.film_id for each in listed] == [film_id for film_id, _ in expected]


def test_without_ratings_there_is_nothing_to_compare(cinewatch: CineWatch) -> None:
    figures = rating_figures((), cinewatch.opened.columns)
    assert (figures.films, figures.mean, figures.difference) == (0, None, None)
    assert [count.stars for count in figures.stars] == [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
    assert (figures.genres, figures.decades, figures.higher, figures.lower) == ((), (), (), ())


def test_films_that_the_catalogue_lacks_count_in_the_stars_only(cinewatch: CineWatch) -> None:
    figures = rating_figures((Mark(2**31 - 1, NEWEST, 4.5),), cinewatch.opened.columns)
    assert (figures.films, figures.lacking, figures.mean, figures.compared) == (1, 1, 4.5, 0)
    assert figures.genres == ()
