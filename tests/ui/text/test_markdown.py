"""Text from data, made safe for Markdown."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ui.text.markdown import literal, marked


@given(st.text())
def test_escaped_text_reads_as_before_except_for_spaces_and_invisible_joiners(text: str) -> None:
    unescaped = re.sub(r"\\(.)", r"\1", literal(text))
    assert unescaped.replace("\u2060", "") == " ".join(text.split()).replace("\u2060", "")


@given(st.text(alphabet="<>*_`[]()#$:~|!\\\"'a ", min_size=1))
def test_no_punctuation_is_left_unescaped(text: str) -> None:
    assert not re.search(r"[<>*_`\[\]()#$:~|!]", re.sub(r"\\.", "", literal(text)))


def test_icons_and_links_are_broken_by_an_invisible_joiner() -> None:
    for text in (":material/home:", ":smile:", "https://example.org", "Www.example.org", "a@b.org"):
        assert "\u2060" in literal(text)


@given(st.text(alphabet="<>-=~ a"))
def test_no_arrow_or_dash_is_left_to_be_replaced(text: str) -> None:
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
    """Return each character that Markdown of `marked` shows, without joiners, and whether it is highlighted."""
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
def test_marked_text_reads_as_before_and_the_spans_are_highlighted(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    shown = read(marked(text, spans))
    assert "".join(character for character, _ in shown) == " ".join(text.split()).replace("\u2060", "")
    marks = [any(start <= position < end for start, end in spans) for position in range(len(text))]
    visible = [one for one in zip(text, marks, strict=True) if not one[0].isspace() and one[0] != "\u2060"]
    assert [one for one in shown if not one[0].isspace()] == visible


@given(texts_with_spans())
def test_without_highlights_marked_text_is_literal(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    insides = re.findall(r":primary-background\[((?:\\.|[^\\\]])*)\]", marked(text, spans))
    unmarked = re.sub(r":primary-background\[((?:\\.|[^\\\]])*)\]", r"\1", marked(text, spans))
    assert unmarked == literal(text)
    assert len(insides) <= len(spans)
    assert all(inside and inside == inside.strip() for inside in insides)


def test_highlights_look_like_this() -> None:
    assert marked("Find the dream [2]!", [(9, 18)]) == r"Find the :primary-background[dream \[2\]]\!"
    assert marked("one two three", [(0, 4), (4, 8)]) == f"{OPENING}one] {OPENING}two] three"
    assert marked(":smile:", [(0, 1)]) == f"{OPENING}\\:\u2060]smile\\:"
    assert marked("  a  b ", [(0, 2), (3, 5)]) == "a b"
