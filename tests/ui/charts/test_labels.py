"""Labels are unique, and are left out where they would overlap."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from engine import CineWatch
from fakes.sample_catalogue import BARE, LANTERNS, LANTERNS_TWIN, NIGHTJAR_1974, NIGHTJAR_2015, WHALES
from tests.ui.charts.specifications import STRANGE_TITLES
from ui.charts.label_places import LINE_HEIGHT, Box, first_free
from ui.charts.labels import FONT_SIZE, SHOWN, LabelledView, label_layers, labels, unique_labels


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


BOXES = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    *(st.integers(0, 12), st.integers(0, 12), st.integers(1, 6), st.integers(1, 6)),
)


@given(st.lists(st.lists(BOXES, min_size=1, max_size=2), max_size=20))
def test_a_label_takes_its_first_place_that_overlaps_none_shown_before(choices: list[list[Box]]) -> None:
    def cells(box: Box) -> set[tuple[int, int]]:
        return {(x, y) for x in range(int(box.left), int(box.right)) for y in range(int(box.top), int(box.bottom))}

    shown = first_free(choices)
    taken: set[tuple[int, int]] = set()
    for number, places in enumerate(choices):
        free = [place for place, box in enumerate(places) if taken.isdisjoint(cells(box))]
        assert shown.get(number) == next(iter(free), None)
        taken |= cells(places[shown[number]]) if number in shown else set()


POINTS = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.text(max_size=40)), min_size=1, max_size=30)
VIEW = LabelledView(across=(-1.05, 1.05), down=(-1.05, 1.05), height=400, letters=20, above=12)


@given(POINTS, st.integers(250, 3_000), st.integers(400, 900))
def test_no_two_labels_of_a_chart_overlap_and_all_are_in_it_however_wide_it_is(
    points: list[tuple[float, float, str]], width: int, height: int
) -> None:
    table = labels(pd.DataFrame(points, columns=["x", "y", "Film"]), "Film", VIEW)
    drawn = table[(table["From"] <= width) & (width < table["To"])]
    assert len(drawn), "the first label is always drawn"
    rows = drawn[["x", "y", "Film", "Align", "Dy"]].to_numpy().tolist()
    spans = [span(x, y, text, align, dy, width, height) for x, y, text, align, dy in rows]
    for number, (left, right, top, bottom) in enumerate(spans):
        for other_left, other_right, other_top, other_bottom in spans[:number]:
            apart = left >= other_right - 1e-6 or other_left >= right - 1e-6
            assert apart or top >= other_bottom - 1e-6 or other_top >= bottom - 1e-6
        assert left >= -1e-6
        assert right <= width + 1e-6


def span(
    x: float, y: float, text: str, align: str, dy: float, width: int, height: int
) -> tuple[float, float, float, float]:
    """Return the left and the right end of a label, its top and its bottom, in pixels."""
    low, high = VIEW.across
    lines = text.split("\n")
    size = max(map(len, lines)) * 7
    left = (x - low) / (high - low) * width - size * {"left": 0, "center": 0.5, "right": 1}[align]
    top = (high - y) / (high - low) * height + dy - FONT_SIZE / 2
    return left, left + size, top, top + (len(lines) - 1) * LINE_HEIGHT + FONT_SIZE


def test_a_label_that_is_free_is_drawn_at_every_width_and_a_chart_has_a_rim_below_its_texts() -> None:
    points = pd.DataFrame({"Film": ["a", "b"], "x": [-1.0, 1.0], "y": [1.0, -1.0]})
    table = labels(points, "Film", VIEW)
    for width in (250, 900, 2_000):
        assert list(table[(table["From"] <= width) & (width < table["To"])]["Film"]) == ["a", "b"]
    rim, text = (layer.to_dict() for layer in label_layers(table, "Film", VIEW, color="#8a94a0"))
    assert rim["mark"]["stroke"] == {"expr": "background"}
    assert "stroke" not in text["mark"]
    assert rim["transform"] == text["transform"] == [{"filter": SHOWN}]


def test_a_label_is_below_its_point_where_lines_cross_it_above() -> None:
    points = pd.DataFrame(
        {"Film": ["under a line", "free", "over a line"], "x": [-0.5, 0.0, 0.5], "y": [0.0, 0.0, 0.0]}
    )
    lines = pd.DataFrame({"x": [-0.5, 0.5], "y": [0.0, 0.0], "x2": [-0.5, 0.5], "y2": [1.0, -1.0]})
    table = labels(points, "Film", VIEW, lines).set_index("Film")
    assert table["Dy"].to_dict() == {"under a line": 12, "free": -12, "over a line": -12}
    assert labels(points, "Film", VIEW)["Dy"].tolist() == [-12] * 3


def test_a_label_is_beside_its_point_where_lines_cross_it_above_and_below() -> None:
    view = replace(VIEW, beside=15, radius=9)
    points = pd.DataFrame({"Film": ["between lines", "neighbour"], "x": [0.0, 0.9], "y": [0.0, 0.9]})
    lines = pd.DataFrame({"x": [0.0, 0.0], "y": [0.0, 0.0], "x2": [0.0, 0.0], "y2": [1.0, -1.0]})
    table = labels(points, "Film", view, lines).set_index("Film").loc[["between lines"]]
    assert set(zip(table["Align"], table["Dx"], table["Dy"], strict=True)) == {("left", 15, 0)}


def test_no_label_covers_another_point_where_there_are_lines() -> None:
    view = replace(VIEW, beside=15, radius=9)
    points = pd.DataFrame({"Film": ["low", "high"], "x": [0.0, 0.0], "y": [0.0, 0.07]})
    lines = pd.DataFrame({"x": [0.0], "y": [0.0], "x2": [0.0], "y2": [0.07]})
    placed = labels(points, "Film", view, lines).set_index("Film")["Dy"]
    assert (placed.loc[["low"]] > 0).all()
    assert (placed.loc[["high"]] < 0).all()


def test_a_long_label_has_two_lines() -> None:
    points = pd.DataFrame({"Film": ["Terminator 3: Rise of the Machines"], "x": [0.0], "y": [0.0]})
    assert set(labels(points, "Film", VIEW)["Film"]) == {"Terminator 3: Rise\nof the Machines"}
