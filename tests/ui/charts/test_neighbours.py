"""Similar films and the steps of a path as tables."""

from __future__ import annotations

from dataclasses import replace

from engine import CineWatch
from engine.relations import FilmPath, Neighbour
from fakes.sample_catalogue import BARE, LANTERNS, WHALES
from tests.ui.charts.specifications import STRANGE_TITLES
from ui.charts.neighbours import neighbours_table, path_table


def test_neighbours_are_one_row_each_in_their_order(cinewatch: CineWatch) -> None:
    neighbours = [Neighbour(cinewatch.film(WHALES), 0.5, ("sea", "whale")), Neighbour(cinewatch.film(BARE), 0.25, ())]
    assert neighbours_table(neighbours).to_dict("records") == [
        {"Rank": 1, "Film": "The Whale Song (1985)", "Similarity": 0.5, "In common": "sea, whale"},
        {"Rank": 2, "Film": "Quillon", "Similarity": 0.25, "In common": ""},
    ]


def test_a_step_of_a_path_leads_from_the_film_before(cinewatch: CineWatch) -> None:
    a, b, c = (cinewatch.film(film_id) for film_id in (WHALES, LANTERNS, BARE))
    path = FilmPath(a, c, 0.0, (Neighbour(b, 0.5, ("sea", "twins")), Neighbour(c, 0.25, ())), 9)
    assert path_table(path).to_dict("records") == [
        {"From": "The Whale Song (1985)", "To": "Two Lanterns (1988)", "Similarity": 0.5, "In common": "sea, twins"},
        {"From": "Two Lanterns (1988)", "To": "Quillon", "Similarity": 0.25, "In common": ""},
    ]


def test_empty_tables_have_their_columns(cinewatch: CineWatch) -> None:
    path = FilmPath(cinewatch.film(BARE), cinewatch.film(WHALES), 0, (), 9)
    assert list(neighbours_table([]).columns) == ["Rank", "Film", "Similarity", "In common"]
    assert list(path_table(path).columns) == ["From", "To", "Similarity", "In common"]


def test_titles_and_terms_come_through_unchanged(cinewatch: CineWatch) -> None:
    for title in STRANGE_TITLES:
        film = replace(cinewatch.film(WHALES), title=title)
        neighbour = Neighbour(film, 0.5, (title, "sea"))
        assert neighbours_table([neighbour]).to_numpy().tolist() == [[1, f"{title} (1985)", 0.5, f"{title}, sea"]]
        path = path_table(FilmPath(film, film, 0, (neighbour,), 9))
        assert path.to_numpy().tolist() == [[f"{title} (1985)", f"{title} (1985)", 0.5, f"{title}, sea"]]
