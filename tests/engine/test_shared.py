"""What one server shares is made once and opened late, and the sample stands in for a dataset that cannot be read."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine import SAMPLE_PATH, Settings, read_settings
from engine.errors import SettingsError, SourceMissing
from engine.shared import Shared
from fakes.sample_catalogue import FILMS, write_csv


def settings(dataset: Path, models: Path, folder: Path, **more: str) -> Settings:
    database = {"CINEWATCH_DATABASE_URL": f"sqlite:///{folder / 'users.db'}"}
    return read_settings({"CINEWATCH_DATASET": str(dataset), "CINEWATCH_MODELS_DIR": str(models)} | database | more)


def test_everybody_gets_the_same_users_look_ups_and_catalogue(
    small_csv: Path, small_models: Path, tmp_path: Path
) -> None:
    shared = Shared(settings(small_csv, small_models, tmp_path))
    assert shared.opened is None
    with ThreadPoolExecutor(8) as threads:
        for get in (lambda: shared.users, lambda: shared.tmdb, shared.current):
            assert len({id(each) for each in threads.map(lambda _, get=get: get(), range(16))}) == 1
    assert shared.opened is shared.current()
    assert not (tmp_path / "users.db").exists()


def test_the_sample_stands_in_until_the_dataset_can_be_read(shared_models: Path, tmp_path: Path) -> None:
    dataset = tmp_path / "films.csv"
    shared = Shared(settings(dataset, shared_models, tmp_path))
    assert len(shared.current()) == 1_050
    assert isinstance(shared.dataset_fault, SourceMissing)
    assert shared.opened is not None
    write_csv(dataset, FILMS)
    shared = Shared(settings(dataset, tmp_path / "models", tmp_path))
    assert len(shared.current()) == len(FILMS)
    assert shared.dataset_fault is None


def test_if_the_sample_itself_is_the_dataset_nothing_stands_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("engine.shared.SAMPLE_PATH", tmp_path / "sample.csv")
    with pytest.raises(SourceMissing):
        Shared(settings(tmp_path / "sample.csv", tmp_path / "models", tmp_path)).current()
    assert SAMPLE_PATH.is_file()


def test_an_address_that_is_none_is_told_when_it_is_needed(tmp_path: Path) -> None:
    wrong = {"CINEWATCH_DATABASE_URL": "mysql://host/x", "CINEWATCH_REDIS_URL": "http://host"}
    shared = Shared(settings(SAMPLE_PATH, tmp_path, tmp_path, **wrong))
    with pytest.raises(SettingsError, match="CINEWATCH_DATABASE_URL"):
        _ = shared.users
    with pytest.raises(SettingsError, match="CINEWATCH_REDIS_URL"):
        _ = shared.tmdb


def test_who_waits_for_the_build_of_somebody_else_is_told_how_far_it_is(small_csv: Path, tmp_path: Path) -> None:
    shared = Shared(settings(small_csv, tmp_path / "models", tmp_path))
    told, may_go_on = threading.Event(), threading.Event()
    of_builder: list[tuple[str, int, int]] = []
    of_other: list[tuple[str, int, int]] = []

    def build(*step: object) -> None:
        of_builder.append(step)  # type: ignore[arg-type]
        told.set()
        assert may_go_on.wait(30)

    def look(*step: object) -> None:
        of_other.append(step)  # type: ignore[arg-type]
        may_go_on.set()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(shared.current, build)
        assert told.wait(30)
        second = threads.submit(shared.current, look)
        assert first.result() is second.result()
    assert of_other[0] == of_builder[0]
