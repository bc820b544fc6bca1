"""A cell becomes a value, or nothing; never a guess."""

from __future__ import annotations

import ast
import json
import warnings
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.catalogue import parsing

JOINERS = "\u200c\u200d"
# Letters that mojibake is made of, beside plain ones and what cleaning takes out.
MIXED = st.text(st.sampled_from("ab ,.ÃÂâ€™¤©\x01\x9d\xa0\n\t\u200b\u200dé漢🦊\ud800"), max_size=12)
NAMES = st.lists(st.text(st.sampled_from("abcXYZ 019'\"\\[]{}|,é漢"), min_size=1, max_size=12), max_size=6)
# What people write, and what survives being misread.
WRITTEN = st.text(st.sampled_from("abc  ,.éÖñßłø漢🦊’–…\n\t"), max_size=12)
pure = settings(deadline=None, max_examples=150)


def misread(text: str) -> str:
    """Return `text` as a program shows it that takes UTF-8 for Windows-1252."""
    return text.encode("utf-8").decode("cp1252", "ignore")


def torn(text: str) -> str:
    """Return `text` misread, with a control character between any two letters."""
    return "\x01".join(misread(text))


def cleaned(names: list[str]) -> list[str]:
    """Return the names as a list cell gives them: on one line, each once, none empty."""
    return [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name]


@pure
@given(st.text() | MIXED)
def test_clean_text_is_one_printable_line(cell: str) -> None:
    text = parsing.clean_text(cell)
    assert all(c.isprintable() or c in JOINERS for c in text)
    assert text == " ".join(text.split())


@pure
@given(WRITTEN | WRITTEN.map(misread) | WRITTEN.map(torn))
def test_cleaning_clean_text_changes_nothing(cell: str) -> None:
    once = parsing.clean_text(cell)
    assert parsing.clean_text(once) == once


def test_mojibake_around_a_control_character_is_clean_after_one_pass() -> None:
    once = parsing.clean_text("Ã\x01¤")
    assert parsing.clean_text(once) == once


def test_clean_text_has_no_lone_surrogates() -> None:
    assert parsing.clean_text("a\ud800b") == "ab"


def test_emoji_joined_by_zero_width_joiners_stay_one() -> None:
    assert parsing.clean_text("👩\u200d🚀 launch") == "👩\u200d🚀 launch"


@pytest.mark.parametrize("text", ["Suíte à été", "Zoë’s Café", "Štěpán", "Größe", "l’été – fin"])
def test_mojibake_is_repaired(text: str) -> None:
    assert parsing.clean_text(misread(text)).replace("'", "’") == text


@pytest.mark.parametrize(
    "text", ["Amélie", "¡Three Amigos!", "Ō-oku", "Ångström", "São Paulo", "WALL·E", "Ça va", "El Niño", "漢字", "Été"]
)
def test_correct_accents_are_left_alone(text: str) -> None:
    assert parsing.clean_text(text) == text


@pytest.mark.parametrize("cell", ["No overview found.", "N/A", "  coming soon… ", "NONE", "-", "null", ""])
def test_a_placeholder_is_no_overview(cell: str) -> None:
    assert parsing.clean_overview(cell) == ""


def test_an_overview_that_begins_like_a_placeholder_is_kept() -> None:
    assert parsing.clean_overview("None of them came back.") == "None of them came back."


@pure
@given(st.text(), st.sampled_from([",", "|"]))
def test_parse_list_takes_any_text(cell: str, separator: str) -> None:
    names = parsing.parse_list(cell, separator)
    assert names is None or all(name and name == " ".join(name.split()) for name in names)


@pure
@given(st.text(st.sampled_from("[]{}()'\"\\:,-+ 01aNone"), max_size=25))
def test_parse_list_takes_any_broken_literal(cell: str) -> None:
    names = parsing.parse_list("[" + cell)
    assert names is None or isinstance(names, list)


@pytest.mark.parametrize("cell", ["[" + "9" * 5_000 + "]", "['\x00", "[" + "-" * 5_000])
def test_a_literal_that_no_parser_takes_holds_no_names(cell: str) -> None:
    assert not parsing.parse_list(cell)


def test_parse_list_takes_a_cell_of_brackets() -> None:
    assert not parsing.parse_list("[" * 100_000)


@pytest.mark.parametrize("cell", ["[{[1]: 2}]", "[{[]}]"])
def test_parse_list_takes_a_list_where_none_can_be(cell: str) -> None:
    assert not parsing.parse_list(cell)


def test_a_backslash_in_a_python_literal_warns_nobody() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        parsing.parse_list(r"[{'name': 'AC\DC'}]")
    assert heard == []


@pure
@given(NAMES)
def test_a_list_written_as_json_comes_back(names: list[str]) -> None:
    cell = json.dumps([{"id": n, "name": name} for n, name in enumerate(names)])
    assert parsing.parse_list(cell) == cleaned(names)


@pure
@given(NAMES)
def test_a_list_written_as_a_python_literal_comes_back(names: list[str]) -> None:
    cell = repr([{"id": n, "name": name} for n, name in enumerate(names)])
    assume(ast.literal_eval(cell))
    assert parsing.parse_list(cell) == cleaned(names)


@pure
@given(st.lists(st.text(st.sampled_from("abc XYé"), min_size=1, max_size=8), min_size=1, max_size=6))
def test_a_list_joined_by_a_separator_comes_back(names: list[str]) -> None:
    assert parsing.parse_list("|".join(names), "|") == cleaned(names)


def test_a_list_of_plain_strings_is_read() -> None:
    assert parsing.parse_list('["sea", "map"]') == ["sea", "map"]


def test_names_keep_their_order_and_come_once() -> None:
    assert parsing.parse_list("sea, map, , sea,ship") == ["sea", "map", "ship"]


def test_a_list_cut_short_is_unknown() -> None:
    assert parsing.parse_list("[{'id': 1, 'name': 'Sea'}, {'id': 2, 'na") is None


@pytest.mark.parametrize("cell", ["[]", "", "  "])
def test_an_empty_list_is_known_to_be_empty(cell: str) -> None:
    assert parsing.parse_list(cell) == []


@pytest.mark.parametrize(
    "cell", ["2010-07-05", "7/5/2010", "07/05/2010", "7/5/10", " 2010-7-5 ", "2010-07-05T10:00:00Z"]
)
def test_dates_are_read_in_every_spelling(cell: str) -> None:
    assert parsing.parse_date(cell, 2026) == date(2010, 7, 5)


@pytest.mark.parametrize(
    "cell",
    ["", "2010", "2010-13-01", "2011-02-29", "2/30/2010", "0/1/2010", "1800-01-01", "2999-01-01", "15.7.2010", "x"],
)
def test_impossible_dates_are_unknown(cell: str) -> None:
    assert parsing.parse_date(cell, 2026) is None


@pure
@given(st.dates(date(1870, 1, 1), date(2036, 12, 31)))
def test_every_possible_date_comes_back(day: date) -> None:
    assert parsing.parse_date(day.isoformat(), 2026) == day
    assert parsing.parse_date(f"{day.month}/{day.day}/{day.year}", 2026) == day


@pure
@given(st.dates(date(1870, 1, 1), date(2026, 12, 31)))
def test_the_release_year_completes_two_digits(day: date) -> None:
    assert parsing.parse_date(f"{day.month}/{day.day}/{day.year % 100:02}", 2026, day.year) == day


@pure
@given(st.dates(), st.integers(1990, 2060))
def test_two_digits_alone_never_lie_ahead_nor_a_century_back(day: date, latest: int) -> None:
    read = parsing.parse_date(f"{day.month}/1/{day.year % 100:02}", latest)
    assert read is not None
    assert latest - 100 < read.year <= latest
    assert read.year % 100 == day.year % 100


def test_a_release_year_that_does_not_fit_the_digits_is_not_believed() -> None:
    assert parsing.parse_date("7/5/10", 2026, 1999) == date(2010, 7, 5)


@pytest.mark.parametrize(("year", "possible"), [(1869, False), (1870, True), (2036, True), (2037, False)])
def test_a_film_is_neither_older_than_film_nor_of_the_far_future(year: int, possible: bool) -> None:
    assert parsing.is_possible_year(year, 2026) is possible


@pytest.mark.parametrize(("cell", "expected"), [("603", 603), ("862.0", 862), (" 7 ", 7), ("2147483647", 2**31 - 1)])
def test_ids_are_read(cell: str, expected: int) -> None:
    assert parsing.parse_id(cell) == expected


@pytest.mark.parametrize("cell", ["", "0", "-5", "1.5", "2147483648", "1997-08-20", "nan", "inf", "1e400", "tt0133093"])
def test_what_is_no_id_is_unknown(cell: str) -> None:
    assert parsing.parse_id(cell) is None


@pytest.mark.parametrize(
    ("cell", "expected"), [("8.25", 8.25), ("-1", -1.0), ("1e3", 1000.0), ("", None), ("inf", None)]
)
def test_numbers_are_finite(cell: str, expected: float | None) -> None:
    assert parsing.parse_number(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("0", None), ("0.0", None), ("-3", None), ("1", 1), ("95.0", 95), ("1e300", None), ("x", None)],
)
def test_amounts_are_whole_and_positive(cell: str, expected: int | None) -> None:
    assert parsing.parse_amount(cell) == expected


@pytest.mark.parametrize(("cell", "expected"), [("95", 95), ("57600", 57_600), ("57601", None), ("0", None)])
def test_no_film_runs_longer_than_the_longest(cell: str, expected: int | None) -> None:
    assert parsing.parse_minutes(cell) == expected


@pytest.mark.parametrize("cell", ["True", "TRUE", " true ", "1", "yes"])
def test_yes_is_yes(cell: str) -> None:
    assert parsing.parse_flag(cell)


@pytest.mark.parametrize("cell", ["False", "FALSE", "0", "", "A sentence that slipped into the column"])
def test_everything_else_is_no(cell: str) -> None:
    assert not parsing.parse_flag(cell)


@pure
@given(st.text())
def test_no_number_raises(cell: str) -> None:
    for parse in (parsing.parse_id, parsing.parse_number, parsing.parse_amount, parsing.parse_minutes):
        assert parse(cell) is None or parse(cell) == parse(cell.strip())
