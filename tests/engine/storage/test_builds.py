"""Builds lie side by side, are built once, and remove what they replace and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine import CineWatch, Query
from engine.errors import BuildFailed, NoFilms, SourceChanging, SourceMissing, SourceShrank, SourceUnreadable
from engine.storage import stillness
from engine.storage.manifest import CATALOGUE, INDEX, MANIFEST, VERSION
from fakes.sample_catalogue import FILMS, HARBOUR, Build, Row, film_row, folders, write_csv

ROOT = Path(__file__).resolve().parents[3]


def test_a_build_is_a_folder_of_three_files(build: Build) -> None:
    built = build(FILMS)
    assert sorted(path.name for path in built.opened.path.iterdir()) == sorted([MANIFEST, CATALOGUE, INDEX])
    assert len(CineWatch.open(built.opened.path)) == len(FILMS)


def test_the_info_of_a_build_is_the_same_at_once_and_later(small_csv: Path, tmp_path: Path) -> None:
    info = CineWatch.build(small_csv, tmp_path).info
    assert (info.films, info.rows_read, info.rejected, info.unreadable) == (len(FILMS), len(FILMS), {}, {})
    assert info == CineWatch.open(Path(info.path)).info
    assert (info.source, info.schema) == (str(small_csv.resolve()), "TMDB v11")
    assert sum(info.fields.values()) == pytest.approx(1)
    assert info.bytes == sum(path.stat().st_size for path in Path(info.path).glob("*") if path.name != MANIFEST)


def test_films_and_rejected_rows_are_all_rows(tmp_path: Path) -> None:
    rows = [
        film_row(1, "A"),
        film_row(1, "A again"),
        film_row(0, "No id"),
        film_row(2, "", original_title=""),
        film_row(3, "B"),
    ]
    info = CineWatch.build(write_csv(tmp_path / "films.csv", rows), tmp_path / "models").info
    assert info.rejected == {"duplicate id": 1, "no valid id": 1, "no title": 1}
    assert info.films + sum(info.rejected.values()) == info.rows_read == 5


def test_a_sound_build_is_not_built_again(models: Path, folder: Path, small_csv: Path) -> None:
    assert CineWatch.is_built(small_csv, models)
    assert CineWatch.of(small_csv, models).opened.path == folder
    assert folders(models) == [folder]


def test_a_build_that_several_threads_want_is_built_once(small_csv: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: CineWatch.of(small_csv, tmp_path), range(4)))
    assert {cinewatch.opened.path for cinewatch in opened} == set(folders(tmp_path))
    assert len(folders(tmp_path)) == 1


def test_a_changed_source_is_built_again_and_the_build_before_kept_until_the_next(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", [film_row(1, "A")])
    first = CineWatch.of(source, tmp_path / "models")
    write_csv(source, [film_row(1, "A"), film_row(2, "B")])
    assert not CineWatch.is_built(source, tmp_path / "models")
    second = CineWatch.of(source, tmp_path / "models")
    assert (len(first), len(second)) == (1, 2)
    assert set(folders(tmp_path / "models")) == {first.opened.path, second.opened.path}
    write_csv(source, [film_row(number, "A") for number in (1, 2, 3)])
    third = CineWatch.of(source, tmp_path / "models")
    again = CineWatch.build(source, tmp_path / "models")
    assert set(folders(tmp_path / "models")) == {second.opened.path, again.opened.path}
    assert len(third) == len(again) == 3


def test_an_open_build_still_answers_after_it_was_replaced(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", FILMS)
    first = CineWatch.of(source, tmp_path / "models")
    before = first.recommend(Query((HARBOUR,), k=5)).films
    CineWatch.build(source, tmp_path / "models")
    assert not first.exists()
    assert first.recommend(Query((HARBOUR,), k=5)).films == before


def test_builds_of_other_sources_stay(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    sources = [
        write_csv(tmp_path / "a" / "films.csv", [film_row(1, "A")]),
        write_csv(tmp_path / "b" / "films.csv", [film_row(2, "B")]),
        write_csv(tmp_path / "films-more.csv", [film_row(3, "C")]),
    ]
    for source in (*sources, *sources):
        CineWatch.build(source, tmp_path / "models")
    assert len(folders(tmp_path / "models")) == 3
    assert [len(CineWatch.of(source, tmp_path / "models")) for source in sources] == [1, 1, 1]


def test_leftovers_of_unfinished_builds_are_removed_by_the_next(models: Path, small_csv: Path) -> None:
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


def test_the_newest_build_is_the_last_one(models: Path, folder: Path, tmp_path: Path) -> None:
    other = Path(CineWatch.build(write_csv(tmp_path / "b.csv", [film_row(1, "B")]), models).opened.path)
    for path, moment in ((folder, 2e9), (other, 1e9)):
        os.utime(path / MANIFEST, (moment, moment))
    newest = CineWatch.newest(models)
    assert newest is not None
    assert newest.opened.path == folder


def test_nothing_is_the_newest_where_nothing_is_built(tmp_path: Path) -> None:
    assert CineWatch.newest(tmp_path) is None
    assert CineWatch.newest(tmp_path / "absent") is None


def test_a_file_in_place_of_the_models_folder_is_a_build_failed(small_csv: Path, tmp_path: Path) -> None:
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


def test_a_build_that_is_interrupted_leaves_nothing_behind(models: Path, folder: Path, small_csv: Path) -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "Titles":
            raise KeyboardInterrupt(stage, done, total)

    with pytest.raises(KeyboardInterrupt):
        CineWatch.build(small_csv, models, interrupt)
    assert folders(models) == [folder]
    assert len(CineWatch.open(folder)) == len(FILMS)


@pytest.mark.parametrize(
    ("rows", "why"), [([film_row(0, "No id")], "no valid id: 1"), ([], "it has no rows")], ids=["no id", "no rows"]
)
def test_a_source_without_films_is_a_named_error_and_leaves_nothing_behind(
    tmp_path: Path, rows: list[Row], why: str
) -> None:
    source = write_csv(tmp_path / "films.csv", rows)
    with pytest.raises(NoFilms, match=why):
        CineWatch.build(source, tmp_path / "models")
    assert folders(tmp_path / "models") == []


def test_a_source_that_is_missing_or_unreadable_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="file not found"):
        CineWatch.of(tmp_path / "absent.csv", tmp_path / "models")
    with pytest.raises(SourceUnreadable, match="cannot read"):
        CineWatch.of(tmp_path, tmp_path / "models")


def test_progress_names_every_stage_and_never_goes_back(small_csv: Path, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    CineWatch.build(small_csv, tmp_path, lambda *step: steps.append(step))
    size = small_csv.stat().st_size
    assert steps[0] == ("Reading", size, size)
    counts = [(done, total) for stage, done, total in steps if stage != "Reading"]
    assert [done for done, _ in counts] == list(range(len(counts)))
    assert len({total for _, total in counts}) == 1
    assert counts[-1][0] == counts[-1][1]
    assert {"Franchises", "Titles", "Descriptions", "Story"} <= {stage for stage, _, _ in steps}


def test_builds_of_another_version_are_kept_and_damaged_ones_removed(
    models: Path, folder: Path, small_csv: Path
) -> None:
    for name in ("other-version", "damaged"):
        shutil.copytree(folder, models / f"films-{name}-1")
    manifest = models / "films-other-version-1" / MANIFEST
    manifest.write_text(manifest.read_text().replace(f'"version": {VERSION}', '"version": 99'))
    (models / "films-damaged-1" / INDEX).unlink()
    built = CineWatch.build(small_csv, models)
    assert set(folders(models)) == {models / "films-other-version-1", built.opened.path}


class SlowCopy:
    """A clock whose sleeps take no real time, and a copy of a file that grows by a quarter every 0.6 seconds of it."""

    def __init__(self, source: Path, target: Path) -> None:
        self._whole, self._target = source.read_bytes(), target
        self._start, self._seconds = time.time(), 0.0
        self.sleep(0)

    def time(self) -> float:
        """Return the time of day."""
        return self._start + self._seconds

    def monotonic(self) -> float:
        """Return the seconds since the copy began."""
        return self._seconds

    def sleep(self, seconds: float) -> None:
        """Go on, and copy what is due."""
        self._seconds += seconds
        quarters = min(4, 1 + int(self._seconds / 0.6))
        size = len(self._whole) * quarters // 4
        if not self._target.exists() or self._target.stat().st_size < size:
            self._target.write_bytes(self._whole[:size])
            os.utime(self._target, (self.time(), self.time()))


def test_a_file_that_is_still_being_copied_is_waited_for(
    small_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "films.csv"
    monkeypatch.setattr(stillness, "QUIET_S", 2.0)
    monkeypatch.setattr(stillness, "time", SlowCopy(small_csv, target))
    with pytest.raises(SourceChanging, match="still being written"):
        CineWatch.of(target, tmp_path / "models", patience_s=0)
    assert target.stat().st_size < small_csv.stat().st_size
    assert len(CineWatch.of(target, tmp_path / "models")) == len(FILMS)


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "films.csv", [film_row(1, "A")])

    def add_a_film(stage: str, *_: int) -> None:
        if stage == "Reading" and source.read_text().count("\n") == 2:
            write_csv(source, [film_row(1, "A"), film_row(2, "B")])

    assert len(CineWatch.build(source, tmp_path / "models", add_a_film)) == 2
    assert len(folders(tmp_path / "models")) == 1


def test_a_file_that_has_lost_films_replaces_nothing_unless_told_to(tmp_path: Path) -> None:
    source, models = tmp_path / "films.csv", tmp_path / "models"
    films = [film_row(number, f"Film {number}") for number in range(1, 301)]
    first = CineWatch.of(write_csv(source, films), models)
    nearly_all = CineWatch.of(write_csv(source, films[:298]), models)
    write_csv(source, films[:150])
    for attempt in (CineWatch.of, CineWatch.build):
        with pytest.raises(SourceShrank, match=r"150 films, but the last build has 298"):
            attempt(source, models)
    assert set(folders(models)) == {first.opened.path, nearly_all.opened.path}
    last = CineWatch.last_good(source, models)
    assert last is not None
    assert len(last) == 298
    # As many rows, but most are no films any more.
    write_csv(source, [*films[:100], *(film_row(0, "No id") for _ in range(200))])
    with pytest.raises(SourceShrank, match="100 films"):
        CineWatch.of(source, models)
    assert len(CineWatch.build(source, models, replace=True)) == 100


def test_the_last_good_build_opens_without_its_source(small_csv: Path, models: Path, folder: Path) -> None:
    gone = CineWatch.last_good(small_csv.with_name("other.csv"), models)
    assert gone is None
    last = CineWatch.last_good(small_csv, models)
    assert last is not None
    assert last.opened.path == folder
    (folder / INDEX).chmod(0o644)
    (folder / INDEX).write_bytes(b"x" * (folder / INDEX).stat().st_size)
    assert CineWatch.last_good(small_csv, models) is None


def test_the_files_of_a_build_are_read_only(folder: Path) -> None:
    # What is derived of a build lies beside its files, and is computed again if somebody damages it.
    files = [folder / name for name in (CATALOGUE, INDEX, MANIFEST)]
    assert {path.stat().st_mode & 0o222 for path in files} == {0}


def test_a_disk_without_room_is_a_named_error_without_words_of_hdf5(small_csv: Path, tmp_path: Path) -> None:
    """The system allows the process no file longer than 20 kB."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from engine.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "build", str(small_csv), "--models", str(tmp_path / "models")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith("error: cannot build in")
    assert "File too large" in run.stderr
    assert "errno" not in run.stderr
