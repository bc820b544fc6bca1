"""Franchises: what titles hint at and what else it takes, against a brute force, and on films that everybody knows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, takewhile
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.catalogue.cleaning import clean
from engine.catalogue.column_names import known_columns
from engine.catalogue.franchises import franchises_of
from engine.catalogue.schema import FILM_SCHEMA
from engine.reading.sources import open_source

Film = dict[str, Any]
Real = dict[str, int]
PEOPLE = ("companies", "director", "cast")
LISTS = (*PEOPLE, "keywords")
ROUNDING = 1e-9


def film(title: str, year: int | None = None, **lists: str) -> Film:
    """Return a film; `lists` are names with commas between them."""
    return {"title": title, "year": year} | {name: lists[name].split(", ") if name in lists else [] for name in LISTS}


# Rarity needs a crowd. Every tenth is one more murder by Colossal; all else is of one film only.
STRANGERS = [
    film(
        f"Q{n}", 1950 + n % 70, director=f"D. {n}", cast=f"A. {n}", companies=f"Co. {n}{co}", keywords=f"fact {n}{fact}"
    )
    for n in range(300)
    for co, fact in [("", "") if n % 10 else (", Colossal", ", murder")]
]


def franchises(films: Sequence[Film], cuts: Sequence[int] = ()) -> list[int]:
    """Return the franchises of films, read in record batches that end at `cuts`."""

    def batches(columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([FILM_SCHEMA.field(name) for name in columns])
        for start, end in pairwise([0, *cuts, len(films)]):
            yield pa.RecordBatch.from_pylist(
                [{name: one[name] for name in columns} for one in films[start:end]], schema
            )

    found = franchises_of(batches)
    assert found.dtype == np.int32
    return list(map(int, found))


def belong(*films: Film) -> bool:
    """Return whether films, more famous than all strangers, are one franchise; they are one or none belongs to any."""
    found = franchises([*films, *STRANGERS])[: len(films)]
    assert found in ([1] * len(films), [0] * len(films))
    return found[0] == 1


def series(titles: str, **shared: str) -> list[Film]:
    """Return films with slashes between their titles, ten years apart, that share all that is named."""
    return [film(title, 1950 + 10 * n, **shared) for n, title in enumerate(titles.split(" / "))]


A_SUBJECT = {"keywords": "beach"}
A_COMPANY = {"companies": "Amity"}
BOTH = {"companies": "Amity", "keywords": "beach, sheriff"}
MUCH = BOTH | {"director": "S. S.", "cast": "R. S., R. D."}

HINTS_AND_PROOFS = [
    ("Jaws / Jaws 3 / Jaws: The Revenge / Jaws - Again", A_SUBJECT),
    ("Rocky IV / Rocky / Rocky V", A_SUBJECT),
    ("Kill Bill: Vol. 1 / Kill Bill: Vol. 2", A_SUBJECT),
    ("It / It Chapter Two", A_SUBJECT),
    ("Star Wars: Episode I - The Phantom Menace / Star Wars: Episode II / Star Wars", A_SUBJECT),
    ("Pirates of the Caribbean: At World's End / Pirates of the Caribbean: Dead Man's Chest", A_SUBJECT),
    ("X-Men / X-Men: Apocalypse", A_SUBJECT),
    ("Amelie / Amélie 2", A_SUBJECT),
    ("Child's Play / Childs Play 2", A_SUBJECT),
    ("[REC] / [REC]²", A_SUBJECT),
    ("The Fog / The Fog", {"keywords": "lighthouse, leper colony"}),
    ("Fast & Furious / The Fast and the Furious: Tokyo Drift", A_SUBJECT),
    ("Star Trek / Star Trek Into Darkness", A_SUBJECT),
    ("Batman / Batman Begins", BOTH),
    ("Mad Max Beyond Thunderdome / Mad Max 2", A_SUBJECT),
    ("Die Hard / Live Free or Die Hard", BOTH),
    ("Harry Potter and the Goblet of Fire / Harry Potter and the Half-Blood Prince", BOTH),
    ("The Bourne Identity / The Bourne Supremacy", MUCH),
]
TOO_LITTLE = [
    ("Up / Up in the Air", A_SUBJECT),
    ("Frozen / Frozen River", {"keywords": "winter, sister, mother, ice"}),
    ("Alien / Aliens in the Attic", MUCH),
    ("21 / 21 Jump Street", MUCH),
    ("2001: A Space Odyssey / 2010", MUCH),
    ("Apollo 13 / Apollo 18", MUCH),
    ("K / K-9", MUCH),
    ("(500) Days of Summer / (500) Days of Winter", A_SUBJECT),
    ("Deep Water / Deep Water", {"keywords": "murder"}),
    ("Deep Water / Deep Water: Again", {"keywords": "murder"}),
    ("The Lucky One / Lucky You", {"companies": "Colossal", "keywords": "war, love, farm, dog"}),
    ("Gladiator / Gladiator", A_SUBJECT),
    ("Gone Girl / Gone Baby Gone", A_COMPANY),
    ("The Bourne Identity / The Bourne Supremacy", A_COMPANY),
    ("Star Trek / Star Wars: The Force Awakens", MUCH),
    ("The Wolf of Wall Street / Wall Street", A_SUBJECT),
    ("American Psycho / Psycho", MUCH),
    ("Titanic / Inferno", MUCH),
    ("The / ?? / ", MUCH),
]


@pytest.mark.parametrize(("titles", "shared"), HINTS_AND_PROOFS)
def test_titles_that_hint_at_it_and_enough_that_is_shared_make_a_franchise(titles: str, shared: dict[str, str]) -> None:
    assert belong(*series(titles, **shared))


@pytest.mark.parametrize(("titles", "shared"), TOO_LITTLE)
def test_titles_alike_are_no_franchise_while_too_little_is_shared(titles: str, shared: dict[str, str]) -> None:
    assert not belong(*series(titles, **shared))


@pytest.mark.parametrize(
    "titles",
    ["Troll / Troll 2", "Home Alone / Home Alone 4", "Hostel / Hostel: Part II", "Die / Die Too", "It / It III"],
)
def test_a_number_alone_is_enough_behind_the_one_earlier_film_of_that_title(titles: str) -> None:
    first, second = series(titles)
    assert belong(first, second)
    assert belong(second, first)
    assert not belong(first | {"year": second["year"] + 1}, second)
    assert not belong(first, second | {"year": None})
    assert not belong(first, first, second)


@pytest.mark.parametrize("titles", ["Super / Super 8", "It / It: Part One", "Kill Bill: Vol. 1 / Kill Bill: Vol. 2"])
def test_other_numbers_are_not(titles: str) -> None:
    assert not belong(*series(titles))


def test_of_two_films_of_one_title_the_sequel_follows_the_one_it_has_more_in_common_with() -> None:
    films = [film("Frozen", 2013, **BOTH), film("Frozen", 2010, keywords="ski lift"), film("Frozen II", 2019, **BOTH)]
    assert franchises([*films, *STRANGERS])[:3] == [1, 0, 1]


def test_two_films_of_one_title_and_subject_that_come_out_together_are_rivals() -> None:
    ship = {"keywords": "iceberg, ship, drowning"}
    assert not belong(film("Titanic", 1997, **ship), film("Titanic", 1994, **ship))
    assert belong(film("Titanic", 1997, **ship), film("Titanic", 1993, **ship))
    assert belong(film("Mama", 2008, **A_COMPANY), film("Mamá", 2010, **A_COMPANY))


@pytest.mark.parametrize("column", PEOPLE)
def test_a_company_or_a_person_proves_the_more_the_fewer_films_share_it(column: str) -> None:
    pair = series("Rocky / Rocky Balboa")
    for one in (*pair, *(crowd := [film(f"R{n}") for n in range(100)])):
        one[column] = ["Amity"]
    assert belong(*pair)
    assert franchises([*pair, *crowd, *STRANGERS])[:2] == [0, 0]


def test_keywords_that_repeat_the_title_prove_nothing() -> None:
    assert belong(*series("Pirates / Pirates", keywords="treasure, harpoon"))
    assert not belong(*series("Pirates / Pirates", keywords="Pirate ship, old PIRATE"))


def test_the_more_films_begin_with_a_word_the_more_is_needed() -> None:
    pair = series("Jaws / Jaws: The Revenge", **A_SUBJECT)
    assert belong(*pair)
    assert not belong(*pair, *(film(f"Jaws of {n}") for n in range(100)))


def test_no_maker_ties_two_series_together_by_the_one_word_their_names_share() -> None:
    films = [*series("Star Wars: I / Star Wars: II", **MUCH), *series("Star Trek / Star Trek Beyond", **MUCH)]
    assert franchises([*films, *STRANGERS])[:4] == [1, 1, 2, 2]


def test_films_that_share_nothing_belong_together_through_a_third() -> None:
    assert belong(*(film(f"Saw {n}", companies=makers) for n, makers in [(2, "A"), (3, "A, B"), (4, "B")]))


def test_without_films_there_are_no_franchises() -> None:
    assert franchises([]) == []
    assert list(franchises_of(lambda _: iter(()))) == []


def test_a_title_may_end_with_a_break() -> None:
    assert franchises(series("Airplane II / Airplane!")) == [0, 0]
    assert franchises(series("Airplane! / Airplane II")) == [1, 1]


# A brute force: every pair of films, one after the other. It reads titles of plain words, a number and a colon.

NEEDED = {"name": (0.5, 0.3), "title": (0.8, 0.6), "longer": (1.4, 0.6), "words": (2.5, 1.3), "end": (math.inf, 1.4)}


def read(one: Film) -> tuple[list[str], int, int]:
    """Return the words of a title, how many of them are its name, and its number."""
    head, _, rest = one["title"].partition(": ")
    words = head.split()
    has_number = len(words) > 1 and words[-1].isdigit()
    return words + rest.split(), len(words) - has_number, int(words[-1]) if has_number else 0


def alike(x: list[str], y: list[str]) -> int:
    """Return how many words two titles begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(x, y, strict=False)))


class BruteForce:
    """Compares all films of a catalogue."""

    def __init__(self, films: Sequence[Film]) -> None:
        self.films = films
        self.titles = [read(one)[0] for one in films]
        self.count = {name: Counter(thing for one in films for thing in one[name]) for name in LISTS}
        self.described = {name: max(2, sum(bool(one[name]) for one in films)) for name in LISTS}

    def _shared(self, name: str, a: Film, b: Film) -> float:
        both = set(a[name]) & set(b[name]) - ({*read(a)[0], *read(b)[0]} if name == "keywords" else set())
        return sum(1 - math.log(self.count[name][thing]) / math.log(self.described[name]) for thing in both)

    def _crowd(self, words: list[str], step: int = 1) -> float:
        return math.log(sum(words == title[::step][: len(words)] for title in self.titles)) / math.log(len(self.films))

    def _hint(self, a: Film, b: Film) -> tuple[str, int]:
        (x, x_name, x_number), (y, y_name, y_number) = read(a), read(b)
        same, name = alike(x, y), min(x_name, y_name)
        if same < name:
            return ("words" if same > 1 or (same and len(x) == x_name and len(y) == y_name) else ""), same
        if x_name != y_name:
            return "longer", name
        if len(x) == len(y) == name:
            return "title", name
        return ("name" if name > 1 or min(x_number, y_number) <= 3 else ""), name

    def _are_related(self, a: Film, b: Film) -> bool:
        hint, words = self._hint(a, b)
        rivals = hint == "title" and abs((a["year"] or 0) - (b["year"] or 0)) < 4
        evidence = 0 if rivals else min(1, self._shared("keywords", a, b))
        evidence += min(2, sum(2 * self._shared(name, a, b) for name in PEOPLE))
        (x, *_), (y, *_) = read(a), read(b)
        if hint and evidence + ROUNDING >= NEEDED[hint][words > 1] + self._crowd(x[: min(words, 2)]):
            return True
        is_end = 1 < alike(x[::-1], y[::-1]) == min(len(x), len(y)) < max(len(x), len(y))
        return is_end and evidence + ROUNDING >= NEEDED["end"][1] + self._crowd(x[:-3:-1], -1)

    def _is_sequel(self, a: Film, b: Film) -> bool:
        words, name, number = read(b)
        is_lone = self.titles.count(words[:name]) == 1 and read(a) == (words[:name], name, 0)
        in_order = a["year"] is not None and b["year"] is not None and a["year"] <= b["year"]
        return is_lone and in_order and (2 <= number <= 3 or (number > 1 and name > 1))

    def franchises(self) -> list[int]:
        """Return the franchise of each film."""
        group = list(range(len(self.films)))
        for i, j in combinations(range(len(group)), 2):
            a, b = self.films[i], self.films[j]
            if self._are_related(a, b) or self._is_sequel(a, b) or self._is_sequel(b, a):
                group = [group[i] if number == group[j] else number for number in group]
        several = [number for number in dict.fromkeys(group) if group.count(number) > 1]
        return [several.index(number) + 1 if number in several else 0 for number in group]


AT_THE_THRESHOLD = [
    film("jaws", keywords="shark"),
    film("jaws", keywords="shark"),
    film("beach", keywords="shark, town"),
    film("beach 2", keywords="town"),
    *STRANGERS[:12],
]
WORDS = st.sampled_from(["jaws", "shark", "beach"])
TITLES = st.tuples(
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["", "", " 2", " 3", " 7"]),
    st.one_of(st.just(""), WORDS.map(": {}".format)),
).map("".join)
THINGS = st.lists(st.sampled_from(["shark", "boat", "sea", "town"]), max_size=2, unique=True)
YEARS = st.one_of(st.none(), st.integers(1990, 1999))
FILMS = st.lists(
    st.fixed_dictionaries({"title": TITLES, "year": YEARS} | dict.fromkeys(LISTS, THINGS)), min_size=2, max_size=8
).map(lambda films: films + STRANGERS[:12])


@settings(deadline=None, max_examples=50)
@given(FILMS)
@example(AT_THE_THRESHOLD)
def test_the_franchises_are_those_of_comparing_all_films(films: list[Film]) -> None:
    assert franchises(films) == BruteForce(films).franchises()


def test_evidence_that_is_exactly_what_is_needed_is_enough() -> None:
    # Two films of sixteen share a keyword: 1 - log 2 / log 16 is 0.5 + log 2 / log 16.
    assert franchises(AT_THE_THRESHOLD)[:4] == [0, 0, 1, 1]


@settings(deadline=None)
@given(FILMS, st.data())
def test_it_does_not_matter_how_the_films_are_cut_into_batches(films: list[Film], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(films)), max_size=4)))
    assert franchises(films, cuts) == franchises(films)


@settings(deadline=None)
@given(FILMS, st.randoms())
def test_who_belongs_together_does_not_depend_on_fame(films: list[Film], random: Random) -> None:
    order = random.sample(range(len(films)), len(films))
    found, shuffled = franchises(films), franchises([films[row] for row in order])
    pairs = {(i, j) for i in range(len(films)) for j in range(len(films)) if 0 < found[i] == found[j]}
    assert pairs == {
        (order[i], order[j]) for i, j in np.ndindex(len(films), len(films)) if 0 < shuffled[i] == shuffled[j]
    }


@settings(deadline=None)
@given(FILMS)
def test_numbers_are_dense_and_in_order_of_fame_and_no_film_has_one_alone(films: list[Film]) -> None:
    found = Counter(filter(None, franchises(films)))
    assert list(found) == list(range(1, len(found) + 1))
    assert all(count > 1 for count in found.values())


@settings(deadline=None)
@given(FILMS)
def test_a_film_that_shares_no_word_of_its_title_with_another_is_by_itself(films: list[Film]) -> None:
    alone = [film(f"Z{n}", 1995, **dict.fromkeys(LISTS, "boat, sea")) for n in range(3)]
    assert franchises([*alone, *films])[:3] == [0, 0, 0]


KNOWN = """
Toy Story (1995), Toy Story 2 (1999), Toy Story 3 (2010)
The Matrix (1999), The Matrix Reloaded (2003), The Matrix Revolutions (2003)
Star Wars (1977), Star Wars: Episode I - The Phantom Menace (1999), Star Wars: The Force Awakens (2015)
Star Trek (2009), Star Trek Into Darkness (2013), Star Trek: First Contact (1996)
Harry Potter and the Chamber of Secrets (2002), Harry Potter and the Deathly Hallows: Part 2 (2011)
Alien (1979), Alien Resurrection (1997)
Batman (1989), Batman Begins (2005), Batman & Robin (1997)
Mission: Impossible (1996), Mission: Impossible II (2000), Mission: Impossible - Ghost Protocol (2011)
Die Hard (1988), Die Hard 2 (1990), Live Free or Die Hard (2007)
The Bourne Identity (2002), The Bourne Supremacy (2004), The Bourne Ultimatum (2007)
Twilight (2008), The Twilight Saga: New Moon (2009)
""".strip().splitlines()
STRANGE = """
Up (2009), Up in the Air (2009)
Frozen (2013), Frozen River (2008)
Aliens (1986), Aliens in the Attic (2009)
The Wolf of Wall Street (2013), Wall Street (1987)
American Psycho (2000), Psycho (1960), American Pie (1999)
Star Wars (1977), Star Trek (2009)
Twilight (2008), Twilight (1998)
300 (2007), 21 (2008), 2012 (2009)
21 (2008), 21 Jump Street (2012), 21 Grams (2003)
Super (2010), Super 8 (2011)
Apollo 13 (1995), Apollo 18 (2011)
Crash (1996), Crash (2004)
The Rock (1996), Rock of Ages (2012), Rock Star (2001)
""".strip().splitlines()


@pytest.fixture(scope="module", params=["real_10439.csv", "facts.csv"])
def real(request: pytest.FixtureRequest, shared_data: Path) -> Real:
    """Return the franchise of each film of a real catalogue, by title and year."""
    path = shared_data / request.param
    if not path.is_file():
        pytest.skip(f"the reference data has no {path.name}")
    with open_source(path, known_columns) as source:
        films = pa.concat_tables(clean(chunk, 2026).films for chunk in source.chunks())
    films = films.sort_by([("votes", "descending"), ("id", "ascending")])
    found = franchises_of(lambda columns: iter(films.select(list(columns)).to_batches(1_000)))
    names = zip(films["title"].to_pylist(), films["year"].to_pylist(), strict=True)
    return {f"{title} ({year})": int(number) for (title, year), number in zip(names, found, strict=True)}


def test_films_that_everybody_knows_to_belong_together_do(real: Real) -> None:
    numbers = {line: {real[name] for name in line.split(", ")} for line in KNOWN}
    assert [line for line, found in numbers.items() if len(found) > 1 or 0 in found] == []


def test_films_that_only_sound_alike_are_apart(real: Real) -> None:
    numbers = {line: [real[name] for name in line.split(", ") if real.get(name)] for line in STRANGE}
    assert [line for line, found in numbers.items() if len(found) > len(set(found))] == []


def test_no_franchise_of_real_films_grows_beyond_reason(real: Real) -> None:
    assert 10 < max(Counter(filter(None, real.values())).values()) <= 30
