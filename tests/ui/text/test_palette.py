"""Colours can be told apart, by people who see some colours less as well."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from ui.text.palette import DISTINCT_COLOURS, NO_GENRE, OTHER, main_colours

Colour = npt.NDArray[np.float64]
SEEING = {
    "all colours": np.eye(3),
    "no red": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "no green": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "no blue": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}
"""What is left of linear red, green and blue: Machado, Oliveira and Fernandes (2009), severity 1."""
MIN_DIFFERENCE = 12
"""In CIELAB; 2 can just be seen side by side."""
MIN_CONTRAST = 2.4


def linear(colour: str) -> Colour:
    values = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: Colour) -> Colour:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.maximum(to_xyz @ np.clip(rgb, 0, 1) / (0.9505, 1, 1.089), 0))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(a: str, b: str) -> float:
    low, high = sorted(float(linear(colour) @ (0.2126, 0.7152, 0.0722)) for colour in (a, b))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("seeing", SEEING)
def test_main_colours_and_their_grey_can_be_told_apart(seeing: str) -> None:
    seen = {colour: lab(SEEING[seeing] @ linear(colour)) for colour in (*DISTINCT_COLOURS, NO_GENRE)}
    for a, b in combinations(seen, 2):
        assert np.linalg.norm(seen[a] - seen[b]) >= MIN_DIFFERENCE, (a, b)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_main_colours_are_seen_on_both_themes(theme: str) -> None:
    config = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    page = config["theme"][theme]["backgroundColor"]
    for colour in DISTINCT_COLOURS:
        assert contrast(colour, page) >= MIN_CONTRAST, colour


def test_the_most_frequent_genres_have_colours_and_other_is_grey() -> None:
    assert main_colours(["War", "Drama", "", "Drama", ""]) == {
        "Drama": DISTINCT_COLOURS[0],
        "War": DISTINCT_COLOURS[1],
        OTHER: NO_GENRE,
    }
    many = [f"{n:02}" for n in range(20)]
    assert list(main_colours(reversed(many))) == [*many[: len(DISTINCT_COLOURS)], OTHER]
