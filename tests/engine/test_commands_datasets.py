"""The command line around datasets: what a build made of each column, and small files out of large ones."""

from __future__ import annotations

from pathlib import Path

from engine import CineWatch
from engine.ingest import IDS_MADE
from fakes.sample_catalogue import FILMS
from tests.engine.command_outcomes import Run, error_of, json_of


def test_build_and_info_say_what_each_column_is_used_as(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "films.csv"
    source.write_text("Series_Title;Genre;Mood;Runtime\nTern;Drama|Comedy;sad;142 min\nCoot;Drama;glad;many\n")
    built = run("build", source, "--models", tmp_path / "models")
    shown = run("info", "--models", tmp_path / "models")
    for text in (built.err, shown.out):
        lines = [line.split() for line in text.splitlines()]
        assert ["Series_Title", "title"] in lines
        assert ["Genre", "genres", "names", "parted", "by", "bars"] in lines
        assert ["Runtime", "runtime", "1"] in lines
        assert ["Mood", "left", "alone"] in [line[:3] for line in lines]
        assert IDS_MADE in text


def test_export_writes_the_most_voted_films_and_they_build_the_same(
    run_small: Run, cinewatch: CineWatch, tmp_path: Path
) -> None:
    out = tmp_path / "few.parquet"
    assert json_of(run_small("export", "--most-voted", "5", "--out", out))["films"] == 5
    few = CineWatch.build(out, tmp_path / "models")
    ids = cinewatch.opened.columns.id[:5].tolist()
    assert few.opened.columns.id.tolist() == ids
    assert [few.film(film_id) for film_id in ids] == [cinewatch.film(film_id) for film_id in ids]


def test_an_export_does_not_take_ids_of_others_for_those_of_tmdb(tmp_path: Path) -> None:
    source, out = tmp_path / "movies.csv", tmp_path / "few.parquet"
    source.write_text("movieId,title,genres\n1,Toy Story (1995),Comedy\n2,Jumanji (1995),Adventure\n")
    whole = CineWatch.build(source, tmp_path / "models")
    whole.export(2, out)
    few = CineWatch.build(out, tmp_path / "models")
    assert not whole.info.has_tmdb_ids
    assert not few.info.has_tmdb_ids
    assert [name.id for name in few.film_names(2)] == [1, 2]


def test_export_of_more_films_than_there_are_writes_all(run_small: Run, tmp_path: Path) -> None:
    outcome = json_of(run_small("export", "--most-voted", "1000", "--out", tmp_path / "all.parquet"))
    assert outcome["films"] == len(FILMS)


def test_export_that_cannot_be_written_is_one_line(run_small: Run, tmp_path: Path) -> None:
    assert "cannot write" in error_of(run_small("export", "--most-voted", "5", "--out", tmp_path / "no" / "x.parquet"))
    assert run_small("export", "--most-voted", "0", "--out", tmp_path / "x.parquet").status == 2
