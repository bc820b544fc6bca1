"""What an import would do, as tables. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from engine.users import DoubtfulRow, ImportRow, MatchedRow, SkippedRow
from ui.text.marks import stars

IN_FILE, FILM, MARKS, FOUND_BY, TAKE = "In your file", "Film", "Marks", "Found by", "Import"
_NAMES = {"watched": "watched", "watchlist": "watchlist", "not_interested": "not interested"}


def matched_table(rows: Sequence[MatchedRow]) -> pd.DataFrame:
    """Return one row for each film that is known: what the file calls it, what it is, and what would be written."""
    return pd.DataFrame(
        {
            IN_FILE: [each.row.label for each in rows],
            FILM: [each.film.label for each in rows],
            MARKS: [marks_in_words(each.row) for each in rows],
            FOUND_BY: [each.how for each in rows],
        }
    )


def unmatched_table(rows: Sequence[ImportRow]) -> pd.DataFrame:
    """Return one row for each film that the catalogue lacks."""
    return pd.DataFrame({IN_FILE: [row.label for row in rows], MARKS: [marks_in_words(row) for row in rows]})


def skipped_table(rows: Sequence[SkippedRow]) -> pd.DataFrame:
    """Return one row for each row of the file that was not taken, and why."""
    files = [row.file for row in rows]
    columns: dict[str, Sequence[object]] = {"Line": [row.line for row in rows], "Why": [row.reason for row in rows]}
    return pd.DataFrame(({"File": files} if len(set(files)) > 1 else {}) | columns)


def doubtful_table(rows: Sequence[DoubtfulRow]) -> pd.DataFrame:
    """Return one row for each film that may be meant, with a box to tick. `choices_of` reads what is ticked."""
    pairs = [(each.row, film) for each in rows for film in each.candidates]
    return pd.DataFrame(
        {
            TAKE: [False] * len(pairs),
            IN_FILE: [row.label for row, _ in pairs],
            FILM: [film.label for _, film in pairs],
            MARKS: [marks_in_words(row) for row, _ in pairs],
        }
    )


def choices_of(ticked: Sequence[bool], rows: Sequence[DoubtfulRow]) -> dict[int, int]:
    """Return the id of the film that is ticked for each doubtful row, as `ImportPlan.with_choices` takes it.

    Of two films ticked for one row the first counts, which is the likelier.

    Parameters
    ----------
    ticked
        The boxes of `doubtful_table`, in its order.
    rows
        What the table was made of.

    """
    pairs = [(number, film.id) for number, each in enumerate(rows) for film in each.candidates]
    choices: dict[int, int] = {}
    for (number, film_id), is_ticked in zip(pairs, ticked, strict=True):
        if is_ticked:
            choices.setdefault(number, film_id)
    return choices


def marks_in_words(row: ImportRow) -> str:
    """Return what a row says about its film: "4.5 stars, watched"."""
    words = [stars(mark.rating) if mark.rating else _NAMES[mark.kind] for mark in row.marks]
    return ", ".join(dict.fromkeys(words))
