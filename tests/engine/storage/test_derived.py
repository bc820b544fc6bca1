"""Derived arrays are computed once, stored, and computed again if what is stored cannot be trusted."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy as np
import pytest

from engine.storage.arrays import Arrays, write_arrays
from engine.storage.derived import Derived
from engine.storage.digests import digest_of

ROOT = Path(__file__).resolve().parents[3]
PARAMETERS = {"films": 4, "kinds": [1, 2]}


def arrays() -> Arrays:
    return {"places": np.arange(12, dtype=np.int32).reshape(4, 3), "of/all": np.linspace(0, 1, 5), "none": np.empty(0)}


class Counter:
    """Computes the arrays, and counts how often."""

    def __init__(self, seconds: float = 0) -> None:
        self.times = 0
        self._seconds = seconds

    def __call__(self) -> Arrays:
        """Return the arrays."""
        self.times += 1
        time.sleep(self._seconds)
        return arrays()


def assert_sound(result: Arrays | None) -> None:
    assert result is not None
    assert result.keys() == arrays().keys()
    for name, array in arrays().items():
        assert result[name].dtype == array.dtype
        np.testing.assert_array_equal(result[name], array)


def files_in(folder: Path) -> list[str]:
    """Return the names of the arrays stored in a folder, without locks."""
    return [path.name.partition("-")[0] for path in folder.iterdir() if path.suffix != ".lock"]


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Return the file of the arrays stored as "some"."""
    Derived(tmp_path, "a build").get("some", PARAMETERS, arrays)
    (path,) = tmp_path.glob("some-*.h5")
    return path


def test_nothing_is_stored_before_anything_was_computed(tmp_path: Path) -> None:
    assert Derived(tmp_path, "a build").stored("some", PARAMETERS) is None
    assert files_in(tmp_path) == []


def test_arrays_are_computed_once_and_read_from_then_on(tmp_path: Path) -> None:
    compute = Counter()
    for _ in range(2):
        assert_sound(Derived(tmp_path, "a build").get("some", PARAMETERS, compute))
        assert_sound(Derived(tmp_path, "a build").stored("some", PARAMETERS))
    assert compute.times == 1
    assert files_in(tmp_path) == ["some"]


def test_each_name_is_stored_separately(tmp_path: Path) -> None:
    derived = Derived(tmp_path, "a build")
    derived.get("some", PARAMETERS, arrays)
    assert derived.stored("other", PARAMETERS) is None
    other = derived.get("other", PARAMETERS, lambda: {"one": np.ones(1)})
    assert other["one"].tolist() == [1]
    assert_sound(derived.stored("some", PARAMETERS))


@pytest.mark.parametrize(
    ("build", "parameters"),
    [
        ("another", PARAMETERS),
        ("a build", {}),
        ("a build", PARAMETERS | {"films": 5}),
        ("a build", PARAMETERS | {"more": None}),
    ],
)
def test_arrays_of_another_build_or_of_other_parameters_are_computed_again(
    stored: Path, build: str, parameters: dict[str, object]
) -> None:
    derived, compute = Derived(stored.parent, build), Counter()
    assert derived.stored("some", parameters) is None
    assert_sound(derived.get("some", parameters, compute))
    assert compute.times == 1
    assert_sound(derived.stored("some", parameters))
    assert Derived(stored.parent, "a build").stored("some", PARAMETERS) is None


def test_a_flipped_bit_anywhere_is_found(stored: Path) -> None:
    whole = stored.read_bytes()
    derived = Derived(stored.parent, "a build")
    for byte in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[byte] ^= 1 << byte % 8
        stored.write_bytes(damaged)
        assert derived.stored("some", PARAMETERS) is None


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def garble(path: Path) -> None:
    path.write_bytes(np.random.default_rng(7).bytes(path.stat().st_size))


def rename_an_array(path: Path) -> None:
    with h5py.File(path, "r+") as file:
        file.move("places", "spaces")


def add_an_array(path: Path) -> None:
    with h5py.File(path, "r+") as file:
        file["more"] = np.ones(3)


def take_an_array_away(path: Path) -> None:
    with h5py.File(path, "r+") as file:
        del file["places"]


def change_a_value(path: Path) -> None:
    with h5py.File(path, "r+") as file:
        file["places"][2, 1] = 99


def put_something_else_there(path: Path) -> None:
    path.unlink()
    write_arrays(path, arrays(), {"another": "header"})


DAMAGES = [
    cut,
    empty,
    garble,
    rename_an_array,
    add_an_array,
    take_an_array_away,
    change_a_value,
    put_something_else_there,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_computed_again(stored: Path, damage: Callable[[Path], None]) -> None:
    damage(stored)
    derived, compute = Derived(stored.parent, "a build"), Counter()
    assert derived.stored("some", PARAMETERS) is None
    assert_sound(derived.get("some", PARAMETERS, compute))
    assert_sound(derived.get("some", PARAMETERS, compute))
    assert compute.times == 1


def test_a_foreign_file_with_the_right_digest_is_computed_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The app and the commands keep their logs from the root logger, which pytest reads.
    monkeypatch.setattr(logging.getLogger("cinewatch"), "propagate", True)
    (tmp_path / f"some-{digest_of(b'garbage')}.h5").write_bytes(b"garbage")
    with caplog.at_level("WARNING", "cinewatch.build"):
        assert_sound(Derived(tmp_path, "a build").get("some", PARAMETERS, arrays))
    assert "cannot be used and will be computed again" in caplog.text
    assert files_in(tmp_path) == ["some"]


@pytest.mark.parametrize("shared", [True, False])
def test_of_several_threads_one_computes_the_arrays(tmp_path: Path, shared: bool) -> None:
    compute, derived = Counter(seconds=0.1), Derived(tmp_path, "a build")

    def get(_: int) -> Arrays:
        return (derived if shared else Derived(tmp_path, "a build")).get("some", PARAMETERS, compute)

    with ThreadPoolExecutor(4) as pool:
        for result in pool.map(get, range(4)):
            assert_sound(result)
    assert compute.times == 1


_PROCESS = """
import sys, time
from pathlib import Path
import numpy as np
from engine.storage.derived import Derived

folder, number = Path(sys.argv[1]), sys.argv[2]
(folder / f"started.{number}").touch()

def compute():
    (folder / f"computing.{number}").touch()
    # Wait until the other process has started too, but not forever.
    for _ in range(200):
        if len(list(folder.glob("started.*"))) == 2:
            break
        time.sleep(0.05)
    time.sleep(0.2)
    return {"one": np.ones(1)}

print(Derived(folder, "a build").get("some", {}, compute)["one"].tolist())
"""


def test_of_several_processes_one_computes_the_arrays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _PROCESS, str(tmp_path)]
    processes = [
        subprocess.Popen([*command, number], cwd=ROOT, stdout=subprocess.PIPE, text=True) for number in ("1", "2")
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in processes] == ["[1.0]", "[1.0]"]
    assert len(list(tmp_path.glob("started.*"))) == 2
    assert len(list(tmp_path.glob("computing.*"))) == 1


def test_the_folder_of_a_removed_build_is_not_created_again(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    derived, compute = Derived(folder, "a build"), Counter()
    shutil.rmtree(folder)
    assert derived.stored("some", PARAMETERS) is None
    for times in (1, 2):
        assert_sound(derived.get("some", PARAMETERS, compute))
        assert compute.times == times
    assert not folder.exists()


def test_a_folder_that_is_removed_meanwhile_is_not_created_again(tmp_path: Path) -> None:
    folder = tmp_path / "going"
    folder.mkdir()

    def compute() -> Arrays:
        shutil.rmtree(folder)
        return arrays()

    assert_sound(Derived(folder, "a build").get("some", PARAMETERS, compute))
    assert not folder.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into any folder")
def test_computed_arrays_are_returned_even_if_the_folder_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert_sound(Derived(tmp_path, "a build").get("some", PARAMETERS, arrays))
        assert files_in(tmp_path) == []
    finally:
        tmp_path.chmod(0o700)


def test_computed_arrays_are_returned_even_if_the_lock_cannot_be_taken(tmp_path: Path) -> None:
    (tmp_path / ".some.lock").mkdir()
    assert_sound(Derived(tmp_path, "a build").get("some", PARAMETERS, arrays))
    assert files_in(tmp_path) == ["some"]


def fail() -> Arrays:
    raise ZeroDivisionError


def compute_objects() -> Arrays:
    """Return arrays that HDF5 cannot store."""
    return {"objects": np.array([None, "one"], dtype=object)}


@pytest.mark.parametrize(("compute", "error"), [(fail, ZeroDivisionError), (compute_objects, TypeError)])
def test_an_error_leaves_no_file_and_no_lock_behind(
    tmp_path: Path, compute: Callable[[], Arrays], error: type[Exception]
) -> None:
    derived = Derived(tmp_path, "a build")
    with pytest.raises(error):
        derived.get("some", PARAMETERS, compute)
    assert files_in(tmp_path) == []
    assert_sound(derived.get("some", PARAMETERS, arrays))
    assert files_in(tmp_path) == ["some"]


def test_open_arrays_can_still_be_read_after_they_were_replaced(stored: Path) -> None:
    opened = Derived(stored.parent, "a build").stored("some", PARAMETERS)
    Derived(stored.parent, "another").get("some", PARAMETERS, lambda: {"one": np.ones(1)})
    assert_sound(opened)
