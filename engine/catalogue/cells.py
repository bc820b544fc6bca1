"""The cells of some rows, found by what their columns are used as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from engine.catalogue.plan import Plan, Style, Use
from engine.catalogue.text import EMPTY_CELLS

T = TypeVar("T")


class Cells:
    """The cells of some rows, by what they are used as; counts cells that cannot be understood as they are read."""

    def __init__(self, columns: Mapping[str, Sequence[str]], plan: Plan, rows: int) -> None:
        self._columns = columns
        self._uses = {use.name: use for use in plan.uses}
        self._rows = rows
        self.unreadable: Counter[str] = Counter()

    def __contains__(self, name: str) -> bool:
        return name in self._uses

    def style(self, name: str) -> Style:
        """Return how a column is written."""
        use = self._uses.get(name)
        return use.style if use else Style()

    def column(self, name: str) -> Sequence[str]:
        """Return the cells that are used as `name`; empty ones if nothing is."""
        use = self._uses.get(name)
        return self._columns.get(use.columns[0], ()) if use and self._rows else [""] * self._rows

    def parsed(self, name: str, parse: Callable[[str], T], unused: T) -> list[T]:
        """Return `parse` of every cell; `unused` for each row if nothing is used as `name`."""
        return map_distinct(parse, self.column(name)) if name in self else [unused] * self._rows

    def read(self, name: str, parse: Callable[[str], T]) -> list[T]:
        """Return `parse` of every cell of a column. A cell counts as unreadable if that is `None`, unless it is 0."""
        use = self._uses.get(name)
        return self._read(use.columns[0] if use else "", self.column(name), parse)

    def _read(self, column: str, cells: Sequence[str], parse: Callable[[str], T]) -> list[T]:
        distinct = set(cells)
        parsed = {cell: parse(cell) for cell in distinct - EMPTY_CELLS}
        unreadable = {cell for cell, value in parsed.items() if value is None and cell.strip(" 0.")}
        parsed |= dict.fromkeys(distinct & EMPTY_CELLS, parse(""))
        self.unreadable[column] += sum(cell in unreadable for cell in cells) if unreadable else 0
        return [parsed[cell] for cell in cells]

    def count_unreadable(self, name: str, cells: Iterable[str]) -> None:
        """Count those of these cells that hold something."""
        filled = sum(cell not in EMPTY_CELLS and not cell.isspace() for cell in cells)
        self.unreadable[self._uses[name].columns[0] if name in self._uses else ""] += filled

    def names(self, name: str, parse: Callable[[str], list[str] | None]) -> list[list[str]]:
        """Return the names in every cell; those of several columns one after the other."""
        use = self._uses.get(name) or Use(name, "names", ("",))
        columns = use.columns if self._rows else ()
        read = [self._read(column, self._columns.get(column, [""] * self._rows), parse) for column in columns]
        # One empty list for all films: a new one per empty cell would keep the garbage collector busy.
        none: list[str] = []
        if len(read) == 1:
            return [names or none for names in read[0]]
        return [list(dict.fromkeys(name for names in row for name in names or none)) for row in zip(*read, strict=True)]


def map_distinct(parse: Callable[[str], T], cells: Sequence[str]) -> list[T]:
    """Return `parse` of every cell, computed once for equal cells: most columns repeat themselves."""
    parsed = {cell: parse(cell) for cell in set(cells)}
    return [parsed[cell] for cell in cells]
