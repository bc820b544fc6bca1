"""Labels are unique, and are left out where they would overlap."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch
from fakes.sample_catalogue import BARE, LANTERNS, LANTERNS_TWIN, NIGHTJAR_1974, NIGHTJAR_2015, WHALES
from tests.ui.charts.specifications import STRANGE_TITLES
from ui.charts.labels import unique_labels, without_overlaps


def test_only_films_of_the_same_title_and_year_are_labelled_with_their_ids(cinewatch: CineWatch) -> None:
    films = [cinewatch.film(film_id) for film_id in (LANTERNS, NIGHTJAR_1974, LANTERNS_TWIN, NIGHTJAR_2015)]
    assert unique_labels(films) == [
        "Two Lanterns (1988) · 121",
        "Nightjar (1974)",
        "Two Lanterns (1988) · 122",
        "Nightjar (2015)",
    ]


def test_a_label_is_the_title_as_it_is_written(cinewatch: CineWatch) -> None:
    for title in STRANGE_TITLES:
        assert unique_labels([replace(cinewatch.film(WHALES), title=title)]) == [f"{title} (1985)"]


@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.sampled_from(["a", "b", "a · 1"]), st.sampled_from([None, 1990])), max_size=8
    )
)
def test_no_two_films_have_the_same_label(cinewatch: CineWatch, names: list[tuple[int, str, int | None]]) -> None:
    template = cinewatch.film(BARE)
    films = {n: replace(template, id=n, title=title, year=year) for n, title, year in names}
    labels = unique_labels([*films.values()])
    assert len({*labels}) == len(labels) == len(films)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20), st.integers(1, 6), st.integers(1, 6))
def test_a_label_is_shown_unless_it_overlaps_one_shown_before(
    positions: list[tuple[int, int]], width: int, height: int
) -> None:
    points = pd.DataFrame(positions, columns=["x", "y"], index=[f"row {n}" for n in range(len(positions))])
    shown = [int(name.removeprefix("row ")) for name in without_overlaps(points, width, height).index]
    assert shown == sorted(shown)
    overlaps = {
        (n, before)
        for n, (x, y) in enumerate(positions)
        for before, (x2, y2) in enumerate(positions[:n])
        if max(x, x2) - min(x, x2) < width and max(y, y2) - min(y, y2) < height
    }
    for n in range(len(positions)):
        assert (n in shown) == (not any((n, before) in overlaps for before in shown))


def test_shown_labels_keep_all_columns() -> None:
    points = pd.DataFrame({"Film": ["a", "b", "c"], "x": [0.5, 0.0, 1.0], "y": [0.25, 1.0, 0.0]})
    assert without_overlaps(points, 0.1, 0.1).equals(points)
    assert without_overlaps(points, 2, 2).equals(points.head(1))
