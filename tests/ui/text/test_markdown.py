"""Text made safe, and figures in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text.markdown import literal, marked
from ui.text.numbers import duration, listed, money, share


@given(st.text())
def test_escaped_text_reads_as_before_but_for_spaces_and_invisible_joiners(text: str) -> None:
    unescaped = re.sub(r"\\(.)", r"\1", literal(text))
    assert unescaped.replace("\u2060", "") == " ".join(text.split()).replace("\u2060", "")


@given(st.text(alphabet="<>*_`[]()#$:~|!\\\"'a ", min_size=1))
def test_no_punctuation_is_left_unescaped(text: str) -> None:
    assert not re.search(r"[<>*_`\[\]()#$:~|!]", re.sub(r"\\.", "", literal(text)))


@pytest.mark.parametrize("text", [":material/home:", ":smile:", "https://example.org", "Www.example.org", "a@b.org"])
def test_what_streamlit_would_find_in_finished_text_is_broken_by_a_joiner(text: str) -> None:
    assert "\u2060" in literal(text)


@given(st.text(alphabet="<>-=~ a"))
def test_no_arrow_dash_or_sign_is_left_to_be_made_of_others(text: str) -> None:
    assert not re.search(r"->|<-|--|>=|<=|~=", literal(text).replace("\\", ""))


def test_text_is_on_one_line() -> None:
    assert literal("a\n\n# b\r\nc") == r"a \# b c"


OPENING = ":primary-background["


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text() | st.text(alphabet="[]()\\:@{}<>-=~*_`#$&;w. \n\u2060ab"))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, list(zip(cuts[::2], cuts[1::2], strict=False))


def read(markdown: str) -> list[tuple[str, bool]]:
    """Return each character that Markdown of `marked` shows, but for joiners, and whether it is marked."""
    shown: list[tuple[str, bool]] = []
    inside = False
    for opening, closing, escaped, plain in re.findall(r"(:primary-background\[)|(\])|\\(.)|(.)", markdown, re.DOTALL):
        assert not (opening and inside)
        assert not (closing and not inside)
        inside = bool(opening) or (inside and not closing)
        shown += [(character, inside) for character in escaped + plain if character != "\u2060"]
    assert not inside
    return shown


@given(texts_with_spans())
def test_marked_text_reads_as_before_and_what_is_marked_is_the_spans(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    shown = read(marked(text, spans))
    assert "".join(character for character, _ in shown) == " ".join(text.split()).replace("\u2060", "")
    marks = [any(start <= place < end for start, end in spans) for place in range(len(text))]
    visible = [one for one in zip(text, marks, strict=True) if not one[0].isspace() and one[0] != "\u2060"]
    assert [one for one in shown if not one[0].isspace()] == visible


@given(texts_with_spans())
def test_without_its_marks_marked_text_is_literal(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    insides = re.findall(r":primary-background\[((?:\\.|[^\\\]])*)\]", marked(text, spans))
    unmarked = re.sub(r":primary-background\[((?:\\.|[^\\\]])*)\]", r"\1", marked(text, spans))
    assert unmarked == literal(text)
    assert len(insides) <= len(spans)
    assert all(inside and inside == inside.strip() for inside in insides)


def test_a_mark_looks_like_this() -> None:
    assert marked("Find the dream [2]!", [(9, 18)]) == r"Find the :primary-background[dream \[2\]]\!"
    assert marked("one two three", [(0, 4), (4, 8)]) == f"{OPENING}one] {OPENING}two] three"
    assert marked(":smile:", [(0, 1)]) == f"{OPENING}\\:\u2060]smile\\:"
    assert marked("  a  b ", [(0, 2), (3, 5)]) == "a b"


@pytest.mark.parametrize(("value", "expected"), [(1.0, "100 %"), (0.9996, "99.9 %"), (0.5, "50.0 %"), (0.0, "0.0 %")])
def test_a_share_never_rounds_up_to_all(value: float, expected: str) -> None:
    assert share(value).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [(None, "unknown"), (0, "unknown"), (950, "$950"), (1_500_000, "$1.5 million"), (2_923_706_026, "$2.9 billion")],
)
def test_money_is_short(dollars: float | None, expected: str) -> None:
    assert money(dollars) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(None, ""), (45, "45 min"), (120, "2 h"), (136, "2 h 16 min")])
def test_durations_are_hours_and_minutes(minutes: int | None, expected: str) -> None:
    assert duration(minutes) == expected


def test_long_lists_say_how_many_more_there_are() -> None:
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"
    assert listed(["a", "b"], 2) == "a, b"
