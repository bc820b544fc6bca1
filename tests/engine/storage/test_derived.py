"""What is derived of a build is made once, kept, and made again rather than answered wrongly."""

from __future__ import annotations

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

ROOT = Path(__file__).resolve().parents[3]
WITH = {"films": 4, "kinds": [1, 2]}


def arrays() -> Arrays:
    return {"places": np.arange(12, dtype=np.int32).reshape(4, 3), "of/all": np.linspace(0, 1, 5), "none": np.empty(0)}


class Maker:
    """Makes the arrays, and counts how often."""

    def __init__(self, seconds: float = 0) -> None:
        self.times = 0
        self._seconds = seconds

    def __call__(self) -> Arrays:
        """Return them."""
        self.times += 1
        time.sleep(self._seconds)
        return arrays()


def assert_sound(found: Arrays | None) -> None:
    assert found is not None
    assert found.keys() == arrays().keys()
    for name, array in arrays().items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def left(folder: Path) -> list[str]:
    """Return what lies in a folder beside locks, files by what they keep."""
    return [path.name.partition("-")[0] for path in folder.iterdir() if path.suffix != ".lock"]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return the file of what is kept as "some"."""
    Derived(tmp_path, "a build").get("some", WITH, arrays)
    (path,) = tmp_path.glob("some-*.h5")
    return path


def test_nothing_is_kept_before_anything_was_made(tmp_path: Path) -> None:
    assert Derived(tmp_path, "a build").kept("some", WITH) is None
    assert left(tmp_path) == []


def test_what_was_made_once_is_read_from_then_on(tmp_path: Path) -> None:
    make = Maker()
    for _ in range(2):
        assert_sound(Derived(tmp_path, "a build").get("some", WITH, make))
        assert_sound(Derived(tmp_path, "a build").kept("some", WITH))
    assert make.times == 1
    assert left(tmp_path) == ["some"]


def test_each_name_is_kept_by_itself(tmp_path: Path) -> None:
    derived = Derived(tmp_path, "a build")
    derived.get("some", WITH, arrays)
    assert derived.kept("other", WITH) is None
    other = derived.get("other", WITH, lambda: {"one": np.ones(1)})
    assert other["one"].tolist() == [1]
    assert_sound(derived.kept("some", WITH))


@pytest.mark.parametrize(
    ("build", "made_with"),
    [("another", WITH), ("a build", {}), ("a build", WITH | {"films": 5}), ("a build", WITH | {"more": None})],
)
def test_what_was_made_of_or_with_something_else_is_made_again(
    kept: Path, build: str, made_with: dict[str, object]
) -> None:
    derived, make = Derived(kept.parent, build), Maker()
    assert derived.kept("some", made_with) is None
    assert_sound(derived.get("some", made_with, make))
    assert make.times == 1
    assert_sound(derived.kept("some", made_with))
    assert Derived(kept.parent, "a build").kept("some", WITH) is None


def test_a_flipped_bit_anywhere_is_found(kept: Path) -> None:
    whole = kept.read_bytes()
    derived = Derived(kept.parent, "a build")
    for byte in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[byte] ^= 1 << byte % 8
        kept.write_bytes(damaged)
        assert derived.kept("some", WITH) is None


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
def test_a_damaged_file_is_made_again(kept: Path, damage: Callable[[Path], None]) -> None:
    damage(kept)
    derived, make = Derived(kept.parent, "a build"), Maker()
    assert derived.kept("some", WITH) is None
    assert_sound(derived.get("some", WITH, make))
    assert_sound(derived.get("some", WITH, make))
    assert make.times == 1


@pytest.mark.parametrize("shared", [True, False])
def test_of_threads_that_ask_at_once_one_makes_it(tmp_path: Path, shared: bool) -> None:
    make, one = Maker(seconds=0.1), Derived(tmp_path, "a build")

    def ask(_: int) -> Arrays:
        return (one if shared else Derived(tmp_path, "a build")).get("some", WITH, make)

    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(ask, range(4)):
            assert_sound(found)
    assert make.times == 1


_ASK = """
import sys, time
from pathlib import Path
import numpy as np
from engine.storage.derived import Derived

folder, number = Path(sys.argv[1]), sys.argv[2]
(folder / f"asking.{number}").touch()

def make():
    (folder / f"making.{number}").touch()
    # Until the other asks as well; it is given up after some seconds, so that nothing hangs.
    for _ in range(200):
        if len(list(folder.glob("asking.*"))) == 2:
            break
        time.sleep(0.05)
    time.sleep(0.2)
    return {"one": np.ones(1)}

print(Derived(folder, "a build").get("some", {}, make)["one"].tolist())
"""


def test_of_processes_that_ask_at_once_one_makes_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _ASK, str(tmp_path)]
    asking = [
        subprocess.Popen([*command, number], cwd=ROOT, stdout=subprocess.PIPE, text=True) for number in ("1", "2")
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in asking] == ["[1.0]", "[1.0]"]
    assert len(list(tmp_path.glob("asking.*"))) == 2
    assert len(list(tmp_path.glob("making.*"))) == 1


def test_the_folder_of_a_build_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    derived, make = Derived(folder, "a build"), Maker()
    shutil.rmtree(folder)
    assert derived.kept("some", WITH) is None
    for times in (1, 2):
        assert_sound(derived.get("some", WITH, make))
        assert make.times == times
    assert not folder.exists()


def test_a_folder_that_goes_while_something_is_made_is_not_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "going"
    folder.mkdir()

    def make() -> Arrays:
        shutil.rmtree(folder)
        return arrays()

    assert_sound(Derived(folder, "a build").get("some", WITH, make))
    assert not folder.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into any folder")
def test_in_a_folder_that_cannot_be_written_what_was_made_is_answered(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert_sound(Derived(tmp_path, "a build").get("some", WITH, arrays))
        assert left(tmp_path) == []
    finally:
        tmp_path.chmod(0o700)


def test_where_a_folder_stands_in_the_way_of_the_lock_what_was_made_is_answered(tmp_path: Path) -> None:
    (tmp_path / ".some.lock").mkdir()
    assert_sound(Derived(tmp_path, "a build").get("some", WITH, arrays))
    assert left(tmp_path) == ["some"]


def breaks() -> Arrays:
    raise ZeroDivisionError


def makes_what_cannot_be_kept() -> Arrays:
    return {"objects": np.array([None, "one"], dtype=object)}


@pytest.mark.parametrize(("make", "error"), [(breaks, ZeroDivisionError), (makes_what_cannot_be_kept, TypeError)])
def test_an_error_leaves_no_file_behind_and_no_lock_held(
    tmp_path: Path, make: Callable[[], Arrays], error: type[Exception]
) -> None:
    derived = Derived(tmp_path, "a build")
    with pytest.raises(error):
        derived.get("some", WITH, make)
    assert left(tmp_path) == []
    assert_sound(derived.get("some", WITH, arrays))
    assert left(tmp_path) == ["some"]


def test_who_has_it_open_reads_on_after_it_was_replaced(kept: Path) -> None:
    opened = Derived(kept.parent, "a build").kept("some", WITH)
    Derived(kept.parent, "another").get("some", WITH, lambda: {"one": np.ones(1)})
    assert_sound(opened)
