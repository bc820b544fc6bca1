"""Second files that belong to a dataset: links, ratings, credits. They are joined to the films by a key.

The table says by which columns such a file is known, and under which names it lies beside a dataset. In a .zip it may
have any name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.reading.rows import Chunk


@dataclass(frozen=True, slots=True)
class Companion:
    """A kind of second file."""

    key: str
    """Its column that names a film, and the film's own column, if `main_key` is empty."""
    takes: tuple[str, ...]
    """Its columns that are added to the films."""
    names: tuple[str, ...]
    """Names under which it lies beside a dataset."""
    main_key: str = ""
    """The column of the dataset that the key is found in."""

    @property
    def film_key(self) -> str:
        """The column of the dataset that names a film."""
        return self.main_key or self.key

    def fits(self, columns: Sequence[str], main: Sequence[str]) -> bool:
        """Return whether a file with these columns is of this kind, and adds something to `main`."""
        has_all = {self.key, *self.takes} <= set(columns) and "title" not in set(columns) - {"title"}
        return has_all and self.film_key in main and not set(self.takes) <= set(main)


_CREDITS = ("cast", "crew")
COMPANIONS = (
    Companion("movie_id", ("imdb_id", "tmdb_id"), ("links.csv", "link.csv")),
    Companion("tconst", ("average_rating", "num_votes"), ("title.ratings.tsv", "title.ratings.tsv.gz", "ratings.tsv")),
    Companion("movie_id", _CREDITS, ("tmdb_5000_credits.csv", "tmdb_5000_credits.zip"), main_key="id"),
    Companion("id", _CREDITS, ("credits.csv",)),
    Companion("id", ("keywords",), ("keywords.csv",)),
)


def paths_beside(path: Path) -> Iterable[Path]:
    """Yield the files beside a dataset whose names are those of second files."""
    names = dict.fromkeys(name for companion in COMPANIONS for name in companion.names)
    return (other for name in names if (other := path.with_name(name)).is_file() and other != path)


@dataclass(frozen=True, slots=True)
class Joined:
    """The cells of a second file by film."""

    key: str
    """Column of the dataset, in one spelling."""
    takes: tuple[str, ...]
    cells: dict[str, tuple[str, ...]]
    """By the key without leading zeros."""

    def add_to(self, chunk: Chunk, key_column: str) -> None:
        """Add the columns to a chunk; empty where the second file does not know a film."""
        nothing = ("",) * len(self.takes)
        rows = [self.cells.get(plain_key(cell), nothing) for cell in chunk.columns[key_column]]
        for name, cells in zip(self.takes, zip(*rows, strict=True) if rows else [()] * len(self.takes), strict=True):
            chunk.columns[name] = list(cells)


def plain_key(cell: str) -> str:
    """Return a key as both files have it: spreadsheets add ".0"."""
    return cell.strip().removesuffix(".0")
