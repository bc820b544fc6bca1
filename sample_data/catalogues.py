"""Read catalogues as frames of strings, and describe what they hold."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import median

import pandas as pd

from sample_data.overlap import words


def read_films(path: Path) -> pd.DataFrame:
    """Return a catalogue as a frame of strings; an empty cell is the empty string."""
    return pd.read_csv(path, dtype=str, keep_default_na=False).fillna("")


def read_texts(paths: Iterable[Path]) -> dict[str, str]:
    """Return the overviews and taglines of other catalogues, each text once.

    paths : CSV files with a column `overview`, `tagline` or both
    returns : "FILE record N COLUMN" -> text
    """
    texts: dict[str, str] = {}
    for path in paths:
        # Damaged files are compared as far as they can be read: an unreadable row cannot be checked at all.
        frame = pd.read_csv(
            path, dtype=str, keep_default_na=False, encoding_errors="replace", on_bad_lines="skip",
            usecols=lambda name: name in ("overview", "tagline"),
        )  # fmt: skip
        for column in frame.columns:
            for row, text in enumerate(frame[column].fillna(""), start=1):
                if text:
                    texts.setdefault(text, f"{path.name} record {row} {column}")
    return {name: text for text, name in texts.items()}


def describe(films: pd.DataFrame) -> list[str]:
    """Return lines that describe `films`: films, decades, languages, genres, words per overview."""
    lengths = sorted(len(words(text)) for text in films["overview"]) or [0]
    genres = Counter(name for text in films["genres"] if text for name in text.split(", "))
    decades = Counter(f"{text[:3]}0s" for text in films["release_date"])
    languages = Counter(films["original_language"])
    return [
        f"films: {len(films)}",
        "decades: " + ", ".join(f"{name} {count}" for name, count in sorted(decades.items())),
        f"languages ({len(languages)}): " + _counted(languages),
        f"genres ({len(genres)}): " + _counted(genres),
        f"words per overview: min {lengths[0]}, median {median(lengths):g}, max {lengths[-1]}",
        f"with a tagline: {sum(films['tagline'] != '')}, with a director: {sum(films['director'] != '')}, "
        f"with a poster: {sum(films['poster_path'] != '')}",
    ]


def _counted(counter: Counter[str]) -> str:
    """Return "a 3, b 2", most frequent first and equal counts by name."""
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in ordered)
