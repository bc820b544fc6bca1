"""Titles as MovieLens and others write them: "Matrix, The (1999)" is The Matrix of 1999. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

_WITH_YEAR = re.compile(
    r"(?P<title>.*\S)\s*\((?P<year>1[89]\d\d|20\d\d)(?:[-\u2013]\d{0,4})?\)\s*", re.ASCII | re.DOTALL
)
_OTHER = re.compile(r"(?P<title>.*\S)\s+\((?:a\.k\.a\.\s*)?(?P<other>[^()]+)\)", re.DOTALL)
_ENGLISH = re.compile(r"(?P<rest>.+), (?P<article>The|A|An)", re.DOTALL)
_ARTICLE = re.compile(
    r"(?P<rest>.+), (?P<article>The|A|An|La|Le|Les|L'|El|Los|Las|Il|Lo|I|Gli|Der|Die|Das|Den|Det|De|Het|O|Os|Um|Uma|Un|"
    r"Une|Una|En|Ett)",
    re.DOTALL,
)
_MOST = 0.9


class WrittenTitle(NamedTuple):
    """What a title of a column with years says."""

    title: str
    other: str
    """The original title, or another one; empty if there is none."""
    year: str


def observe_titles(cells: Collection[str], evidence: Counter[str]) -> None:
    """Count titles, and those with a year behind them."""
    evidence["titles"] += len(cells)
    evidence["with a year"] += sum(bool(_WITH_YEAR.fullmatch(cell)) for cell in cells if cell.rstrip().endswith(")"))


def has_years(evidence: Counter[str]) -> bool:
    """Return whether nearly all titles of a column have a year behind them, so that it is none of the title."""
    return evidence["with a year"] >= _MOST * max(1, evidence["titles"])


def article_first(title: str) -> str:
    """Return "Matrix, The" as The Matrix; no title ends so."""
    match = _ENGLISH.fullmatch(title) if ", " in title else None
    return f"{match['article']} {match['rest']}" if match else title


def split_title(cell: str) -> WrittenTitle:
    """Return title, other title and year of a cell in a column of titles with years."""
    with_year = _WITH_YEAR.fullmatch(cell)
    title, year = (with_year["title"], with_year["year"]) if with_year else (cell.strip(), "")
    with_other = _OTHER.fullmatch(title)
    title, other = (with_other["title"], with_other["other"]) if with_other else (title, "")
    return WrittenTitle(_any_article_first(title), _any_article_first(other), year)


def _any_article_first(title: str) -> str:
    match = _ARTICLE.fullmatch(title)
    if not match:
        return title
    return f"{match['article']}{'' if match['article'].endswith(chr(39)) else ' '}{match['rest']}"
