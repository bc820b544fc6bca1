"""What a typed or pasted text may mean: a title with or without a year, an id, an address, the name of a file. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from engine.search.text import ARTICLES, MAX_CHARACTERS, normal_form

_YEAR = re.compile(r"^(?P<title>.*[^\s,(\[._–—-])[\s,(\[._–—-]+(?P<year>1[89]\d\d|20\d\d)[)\]]?\s*$")
_YEAR_FIRST = re.compile(r"^\s*[(\[]?(?P<year>1[89]\d\d|20\d\d)[)\]]?[\s,._–—-]+(?P<title>\S.*)$")
_YEAR_INSIDE = re.compile(r"^(?P<before>.*\S)\s[(\[]?(?P<year>19\d\d|20\d\d)[)\]]?\s(?P<after>\S.*)$")
_ADDRESS = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$|^\s*[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|tv)/\S+\s*$", re.I)
_TMDB_ID = re.compile(r"themoviedb\.org/movie/(\d{1,9})(?!\d)|^\s*(?:(?:tmdb|id)[\s:#]*|#)?(\d{1,9})\s*$", re.I)
_IMDB_ID = re.compile(r"(?:^|[\s/])(tt\d{6,9})(?!\d)", re.I)
# What stands behind the title in the names of files: first what nothing else is called, then what follows a year.
_RELEASE = re.compile(
    r"[\s\[(]+(?:\d{3,4}p|blu-?ray|b[rd]rip|web-?dl|web-?rip|dvd-?rip|hdtv|hd-?rip|[xh]26[45]|hevc|xvid|mkv|mp4|avi)"
    r"(?![^\s\])-]).*$",
    re.I,
)
_EDITION = re.compile(
    r"(?<=[12]\d\d\d)[)\]]?\s+[\[(]?(?:4k|uhd|web|dvd|remastered|extended|unrated|uncut|theatrical|director'?s|limited|"
    r"proper|multi|imax)(?![^\s\])]).*$",
    re.I,
)
_SEPARATORS = re.compile(r"[._]+")
_GROUP = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ALIAS = re.compile(r"\b(?:a\.?k\.?a\.?|also known as)(?=\W|$)", re.I)
_ARTICLE_LAST = re.compile(rf"^(?P<rest>.*\S), ?(?P<article>{'|'.join(ARTICLES)})$", re.I)


@dataclass(frozen=True, slots=True)
class Typed:
    """One way to read a text."""

    title: str
    year: int | None = None
    """The year of the film, if the text tells it."""
    worth: float = 1.0
    """How much a match counts, 0 to 1: less if only a part of the text was read."""


_PART = 0.97


def readings(text: str) -> tuple[Typed, ...]:
    """Return the ways to read a text, each title and year once: the whole of it first.

    "Seven (a.k.a. Se7en) (1995)" may be that title, or "Seven" or "Se7en" of 1995.
    """
    whole = plain_title(text)
    found: dict[tuple[str, int | None], Typed] = {}
    for typed in (Typed(whole), *_with_year(whole), *_parts(whole)):
        form = normal_form(typed.title)
        if form:
            found.setdefault((form, typed.year), typed)
    return tuple(found.values())


def plain_title(text: str) -> str:
    """Return a text as a title: the words of an address or of the name of a file, or the text as it is."""
    text = text[: 2 * MAX_CHARACTERS].strip()
    if _ADDRESS.match(text):
        path = unquote(text).split("?")[0].split("#")[0].rstrip("/")
        text = re.sub(r"^\d+-|[-_+]+", " ", path.rpartition("/")[2]).strip()
    pieces = [piece for piece in _SEPARATORS.split(text) if piece]
    if not re.search(r"\s", text) and len(pieces) > 1 and any(len(piece) > 2 and piece.isalpha() for piece in pieces):
        text = " ".join(pieces)
    return _EDITION.sub("", _RELEASE.sub("", text)) or text


def split_year(text: str) -> tuple[str, int | None]:
    """Return the title and the year in "batman 1989" or "Batman (1989)"; `None` if no year follows a title."""
    match = _YEAR.match(text[: 2 * MAX_CHARACTERS])
    return (match["title"], int(match["year"])) if match else (text, None)


def tmdb_id(text: str) -> int | None:
    """Return the TMDB id that a text is, "603" or "id 603", or that is in an address; `None` if there is none."""
    match = _TMDB_ID.search(text[: 2 * MAX_CHARACTERS])
    return int(match[1] or match[2]) if match else None


def imdb_id(text: str) -> str | None:
    """Return the IMDb id in a text or an address, such as "tt0133093"; `None` if there is none."""
    match = _IMDB_ID.search(text[: 2 * MAX_CHARACTERS])
    return match[1].lower() if match else None


def _with_year(text: str) -> Iterator[Typed]:
    """Yield the readings of a text with a year, or with its article at the end."""
    title, year = split_year(text)
    if year is not None:
        yield Typed(_article_first(title), year)
    elif first := _YEAR_FIRST.match(text):
        yield Typed(first["title"], int(first["year"]))
    elif inside := _YEAR_INSIDE.match(text):
        yield Typed(f"{inside['before']} {inside['after']}", int(inside["year"]))
    elif (moved := _article_first(text)) != text:
        yield Typed(moved)


def _parts(text: str) -> Iterator[Typed]:
    """Yield the readings of what stands outside and inside of brackets, and on both sides of "aka"."""
    title, year = split_year(text)
    groups = [group.strip() for group in _GROUP.findall(title)]
    outside = _GROUP.sub(" ", title)
    parts = [part for whole in (outside, *groups) for part in _ALIAS.split(whole)]
    if len(parts) > 1:
        for part in parts:
            yield Typed(_article_first(part.strip(" ,;:-")), year, _PART)


def _article_first(title: str) -> str:
    """Return "The Matrix" for "Matrix, The"."""
    match = _ARTICLE_LAST.match(title)
    return f"{match['article']} {match['rest']}" if match else title
