"""Regions of the map are named by what films there are about."""

from __future__ import annotations

import numpy as np

from engine import ABOUT_THE_FILE, CineWatch
from engine.relations.map_regions import name_regions
from fakes.sample_catalogue import Build, film_row

SPOTS = {"whales": (-0.8, 0.5), "robots": (0.7, 0.6), "chess": (0.1, -0.9)}
EACH = 20


def test_each_spot_is_named_by_its_keyword_where_these_films_are(build: Build) -> None:
    rows, places = [], []
    for number, (keyword, (x, y)) in enumerate(SPOTS.items()):
        for n in range(EACH):
            # The keyword that all films have says nothing about any.
            words = ["cinema", keyword] if n % 4 else ["cinema", "rare"]
            rows.append(film_row(1 + number * EACH + n, f"{keyword} {n}", votes=1_000 - n, keywords=", ".join(words)))
            places.append((x + n / 500, y + (0.4 if n % 4 == 0 else 0)))
    catalogue = build(rows)
    order = [catalogue.opened.columns.row(1 + n) for n in range(len(places))]
    points = np.array(places, dtype=np.float32)
    regions = [each for each in name_regions(catalogue.opened.space, np.array(order), points) if each.detail == 0]
    assert sorted(region.name for region in regions) == sorted(SPOTS)
    for region in regions:
        x, y = SPOTS[region.name]
        assert abs(region.x - x) <= 0.05
        assert abs(region.y - y) <= 0.01
        assert region.films == EACH


def test_regions_of_the_sample_have_different_names_that_films_there_have(sample: CineWatch) -> None:
    films = sample.mapper.film_map()
    names = [region.name for region in films.regions]
    assert len(names) >= 10
    assert len(set(names)) == len(names)
    assert not {name for region in films.regions for name in region.keywords} & set(ABOUT_THE_FILE)
    assert [region.detail for region in films.regions] == sorted(region.detail for region in films.regions)
    shown = {sample.opened.columns.row(point.id) for point in films.points}
    for name in names:
        assert len(shown & set(sample.opened.space.rows_with("keywords", name).tolist())) >= 3
    assert name_regions(sample.opened.space, np.zeros(0, dtype=int), np.zeros((0, 2), dtype=np.float32)) == ()


def test_films_without_keywords_have_no_regions(build: Build) -> None:
    films = build([film_row(n, f"F{n}", keywords="", genres="Drama") for n in range(1, 40)]).mapper.film_map()
    assert films.regions == ()
