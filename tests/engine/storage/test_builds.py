"""Builds lie side by side, are made once, and take away what they replace and nothing else."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine import CineWatch, Query
from engine.errors import BuildFailed, NoFilms
from engine.storage.builds import CATALOGUE, INDEX, MANIFEST
from engine.storage.digests import digest_of, digest_of_file, fingerprint
from fakes.sample_catalogue import FILMS, HARBOUR, Build, film, folders, write_csv


def test_a_build_is_a_folder_of_three_files(build: Build) -> None:
    built = build(FILMS)
    assert sorted(path.name for path in built.opened.path.iterdir()) == sorted([MANIFEST, CATALOGUE, INDEX])
    assert len(CineWatch.open(built.opened.path)) == len(FILMS)


def test_what_is_built_is_told_alike_at_once_and_later(small_csv: Path, tmp_path: Path) -> None:
    info = CineWatch.build(small_csv, tmp_path).info
    assert (info.films, info.rows_read, info.rejected) == (len(FILMS), len(FILMS), {})
    assert info == CineWatch.open(Path(info.path)).info
    assert (info.source, info.schema) == (str(small_csv.resolve()), "TMDB v11")
    assert sum(info.fields.values()) == pytest.approx(1)
    assert info.bytes == sum(path.stat().st_size for path in Path(info.path).glob("*") if path.name != MANIFEST)


def test_films_and_rejected_rows_are_all_rows(tmp_path: Path) -> None:
    rows = [film(1, "A"), film(1, "A again"), film(0, "No id"), film(2, "", original_title=""), film(3, "B")]
    report = CineWatch.build(write_csv(tmp_path / "films.csv", rows), tmp_path / "models").info
    assert report.rejected == {"duplicate id": 1, "no valid id": 1, "no title": 1}
    assert report.films + sum(report.rejected.values()) == report.rows_read == 5


def test_a_sound_build_is_not_made_again(models: Path, folder: Path, small_csv: Path) -> None:
    assert CineWatch.of(small_csv, models).opened.path == folder
    assert folders(models) == [folder]


def test_many_who_want_the_same_build_at_once_make_it_once(small_csv: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: CineWatch.of(small_csv, tmp_path), range(4)))
    assert {one.opened.path for one in opened} == set(folders(tmp_path))
    assert len(folders(tmp_path)) == 1


def test_a_changed_source_is_built_anew_and_the_old_build_removed(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", [film(1, "A")])
    first = CineWatch.of(source, tmp_path / "models")
    write_csv(source, [film(1, "A"), film(2, "B")])
    second = CineWatch.of(source, tmp_path / "models")
    assert (len(first), len(second)) == (1, 2)
    assert folders(tmp_path / "models") == [second.opened.path]


def test_an_open_build_answers_on_after_it_was_replaced(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", FILMS)
    first = CineWatch.of(source, tmp_path / "models")
    before = first.recommend(Query((HARBOUR,), k=5)).films
    CineWatch.build(source, tmp_path / "models")
    assert not first.opened.path.exists()
    assert first.recommend(Query((HARBOUR,), k=5)).films == before


def test_builds_of_other_sources_stay(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    sources = [
        write_csv(tmp_path / "a" / "films.csv", [film(1, "A")]),
        write_csv(tmp_path / "b" / "films.csv", [film(2, "B")]),
        write_csv(tmp_path / "films-more.csv", [film(3, "C")]),
    ]
    for source in (*sources, *sources):
        CineWatch.build(source, tmp_path / "models")
    assert len(folders(tmp_path / "models")) == 3
    assert [len(CineWatch.of(source, tmp_path / "models")) for source in sources] == [1, 1, 1]


def test_what_unfinished_builds_left_is_removed_by_the_next(models: Path, small_csv: Path) -> None:
    leftover = models / ".building-abc"
    leftover.mkdir()
    (leftover / "unordered.arrow").write_bytes(b"half a table")
    CineWatch.build(small_csv, models)
    assert not leftover.exists()


def test_an_unfinished_build_is_never_opened(models: Path, folder: Path) -> None:
    shutil.copytree(folder, models / ".building-abc")
    os.utime(models / ".building-abc" / MANIFEST, (2e9, 2e9))
    newest = CineWatch.newest(models)
    assert newest is not None
    assert newest.opened.path == folder


def test_the_newest_build_is_the_one_made_last(models: Path, folder: Path, tmp_path: Path) -> None:
    other = Path(CineWatch.build(write_csv(tmp_path / "b.csv", [film(1, "B")]), models).opened.path)
    for path, time in ((folder, 2e9), (other, 1e9)):
        os.utime(path / MANIFEST, (time, time))
    newest = CineWatch.newest(models)
    assert newest is not None
    assert newest.opened.path == folder


def test_where_nothing_is_built_there_is_no_newest(tmp_path: Path) -> None:
    assert CineWatch.newest(tmp_path) is None
    assert CineWatch.newest(tmp_path / "absent") is None


def test_a_file_in_place_of_the_models_folder_is_a_build_failed_in_one_line(small_csv: Path, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    for models in (tmp_path / "models", tmp_path / "models" / "below"):
        with pytest.raises(BuildFailed) as caught:
            CineWatch.of(small_csv, models)
        assert str(caught.value).isprintable()
        assert "CINEWATCH_MODELS_DIR" in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into any folder")
def test_a_folder_that_cannot_be_written_is_a_build_failed(small_csv: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(BuildFailed):
            CineWatch.of(small_csv, tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_build_that_breaks_leaves_nothing_behind(models: Path, folder: Path, small_csv: Path) -> None:
    def breaks(stage: str, done: int, total: int) -> None:
        if stage == "Writing":
            raise KeyboardInterrupt(stage, done, total)

    with pytest.raises(KeyboardInterrupt):
        CineWatch.build(small_csv, models, breaks)
    assert folders(models) == [folder]
    CineWatch.open(folder)


def test_a_source_without_films_leaves_nothing_behind(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", [film(0, "No id")])
    with pytest.raises(NoFilms, match="no valid id: 1"):
        CineWatch.build(source, tmp_path / "models")
    assert folders(tmp_path / "models") == []


def test_progress_names_every_stage_and_never_goes_back(small_csv: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    CineWatch.build(small_csv, tmp_path, lambda *step: told.append(step))
    size = small_csv.stat().st_size
    assert told[0] == ("Reading", size, size)
    steps = [(done, total) for stage, done, total in told if stage != "Reading"]
    assert [done for done, _ in steps] == list(range(len(steps)))
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] <= steps[-1][1]
    assert {"Franchises", "Titles", "Writing", "Story"} <= {stage for stage, _, _ in told}


def test_a_fingerprint_changes_with_content_time_and_parameters(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(bytes(10_000_000))
    os.utime(path, (1e9, 1e9))
    first = fingerprint(path, [1])
    assert fingerprint(path, [1]) == first
    assert fingerprint(path, [2]) != first
    os.utime(path, (1e9, 1e9 + 1))
    assert fingerprint(path, [1]) != first
    path.write_bytes(b"x" + bytes(9_999_999))
    os.utime(path, (1e9, 1e9))
    assert fingerprint(path, [1]) != first


def test_digests_of_a_file_and_of_its_bytes_are_the_same(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "a").write_bytes(content)
    assert digest_of_file(tmp_path / "a") == digest_of(content) != digest_of(content[1:])
