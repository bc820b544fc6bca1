"""The made-up films of the benchmarks: as many as asked for, always the same, with the gaps of the real ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks import generator
from engine import CineWatch

FILMS = 2_000


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made_up") / "films.csv"
    generator.write_catalogue(path, FILMS, seed=3)
    return path


@pytest.fixture(scope="module")
def films(csv: Path) -> pd.DataFrame:
    return pd.read_csv(csv, dtype=str, keep_default_na=False)


def test_there_are_as_many_films_as_asked_for_in_the_columns_of_v11(films: pd.DataFrame) -> None:
    assert tuple(films.columns) == generator.COLUMNS
    assert films["id"].nunique() == len(films) == FILMS


def test_the_same_seed_makes_the_same_films_and_another_others(tmp_path: Path) -> None:
    first, again, other = (tmp_path / name for name in ("first.csv", "again.csv", "other.csv"))
    for path, seed in ((first, 3), (again, 3), (other, 4)):
        generator.write_catalogue(path, 200, seed=seed)
    assert again.read_bytes() == first.read_bytes() != other.read_bytes()


@pytest.mark.parametrize(
    ("column", "share"), [("overview", 0.81), ("genres", 0.60), ("keywords", 0.27), ("release_date", 0.86)]
)
def test_as_many_films_as_in_the_real_dataset_say_something(films: pd.DataFrame, column: str, share: float) -> None:
    assert (films[column] != "").mean() == pytest.approx(share, abs=0.03)


def test_votes_have_a_long_tail(films: pd.DataFrame) -> None:
    votes = films["vote_count"].astype(int)
    assert votes.median() < 5
    assert votes.max() > 1_000


def test_the_vocabulary_has_a_long_tail(films: pd.DataFrame) -> None:
    counts = films["overview"].str.split().explode().value_counts()
    assert (counts == 1).mean() > 0.2
    assert counts.iloc[:100].sum() > 0.3 * counts.sum()


def test_every_film_is_a_film_to_the_engine(csv: Path, tmp_path: Path) -> None:
    info = CineWatch.build(csv, tmp_path).info
    assert (info.films, info.rejected, info.unreadable) == (FILMS, {}, {})


def test_overviews_may_be_real_sentences_each_with_a_new_name(tmp_path: Path) -> None:
    texts, path = tmp_path / "texts.csv", tmp_path / "films.csv"
    texts.write_text('id,overview\n1,"A café burns. Who did it?"\n2,\n', encoding="utf-8")
    generator.write_catalogue(path, 200, seed=3, texts=texts)
    overviews = [text for text in pd.read_csv(path, keep_default_na=False)["overview"] if text]
    assert {sentence for text in overviews for sentence in ("A café burns.", "Who did it?") if sentence in text} == {
        "A café burns.",
        "Who did it?",
    }
    assert len({text.split()[0] for text in overviews}) > len(overviews) / 2
