"""A film on a wall or shelf: what the component is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import CineWatch
from fakes.sample_catalogue import HARBOUR
from ui.widgets.wall import Tile, rating, tile_data

IMAGES = "https://images.example/t/p"


def test_a_tile_has_all_that_is_drawn(cinewatch: CineWatch) -> None:
    film = replace(cinewatch.film(HARBOUR), poster_path="/abc.jpg", year=1999, rating=7.25, votes=34_495)
    tile = tile_data(Tile(film, ("Same director", ""), "film?id=7"), IMAGES)
    assert tile["id"] == film.id
    assert tile["title"] == film.title
    assert tile["lines"] == ["1999 · ★\u00a07.2\u00a0(34k)", "Same director"]
    assert tile["address"] == "film?id=7"
    assert tile["image"] == f"{IMAGES}/w342/abc.jpg"
    assert tile["placeholder"].startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize(
    "path", ["", '/a.jpg"); background: url("//evil.example', "javascript:alert(1)", "//evil/x.jpg"]
)
def test_a_poster_path_that_tmdb_would_not_have_is_no_image(cinewatch: CineWatch, path: str) -> None:
    assert tile_data(Tile(replace(cinewatch.film(HARBOUR), poster_path=path)), IMAGES)["image"] == ""


def test_a_film_without_rating_has_no_star(cinewatch: CineWatch) -> None:
    assert rating(replace(cinewatch.film(HARBOUR), rating=None)) == ""
