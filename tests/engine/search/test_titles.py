"""A film is found by its title, typed as people type."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch
from engine.errors import InvalidQuery
from engine.search.matching import fit
from engine.search.text import LONGEST, normal_form, split_year, trigrams
from engine.search.titles import WORST_FIT, Name, build_titles, rank_names
from fakes.sample_catalogue import (
    CAFE,
    EMOJI,
    FILMS,
    IDS,
    MARKDOWN,
    NIGHTJAR_1974,
    NIGHTJAR_2015,
    SCRIPT,
    WHALES,
    Build,
    film,
)

pure = settings(deadline=None, max_examples=150)


def first(cinewatch: CineWatch, text: str) -> str:
    """Return the title that is found first."""
    hits = cinewatch.search(text)
    return hits[0].film.title if hits else "nothing"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("nihgtjar", "Nightjar"),
        ("nightar", "Nightjar"),
        ("nighttjar", "Nightjar"),
        ("nightjer", "Nightjar"),
        ("NIGHTJAR", "Nightjar"),
        ("teh whale song", "The Whale Song"),
        ("cartografers wife", "The Cartographer's Wife"),
        ("the cartographer’s wife", "The Cartographer's Wife"),
        ("cafe eclair", "Café Éclair"),
        ("café eclaire", "Café Éclair"),
        ("spoolrunner", "Spool-Runner"),
        ("spool runner", "Spool-Runner"),
        ("spool_runner", "Spool-Runner"),
        ("glass harbour", "The Glass Harbour"),
        ("a glass harbour", "The Glass Harbour"),
        ("lighthouse keeper", "A Lighthouse Keeper"),
        ("the dark kno", "The Dark Knoll"),
        ("wedding", "Wedding at Millbrook"),
        ("rosemary", "Bread and Rosemary"),
        ("bread & rosemary", "Bread and Rosemary"),
        ("sand red", "Gold Under Red Sand"),
        ("2047", "2047"),
        ("it", "It"),
        ("鯨の歌", "鯨の歌"),
        ("鯨の", "鯨の歌"),
        ("🦊🌙", "🦊🌙"),
        ("script alert", "<script>alert(1)</script>"),
    ],
)
def test_a_film_is_found_as_people_type_it(cinewatch: CineWatch, text: str, title: str) -> None:
    assert first(cinewatch, text) == title


@pytest.mark.parametrize("film_id", [EMOJI, SCRIPT, MARKDOWN, CAFE])
def test_an_odd_title_finds_its_film_to_the_letter(cinewatch: CineWatch, film_id: int) -> None:
    hits = cinewatch.search(cinewatch.film(film_id).title)
    assert (hits[0].film.id, hits[0].score) == (film_id, 1.0)


@pytest.mark.parametrize(
    ("text", "film_id"),
    [
        ("nightjar 1974", NIGHTJAR_1974),
        ("Nightjar (2015)", NIGHTJAR_2015),
        ("nightjer 1974", NIGHTJAR_1974),
        ("nightjar [1974]", NIGHTJAR_1974),
        ("nightjar 1973", NIGHTJAR_1974),
        ("meridian 1982", 143),
        ("Meridian 2088", 142),
        ("meridian 2088 (2018)", 142),
    ],
)
def test_a_year_behind_the_title_tells_films_apart(cinewatch: CineWatch, text: str, film_id: int) -> None:
    assert cinewatch.search(text)[0].film.id == film_id


def test_a_film_is_found_by_its_original_title(cinewatch: CineWatch) -> None:
    hit = cinewatch.search("le chant de la balene")[0]
    assert hit.film.id == WHALES


def test_a_film_comes_once_even_if_both_its_titles_fit(build: Build) -> None:
    hits = build([film(1, "Tern", original_title="Terns"), film(2, "Auk")]).search("tern")
    assert [hit.film.id for hit in hits] == [1]


def test_of_equal_titles_the_more_voted_comes_first_then_the_lower_id(build: Build) -> None:
    rows = [film(9, "Tern", votes=5), film(4, "Tern", votes=5), film(7, "Tern", votes=90), film(2, "Tern", votes=0)]
    assert [hit.film.id for hit in build(rows).search("tern")] == [7, 4, 9, 2]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000"])
def test_a_blank_text_is_an_invalid_query(cinewatch: CineWatch, text: str) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.search(text)


def test_k_is_as_many_as_come_at_most(cinewatch: CineWatch) -> None:
    everything = cinewatch.search("the glass harbour", 1_000)
    assert len(everything) > 3
    assert cinewatch.search("the glass harbour", 3) == everything[:3]
    assert cinewatch.search("the glass harbour", 0) == ()


def test_a_negative_k_is_an_invalid_query(cinewatch: CineWatch) -> None:
    with pytest.raises(InvalidQuery):
        cinewatch.search("nightjar", -1)


@pytest.mark.parametrize("text", ["qzxwvkq jjzzqq", "xxxxxxxxxx", "?!", "…", "0000000", "ﷺ"])
def test_nonsense_finds_nothing(cinewatch: CineWatch, text: str) -> None:
    assert cinewatch.search(text) == ()


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "nightjar " * 2_000, "🦊" * 10_000, "a" * 10_000 + " 1999", "(" * 10_000]
)
def test_a_text_of_thousands_of_characters_is_a_text(cinewatch: CineWatch, text: str) -> None:
    assert all(0 <= hit.score <= 1 for hit in cinewatch.search(text))


@pytest.mark.parametrize("film_id", IDS)
def test_every_title_finds_its_own_film_first_or_one_that_reads_the_same(cinewatch: CineWatch, film_id: int) -> None:
    wanted = cinewatch.film(film_id)
    for title in {wanted.title, wanted.original_title, wanted.title.upper(), f"{wanted.title} "}:
        found = cinewatch.search(title)[0].film
        assert normal_form(title) in (normal_form(found.title), normal_form(found.original_title))


@pytest.mark.parametrize("row", FILMS, ids=lambda row: row["id"])
def test_every_title_with_its_year_finds_that_very_film(cinewatch: CineWatch, row: dict[str, str]) -> None:
    wanted = cinewatch.film(int(row["id"]))
    found = cinewatch.search(wanted.label)[0].film
    assert (normal_form(found.title), found.year) == (normal_form(wanted.title), wanted.year)


@settings(deadline=None, max_examples=100)
@given(text=st.text(min_size=1, max_size=40))
def test_no_text_breaks_the_search(cinewatch: CineWatch, text: str) -> None:
    if not text.strip():
        with pytest.raises(InvalidQuery):
            cinewatch.search(text)
        return
    hits = cinewatch.search(text, 5)
    assert len(hits) <= 5
    assert len({hit.film.id for hit in hits}) == len(hits)
    assert all(0 <= hit.score <= 1 for hit in hits)


@settings(deadline=None, max_examples=120)
@given(film_id=st.sampled_from(IDS), data=st.data())
def test_one_letter_too_many_finds_the_film_among_the_first(
    cinewatch: CineWatch, film_id: int, data: st.DataObject
) -> None:
    title = cinewatch.film(film_id).title
    if len(title) < 7:
        return
    place = data.draw(st.integers(1, len(title) - 1))
    typed = title[:place] + title[place - 1] + title[place:]
    found = [normal_form(hit.film.title) for hit in cinewatch.search(typed, 5)]
    assert normal_form(title) in found


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Ocean's Run", "oceans run"),
        ("L’été", "lete"),
        ("WALL·E", "wall e"),
        ("Spool-Runner", "spool runner"),
        ("A & B", "a and b"),
        ("Łódź Ærø", "lodz aero"),
        ("Straße", "strasse"),
        ("  two   spaces ", "two spaces"),
        ("M.A.S.H.", "mash"),
        ("½", "1 2"),
        ("가나다", "가나다"),
        ("🦊🌙", "🦊🌙"),
        ("???", "???"),
    ],
)
def test_the_normal_form(title: str, form: str) -> None:
    assert normal_form(title) == form


@pure
@given(st.text())
def test_the_normal_form_is_empty_only_where_there_is_no_text(title: str) -> None:
    form = normal_form(title)
    assert (form == "") == (title[:LONGEST].strip() == "")
    assert form == form.strip()


@pure
@given(st.text(st.sampled_from("abc ÉØ'’-.&9漢"), max_size=20))
def test_the_normal_form_of_a_normal_form_is_itself(title: str) -> None:
    assert normal_form(normal_form(title)) == normal_form(title)


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("batman 1989", "batman", 1989),
        ("Batman (1989)", "Batman", 1989),
        ("Batman [1989] ", "Batman", 1989),
        ("Meridian 2088", "Meridian", 2088),
        ("2012", "2012", None),
        ("(1999)", "(1999)", None),
        ("Area 51", "Area 51", None),
        ("Ship 12345", "Ship 12345", None),
        ("1984 revisited", "1984 revisited", None),
    ],
)
def test_a_year_is_split_off_only_behind_a_title(text: str, title: str, year: int | None) -> None:
    assert split_year(text) == (title, year)


@pytest.mark.parametrize(
    ("normal", "runs"), [("it", {" it", "it "}), ("a", {" a "}), ("", set()), ("ab c", {" ab", "ab ", " c "})]
)
def test_trigrams_mark_the_ends_of_words(normal: str, runs: set[str]) -> None:
    assert trigrams(normal) == runs


@pure
@given(
    st.text(st.sampled_from("abc the 漢"), min_size=1, max_size=12), st.text(st.sampled_from("abc the 漢"), min_size=1)
)
def test_only_equality_is_a_perfect_fit(query: str, title: str) -> None:
    value = fit(normal_form(query), normal_form(title))
    assert 0 <= value <= 1
    assert (value == 1) == (normal_form(query) == normal_form(title))


def test_readings_are_worth_less_the_freer_they_are() -> None:
    exact = fit("the dark knoll", "the dark knoll")
    without_article = fit("dark knoll", "the dark knoll")
    beginning = fit("the dark kn", "the dark knoll rises again")
    words = fit("again dark", "the dark knoll rises again")
    assert exact > without_article > beginning > words > WORST_FIT > fit("sea", "the dark knoll")


def test_an_exact_title_comes_before_a_far_more_voted_one_that_only_begins_so() -> None:
    names = [Name(0, "Meridian Rising", 2000, 36_000), Name(1, "Meridian", 1990, 0)]
    assert [row for row, _ in rank_names("meridian", names, 2)] == [1, 0]


def test_a_film_that_everybody_knows_comes_before_an_unknown_one_of_nearly_the_same_title() -> None:
    names = [Name(0, "The Tern", 2000, 36_000), Name(1, "Tern", 1990, 0)]
    assert [row for row, _ in rank_names("tern", names, 2)] == [0, 1]


def test_a_title_index_of_one_name_finds_it() -> None:
    index = build_titles([("It", "")])
    assert index.candidates("it").tolist() == [0]
    assert index.candidates("zebra").tolist() == []


def test_a_title_index_comes_back_from_its_arrays() -> None:
    index = build_titles([("The Whale Song", "Le Chant"), ("Tern", "Tern"), ("鯨", "")])
    again = type(index).from_arrays(index.to_arrays())
    assert again.film.tolist() == [0, 0, 1, 2]
    assert again.original.tolist() == [False, True, False, False]
    for text in ("whale", "chant", "tern", "鯨"):
        assert again.candidates(text).tolist() == index.candidates(text).tolist() != []


def test_a_year_finds_its_film_among_hundreds_of_equal_titles(build: Build) -> None:
    rows = [film(n, "Home", 1870 + n % 160, votes=500 - n) for n in range(1, 160)]
    assert build(rows).search("home 2029")[0].film.id == 159


def test_titles_of_any_letters_find_their_films(build: Build) -> None:
    random = np.random.default_rng(7)
    letters = [chr(n) for n in range(33, 0x1FAFF) if chr(n).isprintable()]
    titles = {"".join(random.choice(letters, random.integers(1, 6))) for _ in range(300)}
    titles |= {".", "'", "...", "!?", "a", "$", "½", "ﬁ", "İ", "ß", "𝕬𝖇", "e\u0301", "\u0301"}
    cinewatch = build(film(n, title) for n, title in enumerate(sorted(titles), 1))
    assert len(cinewatch) > 300
    for name in cinewatch.film_names(1_000):
        title = cinewatch.film(name.id).title
        assert normal_form(cinewatch.search(title, 1)[0].film.title) == normal_form(title)
