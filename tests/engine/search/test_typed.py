"""A typed or pasted text is read as a title, with or without a year, as an id, an address or the name of a file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.search.typed import imdb_id, readings, split_year, tmdb_id


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("batman 1989", "batman", 1989),
        ("Batman (1989)", "Batman", 1989),
        ("Batman [1989] ", "Batman", 1989),
        ("Batman, 1989", "Batman", 1989),
        ("batman-1989", "batman", 1989),
        ("Meridian 2088", "Meridian", 2088),
        ("2012", "2012", None),
        ("(1999)", "(1999)", None),
        ("Area 51", "Area 51", None),
        ("Ship 12345", "Ship 12345", None),
        ("1984 revisited", "1984 revisited", None),
    ],
)
def test_a_year_is_split_off_only_after_a_title(text: str, title: str, year: int | None) -> None:
    assert split_year(text) == (title, year)


def read(text: str) -> list[tuple[str, int | None]]:
    return [(typed.title, typed.year) for typed in readings(text)]


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("Heron.Lake.1999.1080p", "Heron Lake", 1999),
        ("heron_lake_1999.BluRay.x264-XYZ.mkv", "heron lake", 1999),
        ("Heron Lake (1999) [720p]", "Heron Lake", 1999),
        ("Heron Lake 1999 EXTENDED WEB-DL", "Heron Lake", 1999),
        ("Lake, The (1999)", "The Lake", 1999),
        ("Lake, The", "The Lake", None),
        ("1999 heron lake", "heron lake", 1999),
        ("heron 1999 lake", "heron lake", 1999),
        ("https://letterboxd.com/film/heron-lake/", "heron lake", None),
        ("https://en.wikipedia.org/wiki/Heron_Lake?x=1#y", "Heron Lake", None),
        ("Heron (a.k.a. Lake) (1999)", "Lake", 1999),
        ("Heron aka Lake", "Lake", None),
        ("Good Heron, The (Buona, La) (1999)", "La Buona", 1999),
        ("Good Heron, The (Buona, La) (1999)", "The Good Heron", 1999),
    ],
)
def test_a_text_is_also_read_as_what_people_mean(text: str, title: str, year: int | None) -> None:
    assert (title, year) in read(text)


@pytest.mark.parametrize("text", ["The Web", "S.W.A.N.", "9.99", "Heron Uncut", "Dr. Heron", "4k", "2012"])
def test_a_title_that_only_looks_like_something_else_is_read_whole_first(text: str) -> None:
    assert read(text)[0] == (text, None)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60))
def test_every_text_with_letters_or_signs_has_different_readings(text: str) -> None:
    found = readings(text)
    assert bool(found) == bool(text.strip())
    assert len(found) == len({(typed.title, typed.year) for typed in found})
    assert all(0 < typed.worth <= 1 for typed in found)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("603", 603),
        ("id 603", 603),
        ("#603", 603),
        ("tmdb:603", 603),
        ("https://www.themoviedb.org/movie/603-the-matrix", 603),
        ("603 nights", None),
        ("heron 603", None),
        ("tt0133093", None),
    ],
)
def test_a_number_alone_or_in_an_address_may_be_an_id(text: str, number: int | None) -> None:
    assert tmdb_id(text) == number


@pytest.mark.parametrize(
    "text", ["tt0133093", "TT0133093", "https://www.imdb.com/title/tt0133093/?ref_=fn", "id tt0133093"]
)
def test_an_id_of_imdb_is_found_alone_and_in_an_address(text: str) -> None:
    assert imdb_id(text) == "tt0133093"
    assert imdb_id("attt0133093") is imdb_id("tt01") is None
