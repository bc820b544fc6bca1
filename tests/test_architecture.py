"""The lines of the house: imports run downward only, and some things are done in no room."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 320
FOLDERS = ("engine", "ui", "pages", "sample_data", "benchmarks")

# A module may import from the floors below its own, and from its own room.
FLOORS = (
    {"__main__"},
    {"commands"},
    {"evaluation"},
    {"cinewatch"},
    {"building"},
    {"relations", "statistics"},
    {"ranking"},
    {"search"},
    {"content"},
    {"index"},
    {"catalogue", "online"},
    {"logs"},
    {"settings"},
    {"entities", "errors"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def files_of(*folders: str) -> list[Path]:
    """Return our Python files in these folders, as far as the folders exist."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def entry_points() -> list[Path]:
    return [path for name in ("streamlit_app.py", "asgi_app.py") if (path := ROOT / name).is_file()]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, wherever in it, "a.b" and "a.b.c" for `from a.b import c`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides the direction it runs in"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def of_ours(path: Path) -> str:
    return str(path.relative_to(ROOT))


ENGINE = files_of("engine")
OURS = [*files_of(*FOLDERS), *entry_points()]


@pytest.mark.parametrize("path", ENGINE, ids=of_ours)
def test_within_the_engine_imports_run_downward(path: Path) -> None:
    room = path.relative_to(ROOT / "engine").with_suffix("").parts[0]
    if room == "__init__":
        return
    for name in imported(path):
        house, _, below = name.partition(".")
        if house == "engine" and below:
            target = below.split(".")[0]
            assert target in FLOOR_OF, f"{name}: {target} has no floor in this test"
            assert target == room or FLOOR_OF[target] > FLOOR_OF[room], f"{of_ours(path)} imports {name}"


def test_every_room_of_the_engine_has_a_floor() -> None:
    rooms = {path.relative_to(ROOT / "engine").with_suffix("").parts[0] for path in ENGINE} - {"__init__"}
    assert rooms <= set(FLOOR_OF)


@pytest.mark.parametrize("name", ["entities", "errors"])
def test_entities_and_errors_import_nothing_of_ours(name: str) -> None:
    assert tops(ROOT / "engine" / f"{name}.py").isdisjoint(FOLDERS)


@pytest.mark.parametrize("path", ENGINE, ids=of_ours)
def test_the_engine_knows_no_screen(path: Path) -> None:
    assert tops(path).isdisjoint({"streamlit", "altair", "ui", "pages", "streamlit_app", "asgi_app"})


def test_importing_the_engine_loads_no_screen_and_no_scikit_learn() -> None:
    code = "import sys, engine; print(*(m for m in ('streamlit', 'altair', 'sklearn', 'pandas') if m in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_pages_and_ui_go_through_the_door_of_the_engine() -> None:
    for path in [*files_of("pages", "ui"), *entry_points()]:
        for name in imported(path):
            if name.split(".")[0] == "engine":
                assert name == "engine" or name.split(".")[1] in engine.__all__, f"{of_ours(path)} imports {name}"


def test_ui_knows_no_page_and_no_page_another() -> None:
    for path in files_of("pages", "ui"):
        assert "pages" not in tops(path), of_ours(path)
        assert tops(path).isdisjoint({"streamlit_app", "asgi_app"}), of_ours(path)


def calls(path: Path, function: str) -> list[int]:
    """Return the lines in which a file calls the built-in `function`."""
    nodes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return [node.lineno for node in nodes if isinstance(node.func, ast.Name) and node.func.id == function]


def test_nothing_prints_but_command_lines() -> None:
    for path in OURS:
        if of_ours(path) in ("engine/__main__.py", "engine/commands.py") or path.parent.name in (
            "sample_data",
            "benchmarks",
        ):
            continue
        assert calls(path, "print") == [], of_ours(path)


def test_no_error_is_swallowed() -> None:
    for path in OURS:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            assert node.type is not None, f"{of_ours(path)}:{node.lineno}: a bare except"
            broad = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            silent = all(isinstance(one, ast.Pass) for one in node.body)
            assert not (broad and silent), f"{of_ours(path)}:{node.lineno}: an error is swallowed"


@pytest.mark.parametrize("word", ["unsafe_allow_html", "allow_pickle", "pickle.load"])
def test_some_words_are_never_written(word: str) -> None:
    assert [of_ours(path) for path in OURS if word in path.read_text(encoding="utf-8")] == []


def test_nothing_is_pickled() -> None:
    assert [of_ours(path) for path in OURS if tops(path) & {"pickle", "joblib", "dill", "shelve"}] == []


def test_the_door_is_sorted_and_what_it_names_is_there() -> None:
    exported = engine.__all__
    # As ruff sorts: constants, then classes, then functions.
    assert exported == sorted(exported, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert len(set(exported)) == len(exported)
    assert all(hasattr(engine, name) for name in exported)


@pytest.mark.parametrize("path", OURS, ids=of_ours)
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", OURS, ids=of_ours)
def test_no_file_names_a_path_of_somebodys_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [mark for mark in ("/home/", "/Users/", "C:\\Users") if mark in text]
