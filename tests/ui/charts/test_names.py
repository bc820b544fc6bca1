"""Names beside the rows of a chart, whole where there is room."""

from __future__ import annotations

import pytest

from ui.charts.names import ROW_HEIGHT, columns_axis, names_axis, row_step, two_lines


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Up (2009)", ["Up (2009)"]),
        ("The Lord of the Rings: The Two Towers", ["The Lord of the", "Rings: The Two Towers"]),
        ("Supercalifragilistic expialidocious", ["Supercalifragilistic", "expialidocious"]),
        ("Supercalifragilisticexpialidocious", ["Supercalifragilisticexpialidocious"]),
        ("", [""]),
    ],
)
def test_a_long_name_is_parted_at_a_space(name: str, lines: list[str]) -> None:
    assert two_lines(name, 16) == lines


def test_the_room_for_names_follows_the_page_and_long_ones_have_two_lines() -> None:
    axis = names_axis().to_dict()
    assert "0.5 * containerSize()[0]" in axis["labelLimit"]["expr"]
    assert "width" in axis["labelLimit"]["expr"], "asked again when the page gets narrower"
    assert "split(" in axis["labelExpr"]
    assert axis["labelOverlap"] is False


def test_rows_are_higher_only_if_a_name_needs_two_lines_on_a_phone() -> None:
    assert row_step(["War", "Drama"]).step == row_step([]).step == ROW_HEIGHT
    assert row_step(["War", "The Lord of the Rings: The Two Towers (2002)"]).step > ROW_HEIGHT


def test_names_below_columns_are_slanted_only_where_they_would_touch() -> None:
    few, many = (columns_axis([f"{1900 + 10 * n}s" for n in range(count)], -40).to_dict() for count in (3, 12))
    assert few["labelAngle"]["expr"] == "width < 111 ? -40 : 0"
    assert many["labelAngle"]["expr"] == "width < 444 ? -40 : 0"
