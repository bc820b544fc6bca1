"""Which column of a file is used as what, and how it is written: decided before a cell is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.catalogue.column_names import Kind, are_tmdb_ids
from engine.dataset_info import ColumnUse

LEFT_ALONE = "left alone"


@dataclass(frozen=True, slots=True)
class Style:
    """How the cells of a column are written; each kind of column looks at its own parts."""

    mark: str = "."
    """Decimal mark."""
    scale: float = 1.0
    """What a number is worth: 0.1 for ratings out of a hundred, 1,000,000 for millions."""
    separator: str = ","
    """Stands between names."""
    day_first: bool = False
    year_in_title: bool = False
    job: str = ""
    """Of the people that count; empty if all do."""
    numbers_rows: bool = False
    """Whether ids only number the rows."""
    note: str = ""
    """What people should know about how the column is read."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a column is used as; several columns if they are parts of one list."""

    name: str
    """Column of FILM_SCHEMA, or `release_year` or `type`."""
    kind: Kind
    columns: tuple[str, ...]
    style: Style = Style()


@dataclass(frozen=True, slots=True)
class Plan:
    """What all columns of a file are used as."""

    uses: tuple[Use, ...]
    left: tuple[tuple[str, str], ...] = ()
    """Columns that are left alone, and why."""

    def use(self, name: str) -> Use | None:
        """Return what is used as `name`, `None` if nothing is."""
        return next((use for use in self.uses if use.name == name), None)

    @property
    def has_tmdb_ids(self) -> bool:
        """Whether films have ids of TMDB: by the name of their column, and unless it only numbers the rows."""
        use = self.use("id")
        if use is None or use.style.numbers_rows:
            return False
        header = [*(column for each in self.uses for column in each.columns), *(column for column, _ in self.left)]
        return are_tmdb_ids(use.columns[0], header)

    def report(self, header: Sequence[str], unreadable: dict[str, int]) -> tuple[ColumnUse, ...]:
        """Return a row for each column of the file: what it is used as, how, and how many cells made no sense."""
        reasons = dict(self.left)
        rows = []
        for column in header:
            uses = [use for use in self.uses if column in use.columns]
            if uses:
                names = " and ".join(use.name for use in uses)
                notes = "; ".join(dict.fromkeys(filter(None, map(describe, uses))))
                rows.append(ColumnUse(column, names.replace("_", " "), notes, unreadable.get(column, 0)))
            else:
                rows.append(ColumnUse(column, LEFT_ALONE, reasons.get(column, ""), 0))
        return tuple(rows)


_SEPARATORS = {"|": "bars", ";": "semicolons", ",": "commas", "/": "slashes", "\n": "line breaks", " ": "spaces"}


def describe(use: Use) -> str:
    """Return how a column is written, in words; empty if that is as on TMDB."""
    style = use.style
    parts = [style.note]
    if use.kind in ("genres", "keywords", "people", "names") and style.separator != ",":
        parts.append(f"names parted by {_SEPARATORS[style.separator]}")
    if style.mark == ",":
        parts.append("dots between thousands" if use.kind in ("whole", "money", "minutes") else "decimal comma")
    if style.scale == 1e6:
        parts.append("in millions")
    if use.kind == "date" and style.day_first:
        parts.append("day before month")
    if style.year_in_title:
        parts.append("the year is taken out of the title, and articles go to the front")
    if style.numbers_rows:
        parts.append("the number of each row")
    if style.job:
        parts.append(f"only people with the job {style.job}")
    return ", ".join(filter(None, parts))
