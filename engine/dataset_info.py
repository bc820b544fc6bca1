"""What a build says about its dataset: columns, rows, and where everything is. All values are frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column of the dataset, and what the build made of it."""

    column: str
    """Its name in the file."""
    used_as: str
    """What it means to CineWatch, or "left alone"."""
    note: str
    """How it is written if that is unusual, or why it is left alone; may be empty."""
    unreadable: int
    """Cells whose content could not be understood."""


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """A build: what was built, from what, and where."""

    path: str
    source: str
    schema: str
    built_at: str
    """UTC, ISO 8601."""
    seconds: float
    """Duration of the build."""
    version: int
    """Version of the format."""
    rows_read: int
    films: int
    rejected: dict[str, int]
    """Skipped rows, counted by reason."""
    unreadable: dict[str, int]
    """Cells whose content could not be understood, counted by column."""
    columns: tuple[ColumnUse, ...]
    """Every column of the dataset, in its order."""
    notes: tuple[str, ...]
    """What else people should know about how the dataset was read."""
    has_tmdb_ids: bool
    """Whether films have the ids that they have at TMDB; else nothing may be looked up there by id."""
    terms: int
    nnz: int
    """Non-zero entries of the film × term matrix."""
    bytes: int
    fields: dict[str, float]
    """Each field's share of a similarity, by label; they sum to 1."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row of the dataset that the build skipped."""

    line: int
    """Line of the file where the row begins; the first is 1."""
    reason: str
    row: str
    """How the row begins; for a repeated id, the id and title."""
