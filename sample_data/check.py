"""Check the sample catalogue: `python -m sample_data.check [--facts FACTS.csv] [--others CSV ...]`.

Every check is a pure function that takes texts or a frame of strings and returns its faults, one
line each; an empty list means that nothing is wrong. Only `main` touches files.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from engine import GENRES
from sample_data.catalogues import describe, read_films, read_texts
from sample_data.overlap import repeated_runs, shared_runs, shared_sentences, words

SAMPLE = Path(__file__).with_name("sample_movies.csv")

COLUMNS = (
    "id", "title", "vote_average", "vote_count", "status", "release_date", "revenue", "runtime",
    "adult", "backdrop_path", "budget", "homepage", "imdb_id", "original_language", "original_title",
    "overview", "popularity", "poster_path", "tagline", "genres", "production_companies",
    "production_countries", "spoken_languages", "keywords", "director", "cast",
)  # fmt: skip

# Votes out of ten, money in US dollars, runtime in whole minutes; both ends are allowed.
RANGES = {
    "vote_average": (0, 10),
    "vote_count": (0, math.inf),
    "popularity": (0, math.inf),
    "revenue": (0, math.inf),
    "budget": (0, math.inf),
    "runtime": (1, math.inf),
}
WHOLE = ("id", "vote_count", "revenue", "budget", "runtime")
WRITTEN_HERE = ("homepage", "overview", "tagline")
MAY_BE_ADDED = ("director", "cast")
SHORTEST, LONGEST = 35, 70

# Names that reached the facts with letters lost on the way.
MENDED = {
    "Phylicia Rash\u00c4d": "Phylicia Rashād",
    "Linh \u00c4an Ph\u00e1\u00ba\u00a1m": "Linh Đan Phạm",
    "Nakamura Shid\u00c5 II": "Nakamura Shidō II",
    "Tetsur\u00c5 Tamba": "Tetsurō Tamba",
}


def check_schema(films: pd.DataFrame) -> list[str]:
    """Return faults in the columns, the ids (unique, positive) and the dates (YYYY-MM-DD) of `films`."""
    if tuple(films.columns) != COLUMNS:
        return [f"the columns should be {', '.join(COLUMNS)}, but are {', '.join(films.columns)}"]
    faults = [] if len(films) else ["the catalogue has no films"]
    faults += [f"id {value} is not unique" for value in films["id"][films["id"].duplicated()]]
    for film in films.to_dict("records"):
        if not _is_whole(film["id"]) or int(film["id"]) == 0:
            faults.append(f'{film["title"]}: id "{film["id"]}" is not a positive whole number')
        if not film["title"].strip():
            faults.append(f"film {film['id']} has no title")
        if not _is_date(film["release_date"]):
            faults.append(f'{film["title"]}: release_date "{film["release_date"]}" is not a date')
        if film["adult"] != "False":
            faults.append(f'{film["title"]}: adult is "{film["adult"]}", not "False"')
    return faults


def check_duplicates(films: pd.DataFrame) -> list[str]:
    """Return a line for every film that has title and year of an earlier one: the same film under another id."""
    names = [f"{title} ({day[:4]})" for title, day in zip(films["title"], films["release_date"], strict=True)]
    return [f"{name} comes {count} times" for name, count in Counter(names).items() if count > 1]


def check_order(films: pd.DataFrame) -> list[str]:
    """Return a line for every film that has more votes than the film before it."""
    votes = [_number(value) for value in films["vote_count"]]
    titles = list(films["title"])
    return [
        f"{titles[row]} has more votes than {titles[row - 1]} before it"
        for row in range(1, len(votes))
        if votes[row] > votes[row - 1]
    ]


def check_ranges(films: pd.DataFrame) -> list[str]:
    """Return a line for every value that is not a number, not whole where it should be, or out of range."""
    faults = []
    for film in films.to_dict("records"):
        for column, (low, high) in RANGES.items():
            value = _number(film[column])
            if not (low <= value <= high and math.isfinite(value)):
                faults.append(f'{film["title"]}: {column} "{film[column]}" is not within {low} to {high}')
            elif column in WHOLE and not _is_whole(film[column]):
                faults.append(f'{film["title"]}: {column} "{film[column]}" is not a whole number')
    return faults


def check_genres(films: pd.DataFrame) -> list[str]:
    """Return a line for every film without genres and for every genre that is not one of TMDB's nineteen."""
    faults = []
    for title, text in zip(films["title"], films["genres"], strict=True):
        names = text.split(", ") if text else []
        if not names:
            faults.append(f"{title} has no genre")
        faults += [f'{title}: "{name}" is not a genre' for name in names if name not in GENRES]
    return faults


def check_overviews(films: pd.DataFrame) -> list[str]:
    """Return faults in the overviews: not 35 to 70 words, or seven words in a row shared by two of them."""
    texts = _named(films, "overview")
    counts = {name: len(words(text)) for name, text in texts.items()}
    faults = [
        f"{name} has {count} words, not {SHORTEST} to {LONGEST}"
        for name, count in counts.items()
        if not SHORTEST <= count <= LONGEST
    ]
    return faults + repeated_runs(texts)


def check_against_facts(films: pd.DataFrame, facts: pd.DataFrame) -> list[str]:
    """Return a line for every value of `films` that is not the one in `facts` (same columns, by id).

    Texts of our own are not compared; director and cast only where `facts` has them, damaged names as mended.
    """
    known = {fact["id"]: fact for fact in facts.to_dict("records")}
    compared = [name for name in COLUMNS if name in facts.columns and name not in WRITTEN_HERE]
    faults = []
    for film in films.to_dict("records"):
        fact = known.get(film["id"])
        if fact is None:
            faults.append(f"{film['title']} ({film['id']}) is not among the facts")
            continue
        faults += [
            f'{film["title"]}: {name} is "{film[name]}", the facts say "{fact[name]}"'
            for name in compared
            if not _agrees(name, film[name], fact[name])
        ]
    return faults


def check_against_others(films: pd.DataFrame, others: Mapping[str, str]) -> list[str]:
    """Return a line for every overview or tagline with words taken from `others` (name -> text).

    Taken means seven words in a row, a whole sentence of three words or more, or a whole tagline.
    """
    own = _named(films, "overview") | _named(films, "tagline")
    whole = {" ".join(words(text)): name for name, text in others.items()}
    copied = [
        f"{name} is the same as {whole[tagline]}"
        for name, text in _named(films, "tagline").items()
        if (tagline := " ".join(words(text))) in whole
    ]
    return copied + shared_runs(own, others) + shared_sentences(own, others)


def check_all(
    films: pd.DataFrame, facts: pd.DataFrame | None = None, others: Mapping[str, str] | None = None
) -> list[str]:
    """Return the faults of every check; without the right columns only those of `check_schema`."""
    faults = check_schema(films)
    if tuple(films.columns) != COLUMNS:
        return faults
    for check in (check_duplicates, check_order, check_ranges, check_genres, check_overviews):
        faults += check(films)
    if facts is not None:
        faults += check_against_facts(films, facts)
    if others is not None:
        faults += check_against_others(films, others)
    return faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the sample holds and its faults; return 1 if there are any, else 0."""
    parser = argparse.ArgumentParser("python -m sample_data.check", description="Check the sample catalogue.")
    parser.add_argument("--sample", type=Path, default=SAMPLE, help="the catalogue to check")
    parser.add_argument("--facts", type=Path, help="a CSV with the true figures, matched by id")
    parser.add_argument("--others", type=Path, nargs="+", help="catalogues with which no text may be shared")
    options = parser.parse_args(arguments)
    for path in [options.sample, *filter(None, [options.facts]), *(options.others or [])]:
        if not path.is_file():
            parser.error(f"file not found: {path}")
    films = read_films(options.sample)
    facts = read_films(options.facts) if options.facts else None
    others = read_texts(options.others) if options.others else None
    faults = check_all(films, facts, others)
    if tuple(films.columns) == COLUMNS:
        print("\n".join(describe(films)))
    print("\n".join(faults) if faults else "no faults")
    return 1 if faults else 0


def _named(films: pd.DataFrame, column: str) -> dict[str, str]:
    """Return "the COLUMN of TITLE (ID)" -> text; empty taglines are left out, empty overviews are not."""
    names = (f"the {column} of {film.title} ({film.id})" for film in films.itertuples())
    texts = zip(names, films[column], strict=True)
    return {name: text for name, text in texts if text or column == "overview"}


def _agrees(column: str, ours: str, theirs: str) -> bool:
    """Return whether a value is the fact: runtime may lose its ".0", and an empty `adult` means False."""
    if column == "runtime":
        return _number(ours) == _number(theirs)
    if column == "adult":
        return ours == (theirs or "False")
    if column in MAY_BE_ADDED:
        return ours == _mended(theirs) or not theirs
    return ours == theirs


def _mended(names: str) -> str:
    """Return `names` with those of MENDED as they should be."""
    for damaged, whole in MENDED.items():
        names = names.replace(damaged, whole)
    return names


def _number(text: str) -> float:
    """Return the number in `text`, NaN where there is none: NaN lies in no range, so it is found."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _is_whole(text: str) -> bool:
    """Return whether `text` is a whole number written in plain digits."""
    return text.isascii() and text.isdecimal()


def _is_date(text: str) -> bool:
    """Return whether `text` is a real day written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main())
