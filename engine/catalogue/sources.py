"""A CSV on disk -> chunks of cells. Which of the known schemas it has is told by its columns."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SourceMissing, SourceUnreadable, UnknownSchema, quoted, reason
from engine.progress import Progress, no_progress

CHUNK_ROWS = 20_000
READING = "Reading"
"""The stage in which progress is in bytes."""
# A cell may be long, and a stray quote makes one of everything up to the next: between the two lies this limit.
_LONGEST_CELL = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Schema:
    """A way of writing films as CSV."""

    name: str
    marks: frozenset[str]
    """Columns that no other schema has all of."""
    separator: str = ","
    """Between the names in a list cell that is neither JSON nor a Python literal."""


# The first whose marks are all there wins.
SCHEMAS = (
    Schema("The Movies Dataset", frozenset({"belongs_to_collection", "video"})),
    Schema("TMDB, lists as a|b", frozenset({"release_year", "budget_adj", "revenue_adj"}), separator="|"),
    Schema("TMDB v11", frozenset({"backdrop_path", "imdb_id", "status"})),
    Schema("TMDB 5000", frozenset({"homepage", "spoken_languages", "status"})),
    Schema("films by id and title", frozenset()),
)

# Other names that files give to the columns we know.
_ALIASES = {"genre": "genres", "movie_id": "id", "tmdb_id": "id", "keyword": "keywords", "directors": "director"}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and where it stands in the file."""

    line: int
    """That it begins on; the file's first is 1."""
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a source."""

    columns: dict[str, list[str]]
    """A list of cells a column, all of the same length."""
    lines: Sequence[int]
    """That each row begins on."""
    malformed: Sequence[Row]
    """Rows read beside these that had too many or too few cells, or none because they could not be parsed."""

    @property
    def rows(self) -> int:
        """How many rows there are, without the malformed."""
        return len(self.lines)


def recognise(header: list[str], path: Path = Path()) -> Schema:
    """Return the schema that has these columns. Raises UnknownSchema, which names `path`, if they cannot be films."""
    names = set(header)
    if "id" not in names or not names & {"title", "original_title"}:
        seen = ", ".join(header[:8]) + (", …" if len(header) > 8 else "")
        needed = "columns id and title are needed"
        raise UnknownSchema(f"{path} is no film dataset: {needed}, it has {quoted(seen, 100)}")
    return next(schema for schema in SCHEMAS if schema.marks <= names)


class Source:
    """A CSV opened for reading once, from top to bottom."""

    def __init__(self, path: Path, text: io.TextIOWrapper, raw: io.BufferedReader) -> None:
        self.path = path
        self.bytes = path.stat().st_size
        self._raw = raw
        self._reader = csv.reader(text)
        self.header = self._read_header()
        self.schema = recognise(self.header, path)

    def _read_header(self) -> list[str]:
        try:
            header = next((row for row in self._reader if row), None)
        except csv.Error as error:
            raise SourceUnreadable(f"{self.path} is not a CSV: {error}") from error
        if header is None:
            raise SourceUnreadable(f"{self.path} is empty")
        names = [name.strip().lower() for name in header]
        return [_ALIASES[name] if _ALIASES.get(name, name) not in names else name for name in names]

    def chunks(self, rows: int = CHUNK_ROWS, progress: Progress = no_progress) -> Iterator[Chunk]:
        """Yield the rows in chunks of at most `rows`. Raises SourceUnreadable when the disk gives up."""
        width = len(self.header)
        while True:
            good: list[Row] = []
            malformed: list[Row] = []
            for row in self._rows(rows):
                (good if len(row.cells) == width else malformed).append(row)
            if not good and not malformed:
                return
            cells = zip(*(row.cells for row in good), strict=True)
            columns = dict(zip(self.header, map(list, cells), strict=False))
            yield Chunk(columns, [row.line for row in good], malformed)
            progress(READING, self._raw.tell(), self.bytes)

    def _rows(self, limit: int) -> Iterator[Row]:
        """Yield at most `limit` rows, one without cells where the parser gave up; blank lines are no rows."""
        seen = 0
        while seen < limit:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
                is_row = cells != []
            except StopIteration:
                return
            except csv.Error:
                cells, is_row = [], True
            except OSError as error:
                raise SourceUnreadable(f"cannot read on in {reason(error, self.path)}") from error
            if is_row:
                seen += 1
                yield Row(line, cells)


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open the CSV at `path`.

    The text is UTF-8, or UTF-16 with a byte order mark; single bytes that are no UTF-8 are read as Windows-1252.
    Raises SourceMissing, SourceUnreadable or UnknownSchema.
    """
    csv.field_size_limit(_LONGEST_CELL)
    try:
        raw = path.open("rb")
    except FileNotFoundError as error:
        raise SourceMissing(f"there is no file {path}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {reason(error, path)}") from error
    with raw:
        start = raw.peek(4)[:4]
        if b"\x00" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise SourceUnreadable(f"{path} is not a text file")
        encoding = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
        text = io.TextIOWrapper(raw, encoding=encoding, errors=_FALLBACK, newline="")
        try:
            yield Source(path, text, raw)
        except UnicodeDecodeError as error:
            raise SourceUnreadable(f"{path} is not text in {encoding}") from error


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252, the usual other half of a file of mixed encodings."""
    if not isinstance(error, UnicodeDecodeError) or error.encoding.startswith("utf-16"):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_FALLBACK = "cinewatch.windows_1252"
codecs.register_error(_FALLBACK, _as_windows_1252)
