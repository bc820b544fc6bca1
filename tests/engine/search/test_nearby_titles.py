"""The quick look lets every search through that finds a film of about the year, and spares most of the others."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from engine import CineWatch, Film
from engine.search.text import normal_form

QUALITY = 0.8
MIN_LETTERS = 8


def with_typo(title: str, position: int, kind: str) -> str:
    """Return a title with one letter less, doubled, or exchanged for the next."""
    at = position % (len(title) - 1)
    changed = {
        "less": title[at + 1 : at + 2],
        "doubled": title[at] * 2 + title[at + 1 : at + 2],
        "swapped": title[at + 1 : at + 2] + title[at],
    }
    return title[:at] + changed[kind] + title[at + 2 :]


@pytest.fixture(scope="module")
def long_titles(sample: CineWatch) -> list[Film]:
    films = sample.opened.catalogue.films(range(len(sample)))
    return [film for film in films if film.year and len(normal_form(film.title)) >= MIN_LETTERS]


@given(data=st.data(), gap=st.integers(-1, 1))
def test_whatever_the_search_finds_is_let_through(
    sample: CineWatch, long_titles: list[Film], data: st.DataObject, gap: int
) -> None:
    film = data.draw(st.sampled_from(long_titles))
    typed = with_typo(
        film.title, data.draw(st.integers(0, 99)), data.draw(st.sampled_from(["less", "doubled", "swapped"]))
    )
    year = (film.year or 0) + gap
    hits = sample.search(f"{typed} ({year})", 5)
    assume(any(hit.film.id == film.id and hit.score >= QUALITY for hit in hits))
    assert sample.opened.titles.nearby().may_mean(typed, year, QUALITY)


@pytest.mark.parametrize(
    ("title", "year", "expected"),
    [
        ("Inception", 2010, True),
        ("Inception", 2011, True),
        ("Incpetion", 2010, True),
        ("Seven (a.k.a. Se7en)", 1995, True),
        ("Godfather, The", 1972, True),
        ("Inception", 1950, False),
        ("Qwertz Asdfgh", 2010, False),
        ("!", 2010, False),
    ],
)
def test_titles_of_other_years_and_of_no_film_are_spared(
    sample: CineWatch, title: str, year: int, expected: bool
) -> None:
    assert sample.opened.titles.nearby().may_mean(title, year, QUALITY) is expected


@example("")
@given(st.text(max_size=30))
def test_any_text_is_answered(cinewatch: CineWatch, text: str) -> None:
    assert cinewatch.opened.titles.nearby().may_mean(text, 2000, QUALITY) in (True, False)
