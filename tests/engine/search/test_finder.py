"""A film is found by its title, typed as people type; a name that is not enough is an error that says what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CineWatch, CineWatchError
from engine.errors import AmbiguousTitle, InvalidQuery, UnknownFilm
from engine.search.text import normal_form
from fakes.sample_catalogue import (
    CAFE,
    EMOJI,
    FILMS,
    HARBOUR,
    IDS,
    MARKDOWN,
    NIGHTJAR_1974,
    NIGHTJAR_2015,
    SCRIPT,
    WHALES,
    Build,
    film_row,
)

AS_TYPED = {
    "Nightjar": ("nihgtjar", "nightar", "nighttjar", "nightjer", "NIGHTJAR"),
    "The Whale Song": ("teh whale song",),
    "The Cartographer's Wife": ("cartografers wife", "the cartographer’s wife"),
    "Café Éclair": ("cafe eclair", "café eclaire"),
    "Spool-Runner": ("spoolrunner", "spool runner", "spool_runner"),
    "The Glass Harbour": ("glass harbour", "a glass harbour"),
    "A Lighthouse Keeper": ("lighthouse keeper",),
    "The Dark Knoll": ("the dark kno",),
    "Wedding at Millbrook": ("wedding",),
    "Bread and Rosemary": ("rosemary", "bread & rosemary"),
    "Gold Under Red Sand": ("sand red",),
    "2047": ("2047",),
    "It": ("it",),
    "鯨の歌": ("鯨の歌", "鯨の"),
    "🦊🌙": ("🦊🌙",),
    "<script>alert(1)</script>": ("script alert",),
}


@pytest.mark.parametrize(("title", "texts"), AS_TYPED.items(), ids=AS_TYPED)
def test_a_film_is_found_as_people_type_it(cinewatch: CineWatch, title: str, texts: Sequence[str]) -> None:
    assert {text: cinewatch.search(text)[0].film.title for text in texts} == dict.fromkeys(texts, title)


def test_a_film_is_found_by_the_other_titles_of_its_file_after_films_of_that_title(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text(
        'id,title,akas,year,vote_count\n1,Nightjar,"Caprimulgus|Nattskärra",1974,900\n2,Caprimulgus,,1990,300\n'
        "3,Whales,Nattens valar|Nattskarrans hav,1990,10\n"
    )
    cinewatch = CineWatch.of(path, tmp_path / "models")
    assert [hit.film.id for hit in cinewatch.search("caprimulgus", 2)] == [2, 1]
    assert [cinewatch.search(text)[0].film.id for text in ("nattskarra", "natskarra", "nattens valar")] == [1, 1, 3]
    assert cinewatch.named("Nattskärra").title == "Nightjar"


def test_an_odd_title_finds_its_film_exactly(cinewatch: CineWatch) -> None:
    odd = (EMOJI, SCRIPT, MARKDOWN, CAFE)
    hits = [cinewatch.search(cinewatch.film(film_id).title)[0] for film_id in odd]
    assert [(hit.film.id, hit.score) for hit in hits] == [(film_id, 1.0) for film_id in odd]


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
def test_a_year_after_the_title_tells_films_apart(cinewatch: CineWatch, text: str, film_id: int) -> None:
    assert cinewatch.search(text)[0].film.id == film_id


def test_a_film_is_found_by_its_original_title_and_comes_once(cinewatch: CineWatch, build: Build) -> None:
    assert cinewatch.search("le chant de la balene")[0].film.id == WHALES
    hits = build([film_row(1, "Tern", original_title="Terns"), film_row(2, "Auk")]).search("tern")
    assert [hit.film.id for hit in hits] == [1]


def test_of_equal_titles_the_most_voted_film_comes_first_then_the_lower_id(build: Build) -> None:
    rows = [film_row(film_id, "Tern", votes=votes) for film_id, votes in ((9, 5), (4, 5), (7, 90), (2, 0))]
    assert [hit.film.id for hit in build(rows).search("tern")] == [7, 4, 9, 2]


def test_at_most_k_films_come(cinewatch: CineWatch) -> None:
    everything = cinewatch.search("the glass harbour", 1_000)
    assert len(everything) > 3
    assert cinewatch.search("the glass harbour", 3) == everything[:3]
    assert cinewatch.search("the glass harbour", 0) == ()


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u3000"])
def test_a_blank_text_or_a_negative_k_is_an_invalid_query(cinewatch: CineWatch, blank: str) -> None:
    for search in (lambda: cinewatch.search(blank), lambda: cinewatch.named(blank)):
        with pytest.raises(InvalidQuery, match="empty; type"):
            search()
    with pytest.raises(InvalidQuery, match="k is -1"):
        cinewatch.search("nightjar", -1)


@pytest.mark.parametrize("text", ["qzxwvkq jjzzqq", "xxxxxxxxxx", "?!", "…", "0000000", "ﷺ"])
def test_nonsense_finds_nothing(cinewatch: CineWatch, text: str) -> None:
    assert cinewatch.search(text) == ()


@pytest.mark.parametrize(
    ("text", "known"),
    [("x" * 10_000, False), ("nightjar " * 2_000, True), ("🦊" * 10_000, False), ("it" + " " * 9_999, True)],
)
def test_a_text_of_thousands_of_characters_is_searched_for(cinewatch: CineWatch, text: str, known: bool) -> None:
    hits = cinewatch.search(text)
    assert bool(hits) == known
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_every_title_finds_its_own_film_first_or_one_with_the_same_normal_form(cinewatch: CineWatch) -> None:
    for film in map(cinewatch.film, IDS):
        for title in {film.title, film.original_title, film.title.upper(), f"{film.title} "}:
            first = cinewatch.search(title)[0].film
            assert normal_form(title) in (normal_form(first.title), normal_form(first.original_title))


def test_every_title_with_its_year_finds_that_very_film(cinewatch: CineWatch) -> None:
    films = [cinewatch.film(int(row["id"])) for row in FILMS]
    first = [cinewatch.search(film.label)[0].film for film in films]
    assert [(normal_form(film.title), film.year) for film in first] == [
        (normal_form(film.title), film.year) for film in films
    ]


@settings(deadline=None, max_examples=40)
@given(text=st.text(min_size=1, max_size=40).filter(str.strip))
def test_no_text_breaks_the_search(cinewatch: CineWatch, text: str) -> None:
    hits = cinewatch.search(text, 5)
    assert len(hits) == len({hit.film.id for hit in hits}) <= 5
    assert all(0 <= hit.score <= 1 for hit in hits)


LONG_TITLES = sorted({row["title"] for row in FILMS if len(row["title"]) >= 7})


@settings(deadline=None, max_examples=50)
@given(title=st.sampled_from(LONG_TITLES), data=st.data())
def test_one_letter_too_many_finds_the_film_among_the_first(
    cinewatch: CineWatch, title: str, data: st.DataObject
) -> None:
    position = data.draw(st.integers(1, len(title) - 1))
    typed = title[:position] + title[position - 1] + title[position:]
    assert normal_form(title) in [normal_form(hit.film.title) for hit in cinewatch.search(typed, 5)]


def test_a_year_finds_its_film_among_hundreds_of_equal_titles(build: Build) -> None:
    cinewatch = build([film_row(n, "Home", 1870 + n % 160, votes=500 - n) for n in range(1, 160)])
    assert cinewatch.search("home 2029")[0].film.id == cinewatch.named("Home (2029)").id == 159
    assert cinewatch.search("home 2030")[0].film.id == 159


def test_titles_of_any_letters_find_their_films(build: Build) -> None:
    random = np.random.default_rng(7)
    letters = np.array([chr(n) for n in range(33, 0x1FAFF) if chr(n).isprintable()])
    titles = {"".join(random.choice(letters, random.integers(1, 6))) for _ in range(300)}
    titles |= {".", "'", "...", "!?", "a", "$", "½", "ﬁ", "İ", "ß", "𝕬𝖇", "e\u0301", "\u0301"}
    cinewatch = build(film_row(n, title) for n, title in enumerate(sorted(titles), 1))
    names = cinewatch.film_names(1_000)
    assert len(names) == len(cinewatch) > 300
    for name in names:
        title = cinewatch.film(name.id).title
        assert normal_form(cinewatch.search(title, 1)[0].film.title) == normal_form(title)


@pytest.mark.parametrize(
    ("title", "film_id"),
    [
        ("The Glass Harbour", HARBOUR),
        ("the glass HARBOUR", HARBOUR),
        ("  The Glass Harbour ", HARBOUR),
        ("the glass harbour (1999)", HARBOUR),
        ("Le Chant de la baleine", WHALES),
        ("le chant de la baleine (1985)", WHALES),
        ("cafe eclair", CAFE),
        ("Nightjar (1974)", NIGHTJAR_1974),
        ("nightjar 2015", NIGHTJAR_2015),
        ("Meridian 2088", 142),
        ("Meridian", 143),
        ("2047", 144),
        ("spool runner", 141),
        ("🦊🌙", EMOJI),
        ("<script>alert(1)</script>", SCRIPT),
        ("鯨の歌", 148),
    ],
)
def test_a_title_names_its_film(cinewatch: CineWatch, title: str, film_id: int) -> None:
    assert cinewatch.named(title).id == film_id


def test_an_ambiguous_title_lists_the_films_with_year_and_id(cinewatch: CineWatch) -> None:
    with pytest.raises(AmbiguousTitle) as caught:
        cinewatch.named("nightjar")
    for part in ("2 films", "1974", "2015", f"id {NIGHTJAR_1974}", f"id {NIGHTJAR_2015}"):
        assert part in str(caught.value)


def test_equal_titles_of_equal_years_stay_ambiguous(cinewatch: CineWatch) -> None:
    with pytest.raises(AmbiguousTitle, match=r"id 121.*id 122"):
        cinewatch.named("Two Lanterns (1988)")


def test_a_long_list_of_films_of_one_title_is_cut(build: Build) -> None:
    rows = [film_row(n, "Tern", 1980 + n, votes=50 - n) for n in range(1, 13)]
    with pytest.raises(AmbiguousTitle, match=r"12 films.* and 4 more"):
        build(rows).named("tern")


def test_an_equal_title_comes_before_one_with_the_same_normal_form(build: Build) -> None:
    cinewatch = build([film_row(1, "Spider Crab", votes=90), film_row(2, "Spider-Crab", votes=1)])
    assert cinewatch.named("spider-crab").id == 2
    assert cinewatch.named("Spider Crab").id == 1


def test_an_unknown_title_suggests_similar_ones_if_there_are_any(cinewatch: CineWatch) -> None:
    with pytest.raises(UnknownFilm, match=r"did you mean.*The Glass Harbour.*1999, id 101"):
        cinewatch.named("the glas harbor")
    with pytest.raises(UnknownFilm, match="did you mean"):
        cinewatch.named("The Glass Harbour (1950)")
    with pytest.raises(UnknownFilm) as caught:
        cinewatch.named("qzxwvkq")
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    "title", ["x" * 10_000, "line\nbreak\r\nand\tmore", "\x1b[31mred", "\u2028", '"quoted" text', "a\ud800"]
)
def test_the_message_is_one_printable_line_whatever_the_title(cinewatch: CineWatch, title: str) -> None:
    with pytest.raises(CineWatchError) as caught:
        cinewatch.named(title)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 1_000
