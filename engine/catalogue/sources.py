"""From a CSV on disk to chunks of cells. Its columns show which of the known schemas it has."""

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
"""The stage whose progress is in bytes."""
# Bytes. A cell may be long, but a stray quote makes one cell of everything up to the next quote.
_LONGEST_CELL = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Schema:
    """A way of writing films as CSV."""

    name: str
    columns: frozenset[str]
    """Columns that show that a file has this schema; a file has many more."""
    separator: str = ","
    """Stands between the names in a list cell that is neither JSON nor a Python literal."""


# A file gets the first schema of which it has all columns.
SCHEMAS = (
    Schema("The Movies Dataset", frozenset({"belongs_to_collection", "video"})),
    Schema("TMDB, lists as a|b", frozenset({"release_year", "budget_adj", "revenue_adj"}), separator="|"),
    Schema("TMDB v11", frozenset({"backdrop_path", "imdb_id", "status"})),
    Schema("TMDB 5000", frozenset({"homepage", "spoken_languages", "status"})),
    Schema("films by id and title", frozenset()),
)

# Other names of the columns we know.
_ALIASES = {"genre": "genres", "movie_id": "id", "tmdb_id": "id", "keyword": "keywords", "directors": "director"}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row."""

    line: int
    """Line of the file where the row begins; the first is 1."""
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some consecutive rows of a source."""

    columns: dict[str, list[str]]
    """Cells by column; all lists have the same length."""
    lines: Sequence[int]
    """Line of the file where each row begins."""
    malformed: Sequence[Row]
    """Rows among these with too many or too few cells; with no cells if they could not be parsed."""

    @property
    def rows(self) -> int:
        """Number of rows, without the malformed ones."""
        return len(self.lines)


def recognise(header: list[str], path: Path = Path()) -> Schema:
    """Return the schema of a file with these columns.

    Parameters
    ----------
    header
        Names of the columns, in lower case.
    path
        The file, for the error message.

    Raises
    ------
    UnknownSchema
        The columns id and title are missing, so these are not films.

    """
    names = set(header)
    if "id" not in names or not names & {"title", "original_title"}:
        columns = ", ".join(header[:8]) + (", …" if len(header) > 8 else "")
        raise UnknownSchema(
            f"{path} is not a film dataset: it needs the columns id and title, but has {quoted(columns, 100)}"
        )
    return next(schema for schema in SCHEMAS if schema.columns <= names)


class Source:
    """A CSV, open to be read once from top to bottom; see `open_source`."""

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
            raise SourceUnreadable(f"{self.path} is not a CSV file: {error}") from error
        if header is None:
            raise SourceUnreadable(f"{self.path} is empty")
        names = [name.strip().lower() for name in header]
        return [_ALIASES[name] if _ALIASES.get(name, name) not in names else name for name in names]

    def chunks(self, rows: int = CHUNK_ROWS, progress: Progress = no_progress) -> Iterator[Chunk]:
        """Yield all rows, in chunks of at most `rows`; report progress in bytes.

        Raises
        ------
        SourceUnreadable
            The disk gives up.

        """
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
        """Yield at most `limit` rows; no cells if the parser failed. Blank lines are skipped."""
        count = 0
        while count < limit:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
                is_row = cells != []
            except StopIteration:
                return
            except csv.Error:
                cells, is_row = [], True
            except OSError as error:
                raise SourceUnreadable(f"cannot read the rest of {reason(error, self.path)}") from error
            if is_row:
                count += 1
                yield Row(line, cells)


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open the CSV at `path`.

    The text may be UTF-8, or UTF-16 with a byte order mark. Bytes that are not valid UTF-8 are read as Windows-1252.

    Raises
    ------
    SourceMissing
        There is no such file.
    SourceUnreadable
        The file cannot be read, or is not text.
    UnknownSchema
        The columns are not those of a film dataset.

    """
    csv.field_size_limit(_LONGEST_CELL)
    try:
        raw = path.open("rb")
    except FileNotFoundError as error:
        raise SourceMissing(f"file not found: {path}") from error
    except OSError as error:
        raise SourceUnreadable(f"cannot read {reason(error, path)}") from error
    with raw:
        encoding = _encoding_of(raw.peek(4)[:4], path)
        text = io.TextIOWrapper(raw, encoding=encoding, errors=_FALLBACK, newline="")
        try:
            yield Source(path, text, raw)
        except UnicodeDecodeError as error:
            raise SourceUnreadable(f"{path} is not valid {encoding} text") from error


def _encoding_of(start: bytes, path: Path) -> str:
    """Return the encoding of a file by its first bytes."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in start:
        raise SourceUnreadable(f"{path} is not a text file; choose a CSV file")
    return "utf-8-sig"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not valid UTF-8 as Windows-1252, the usual partner in files of mixed encodings."""
    if not isinstance(error, UnicodeDecodeError) or error.encoding.startswith("utf-16"):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_FALLBACK = "cinewatch.windows_1252"
codecs.register_error(_FALLBACK, _as_windows_1252)
