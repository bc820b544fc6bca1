"""Small things a cell may hold: an id, a rating, a flag, an IMDb id, an image. Pure functions.

What cannot be understood is `None` or empty, never a guess.
"""

from __future__ import annotations

import re

from engine.catalogue.column_names import NOT_FILMS
from engine.catalogue.numbers import parse_number
from engine.catalogue.text import clean_text

_IMDB = re.compile(r"(?:^|/)(tt\d{1,10})(?:$|/|\?)", re.ASCII)
_PLAIN_NUMBER = re.compile(r"\s*[-+\d.eE]+\s*", re.ASCII)
_IMDB_ALONE = re.compile(r"tt\d{1,10}", re.ASCII)
_IMDB_NUMBER = re.compile(r"\d{1,8}", re.ASCII)
_TMDB_IMAGE = re.compile(r"https?://image\.tmdb\.org/t/p/\w+(/[\w.-]+)", re.ASCII)
_DIGITS_OF_AN_ID = 10
"""From so many digits on a number may be too large."""
MOST_RATING = 10.0


def parse_id(cell: str) -> int | None:
    """Return the film id in `cell`, 1 or more; also if a spreadsheet has turned it into `862.0`."""
    if len(cell) < _DIGITS_OF_AN_ID and cell.isascii() and cell.isdigit():
        return int(cell) or None
    number = _plain_number(cell)
    return int(number) if number is not None and 1 <= number <= 2**31 - 1 and number == int(number) else None


def _plain_number(cell: str) -> float | None:
    # An id has neither units nor groups: "1,5" and "7M" are none.
    if cell.isascii() and cell.isdigit():
        return float(cell)
    return parse_number(cell.strip()) if _PLAIN_NUMBER.fullmatch(cell) else None


def parse_rating(cell: str, mark: str = ".", scale: float = 1.0) -> float | None:
    """Return the rating in `cell` times `scale`, 0 to 10."""
    rating = parse_number(cell, mark)
    rating = None if rating is None else rating * scale
    return rating if rating is not None and 0 <= rating <= MOST_RATING else None


def parse_flag(cell: str) -> bool:
    """Return whether `cell` is "true", "1" or "yes", in any case."""
    return cell.strip().lower() in ("true", "1", "1.0", "yes")


def parse_imdb_id(cell: str) -> str | None:
    """Return the IMDb id in `cell`: `tt0133093`, the address of its page, or its number alone."""
    cell = cell.strip().removesuffix(".0")
    if _IMDB_ALONE.fullmatch(cell):
        return cell
    if match := _IMDB.search(cell):
        return match[1]
    if _IMDB_NUMBER.fullmatch(cell):
        return f"tt{int(cell):07}" if int(cell) else None
    return None if cell else ""


def parse_image(cell: str) -> str | None:
    """Return the path of an image of TMDB: `/x.jpg`, or what is behind the address of TMDB's images."""
    cell = clean_text(cell)
    if cell.startswith("/"):
        return cell
    if match := _TMDB_IMAGE.fullmatch(cell):
        return match[1]
    return None if cell.startswith(("http:", "https:")) else cell


def is_no_film(cell: str) -> bool:
    """Return whether a cell of a column of types names something that is no film: a series, an episode, a game."""
    return cell.strip().casefold() in NOT_FILMS
