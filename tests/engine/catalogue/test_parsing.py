"""A cell becomes a value, or nothing; never a guess."""

from __future__ import annotations

import ast
import json
import warnings
from datetime import date

import pytest
from ftfy.badness import is_bad
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.catalogue import dates, lists, numbers, parsing
from engine.catalogue.text import clean_overview, clean_text, is_mojibake

JOINERS = "\u200c\u200d"
# Letters of mojibake, plain letters, and characters that cleaning removes.
MIXED = st.text(st.sampled_from("ab ,.ÃÂâ€™¤©\x01\x9d\xa0\n\t\u200b\u200dé漢🦊\ud800"), max_size=12)
NAMES = st.lists(st.text(st.sampled_from("abcXYZ 019'\"\\[]{}|,é漢"), min_size=1, max_size=12), max_size=6)
# What people write, and what can be repaired after it was misread.
WRITTEN = st.text(st.sampled_from("abc  ,.éÖñßłø漢🦊’–…\n\t"), max_size=12)
EXAMPLES = settings(deadline=None, max_examples=60)


def misread(text: str) -> str:
    """Return `text` as a program shows it that takes UTF-8 for Windows-1252."""
    return text.encode("utf-8").decode("cp1252", "ignore")


def torn(text: str) -> str:
    """Return `text` misread, with a control character between any two letters."""
    return "\x01".join(misread(text))


def cleaned(names: list[str]) -> list[str]:
    """Return names as a list cell has them: on one line, each once, none empty."""
    return [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name]


@EXAMPLES
@given(st.text() | MIXED)
def test_clean_text_is_one_printable_line(cell: str) -> None:
    text = clean_text(cell)
    assert all(c.isprintable() or c in JOINERS for c in text)
    assert text == " ".join(text.split())


@EXAMPLES
@given(WRITTEN | WRITTEN.map(misread) | WRITTEN.map(torn))
def test_cleaning_clean_text_changes_nothing(cell: str) -> None:
    once = clean_text(cell)
    assert clean_text(once) == once


@EXAMPLES
@given(st.lists(WRITTEN.map(misread) | MIXED | st.sampled_from(["a long run of plain letters ", " "]), max_size=6))
def test_long_runs_of_ascii_do_not_hide_mojibake(parts: list[str]) -> None:
    cell = "".join(parts)
    assert is_mojibake(cell) == is_bad(cell)


def test_mojibake_around_a_control_character_is_clean_after_one_pass() -> None:
    once = clean_text("Ã\x01¤")
    assert clean_text(once) == once


def test_lone_surrogates_are_removed_and_joined_emoji_stay_one() -> None:
    assert clean_text("a\ud800b") == "ab"
    assert clean_text("👩\u200d🚀 launch") == "👩\u200d🚀 launch"


def test_mojibake_is_repaired() -> None:
    for text in ("Suíte à été", "Zoë’s Café", "Štěpán", "Größe", "l’été – fin"):
        assert clean_text(misread(text)).replace("'", "’") == text


def test_correct_accents_are_left_alone() -> None:
    texts = ("Amélie", "¡Three Amigos!", "Ō-oku", "Ångström", "São Paulo", "WALL·E", "Ça va", "El Niño", "漢字", "Été")
    assert tuple(map(clean_text, texts)) == texts


def test_a_placeholder_is_an_empty_overview_and_what_only_begins_like_one_is_kept() -> None:
    for cell in ("No overview found.", "N/A", "  coming soon… ", "NONE", "-", "null", ""):
        assert clean_overview(cell) == ""
    assert clean_overview("None of them came back.") == "None of them came back."


@EXAMPLES
@given(st.text(), st.sampled_from([",", "|"]))
def test_parse_list_accepts_any_text(cell: str, separator: str) -> None:
    names = lists.parse_list(cell, separator)
    assert names is None or all(name and name == " ".join(name.split()) for name in names)


@EXAMPLES
@given(st.text(st.sampled_from("[]{}()'\"\\:,-+ 01aNone"), max_size=25))
def test_parse_list_accepts_any_broken_literal(cell: str) -> None:
    names = lists.parse_list("[" + cell)
    assert names is None or isinstance(names, list)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("[" + "9" * 5_000 + "]", None),
        ("['\x00", None),
        ("[" + "-" * 5_000, None),
        ("[" * 100_000, None),
        ("[{[1]: 2}]", None),
        ("[{[]}]", None),
        ("[1], 2", None),
        ("[1, null, 'sea']", None),
        ('[1, null, "sea"]', ["sea"]),
        ("[{'id': 1, 'name': 'Sea'}, {'id': 2, 'na", None),
        ('["sea", "map"]', ["sea", "map"]),
        ("sea, map, , sea,ship", ["sea", "map", "ship"]),
        ("[]", []),
        ("", []),
        ("  ", []),
    ],
)
def test_a_list_is_read_or_is_unknown(cell: str, names: list[str] | None) -> None:
    assert lists.parse_list(cell) == names


def test_a_backslash_in_a_python_literal_causes_no_warning() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert lists.parse_list(r"[{'name': 'AC\DC'}]") == [r"AC\DC"]
    assert caught == []


@EXAMPLES
@given(NAMES)
def test_a_list_written_as_json_or_as_a_python_literal_comes_back(names: list[str]) -> None:
    objects = [{"id": n, "name": name} for n, name in enumerate(names)]
    assert lists.parse_list(json.dumps(objects)) == cleaned(names)
    assume(ast.literal_eval(repr(objects)))
    assert lists.parse_list(repr(objects)) == cleaned(names)


@EXAMPLES
@given(st.lists(st.text(st.sampled_from("abc XYé"), min_size=1, max_size=8), min_size=1, max_size=6))
def test_a_list_joined_by_a_separator_comes_back(names: list[str]) -> None:
    assert lists.parse_list("|".join(names), "|") == cleaned(names)


def test_dates_are_read_in_every_way_of_writing() -> None:
    for cell in ("2010-07-05", "7/5/2010", "07/05/2010", "7/5/10", " 2010-7-5 ", "2010-07-05T10:00:00Z"):
        assert dates.parse_date(cell, 2026) == date(2010, 7, 5), cell


def test_impossible_dates_are_unknown() -> None:
    cells = ("", "2010", "2010-13-01", "2011-02-29", "2/30/2010", "0/1/2010", "1800-01-01", "2999-01-01", "15/7/2010")
    assert {cell: dates.parse_date(cell, 2026) for cell in cells} == dict.fromkeys(cells)


@EXAMPLES
@given(st.dates(date(1870, 1, 1), date(2036, 12, 31)))
def test_every_possible_date_comes_back(day: date) -> None:
    assert dates.parse_date(day.isoformat(), 2026) == day
    assert dates.parse_date(f"{day.month}/{day.day}/{day.year}", 2026) == day
    # The release year completes two digits.
    assert dates.parse_date(f"{day.month}/{day.day}/{day.year % 100:02}", 2026, day.year) == day


@EXAMPLES
@given(st.dates(), st.integers(1990, 2060))
def test_two_digits_alone_are_a_year_of_the_last_hundred(day: date, latest: int) -> None:
    parsed = dates.parse_date(f"{day.month}/1/{day.year % 100:02}", latest)
    assert parsed is not None
    assert latest - 100 < parsed.year <= latest
    assert parsed.year % 100 == day.year % 100


def test_a_release_year_that_does_not_fit_the_digits_is_ignored() -> None:
    assert dates.parse_date("7/5/10", 2026, 1999) == date(2010, 7, 5)


def test_a_film_is_neither_older_than_the_first_films_nor_from_the_far_future() -> None:
    possible = {year: dates.is_possible_year(year, 2026) for year in (1869, 1870, 2036, 2037)}
    assert possible == {1869: False, 1870: True, 2036: True, 2037: False}


def test_ids_are_whole_numbers_from_1() -> None:
    ids = {"603": 603, "862.0": 862, " 7 ": 7, "2147483647": 2**31 - 1}
    others = ("", "0", "-5", "1.5", "2147483648", "1997-08-20", "nan", "inf", "1e400", "tt0133093")
    expected = ids | dict.fromkeys(others)
    assert {cell: parsing.parse_id(cell) for cell in expected} == expected


def test_numbers_are_finite() -> None:
    expected = {"8.25": 8.25, "-1": -1.0, "1e3": 1000.0, "": None, "inf": None, "1_0": None, "٣": None}
    assert {cell: numbers.parse_number(cell) for cell in expected} == expected


def test_amounts_are_whole_and_positive() -> None:
    expected = {"0": None, "0.4": None, "0.6": 1, "-3": None, "1": 1, "95.0": 95, "1e300": None, "x": None}
    assert {cell: numbers.parse_amount(cell) for cell in expected} == expected


def test_no_film_is_longer_than_the_longest() -> None:
    expected = {"95": 95, "57600": 57_600, "57601": None, "0": None}
    assert {cell: numbers.parse_minutes(cell) for cell in expected} == expected


def test_a_flag_is_on_only_if_it_says_so() -> None:
    on = ("True", "TRUE", " true ", "1", "1.0", "yes")
    off = ("False", "FALSE", "0", "", "A sentence that slipped into the column")
    expected = dict.fromkeys(on, True) | dict.fromkeys(off, False)
    assert {cell: parsing.parse_flag(cell) for cell in expected} == expected


@EXAMPLES
@given(st.text())
def test_no_text_breaks_a_number(cell: str) -> None:
    for parse in (parsing.parse_id, numbers.parse_number, numbers.parse_amount, numbers.parse_minutes):
        assert parse(cell) == parse(cell.strip())
