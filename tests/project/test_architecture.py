"""The lines of the house: imports run downward only, pure rooms stay pure, modules and functions stay short."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

import engine

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 250
MAX_FUNCTION_LINES = 40
FOLDERS = ("engine", "api", "ui", "pages", "server", "fakes", "sample_data", "benchmarks")
PUBLIC_SUBMODULES = (
    "engine.browsing",
    "engine.dataset_info",
    "engine.entities",
    "engine.errors",
    "engine.experiments",
    "engine.forwarded",
    "engine.logs",
    "engine.metrics",
    "engine.paths",
    "engine.personalization",
    "engine.relations",
    "engine.search",
    "engine.settings",
    "engine.shared",
    "engine.spreadsheets",
    "engine.statistics",
    "engine.tmdb",
    "engine.turns",
    "engine.users",
    "engine.visitor_limits",
)
"""Where pages and ui may import from, besides `engine` itself."""

# A module may import from the floors below its own, and from its own room.
ENGINE_FLOORS = (
    {"__main__"},
    {"experiment_commands", "user_commands", "personal_commands"},
    {"commands"},
    {"console"},
    {"evaluation"},
    {"shared"},
    {"served"},
    {"cinewatch"},
    {"upkeep"},
    {"building"},
    {"ingest"},
    {"experiments"},
    {"browsing", "personalization", "relations", "statistics", "users"},
    {"ranking"},
    {"opened"},
    {"filters", "search"},
    {"content"},
    {"storage"},
    {"visitor_limits"},
    {"catalogue", "tmdb"},
    {"retrieval"},
    {"reading"},
    {"logs"},
    {"forwarded"},
    {"metrics", "settings"},
    {"turns"},
    {"progress", "spreadsheets"},
    {"dataset_info", "entities", "errors", "paths"},
)
API_FLOORS = (
    {"app"},
    {"routes"},
    {"answering", "asking"},
    {"admission", "body_limit"},
    {"problems"},
    {"models"},
    {"caching", "documents", "forwarded", "live", "pool"},
)
UI_FLOORS = (
    {"shell"},
    {"home", "browse", "film", "for_you", "recommend", "my_films", "similarity", "statistics", "about", "operators"},
    {"navigation"},
    {"widgets"},
    {"answers", "tmdb"},
    {"users"},
    {"costly", "errors", "uploads", "waiting"},
    {"turns"},
    {"asker"},
    {"cache", "first_page", "sessions"},
    {"changes", "kept_answers"},
    {"charts"},
    {"addresses", "text", "assets"},
)


def files_of(*folders: str) -> list[Path]:
    """Return the Python files in these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def entry_points() -> list[Path]:
    return [path for name in ("streamlit_app.py", "screen.py") if (path := ROOT / name).is_file()]


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a file, parents first."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports: "a.b" and "a.b.c" for `from a.b import c`."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which way it runs"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path, house: str) -> str:
    return path.relative_to(ROOT / house).with_suffix("").parts[0]


OURS = [*files_of(*FOLDERS), *entry_points()]


@pytest.fixture(scope="module", autouse=True)
def _nodes_are_forgotten() -> Iterator[None]:
    """Forget what was read of all files: later tests would have their garbage collected among it."""
    yield
    nodes.cache_clear()


@pytest.mark.parametrize(("house", "floors"), [("engine", ENGINE_FLOORS), ("api", API_FLOORS), ("ui", UI_FLOORS)])
def test_imports_run_downward_from_room_to_room(house: str, floors: tuple[set[str], ...]) -> None:
    floor_of = {room: floor for floor, rooms in enumerate(floors) for room in rooms}
    upward = []
    for path in files_of(house):
        room = room_of(path, house)
        if room == "__init__":
            continue
        assert room in floor_of, f"{name_of(path)}: its room has no floor in this test"
        for name in imported(path):
            top, _, below = name.partition(".")
            target = below.split(".")[0]
            if top == house and target in floor_of and target != room and floor_of[target] <= floor_of[room]:
                upward.append(f"{name_of(path)} imports {name}")
    assert upward == []


def test_modules_do_not_import_each_other_in_circles() -> None:
    paths = {name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in OURS}
    # A package's own __init__ only passes names on.
    graph = {
        name: {other for other in imported(path) if other in paths and other != name}
        for name, path in paths.items()
        if path.name != "__init__.py"
    }
    order = list(TopologicalSorter(graph).static_order())
    assert len(order) >= len(graph) > 100


@pytest.mark.parametrize("name", ["entities", "errors"])
def test_entities_and_errors_import_nothing_of_ours(name: str) -> None:
    assert tops(ROOT / "engine" / f"{name}.py").isdisjoint(FOLDERS)


def test_the_engine_knows_no_screen() -> None:
    screen = {"streamlit", "altair", "ui", "pages", "server", "streamlit_app", "screen"}
    assert {name_of(path): names for path in files_of("engine") if (names := tops(path) & screen)} == {}


@pytest.mark.parametrize("folder", ["api", "server"])
def test_the_api_and_the_server_know_no_screen(folder: str) -> None:
    screen = {"streamlit", "altair", "ui", "pages", "streamlit_app", "screen"}
    assert {name_of(path): names for path in files_of(folder) if (names := tops(path) & screen)} == {}


def test_the_api_knows_nothing_above_the_engine() -> None:
    assert {top for path in files_of("api") for top in tops(path) & {*FOLDERS}} == {"api", "engine"}


def test_only_the_entry_point_knows_the_server() -> None:
    assert [name_of(path) for path in OURS if "server" in tops(path) and path.parent.name != "server"] == [
        "streamlit_app.py"
    ]


def test_charts_and_text_are_pure() -> None:
    pure = files_of("ui/charts", "ui/text")
    assert len(pure) > 10
    for path in pure:
        assert "streamlit" not in tops(path), f"{name_of(path)} imports streamlit"


def test_importing_the_engine_loads_no_screen_and_no_scikit_learn() -> None:
    code = "import sys, engine; print(*(m for m in ('streamlit', 'altair', 'sklearn', 'pandas') if m in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_pages_and_ui_import_only_the_public_names_of_the_engine() -> None:
    for path in [*files_of("pages", "ui", "api", "server"), *entry_points()]:
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "engine":
                assert node.module in ("engine", *PUBLIC_SUBMODULES), f"{name_of(path)} imports {node.module}"
                public = getattr(import_module(node.module), "__all__", None)
                assert public is None or {alias.name for alias in node.names} <= set(public), name_of(path)


def test_nothing_depends_on_pages_or_on_tests() -> None:
    for path in OURS:
        assert tops(path).isdisjoint({"pages", "tests", "streamlit_app", "screen"}), name_of(path)


MAY_BE_PRIVATE = re.compile(r"(?<!\bself)(?<!\bcls)\s*\.\s*_(?!_)")
"""How a private attribute of another object is written, if it is read at all."""


def test_nobody_reads_private_attributes_of_another_object() -> None:
    reads = [
        f"{name_of(path)}:{node.lineno} {node.attr}"
        for path in [*OURS, *files_of("tests")]
        # To parse all files takes far longer.
        if MAY_BE_PRIVATE.search(path.read_text(encoding="utf-8"))
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls", "_sparsetools"))
        and node.attr not in ("_replace", "_fields", "_asdict", "_sparsetools", "_exit")
    ]
    assert reads == []


def test_nothing_is_in_the_caches_of_streamlit_which_any_visitor_can_empty() -> None:
    mentions = [name_of(path) for path in OURS if "st.cache_" in path.read_text(encoding="utf-8")]
    assert mentions == []


def calls(path: Path, function: str) -> list[int]:
    """Return the lines in which a file calls the built-in `function`."""
    calls = (node for node in nodes(path) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == function]


def test_nothing_prints_but_command_lines() -> None:
    printing = {name_of(path).split("/")[0] for path in OURS if calls(path, "print")}
    assert printing <= {"engine", "sample_data", "benchmarks"}
    in_engine = {path.stem for path in files_of("engine") if calls(path, "print")}
    assert in_engine <= {"__main__", "commands", "console", "personal_commands"}


def test_no_error_is_swallowed() -> None:
    for path in OURS:
        for node in nodes(path):
            if not isinstance(node, ast.ExceptHandler):
                continue
            assert node.type is not None, f"{name_of(path)}:{node.lineno}: a bare except"
            broad = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            silent = all(isinstance(statement, ast.Pass) for statement in node.body)
            assert not (broad and silent), f"{name_of(path)}:{node.lineno}: an error is swallowed"


def test_nothing_is_pickled_and_no_html_is_trusted() -> None:
    for path in OURS:
        assert tops(path).isdisjoint({"pickle", "joblib", "dill", "shelve"}), name_of(path)
        text = path.read_text(encoding="utf-8")
        for word in ("unsafe_allow_html", "allow_pickle", "pickle.load"):
            assert word not in text, f"{name_of(path)} has {word}"


@pytest.mark.parametrize(
    "module",
    [
        "engine",
        "engine.personalization",
        "engine.relations",
        "engine.statistics",
        "engine.tmdb",
        "engine.users",
    ],
)
def test_public_names_exist_and_are_sorted(module: str) -> None:
    public = import_module(module)
    # As ruff sorts: constants, then classes, then functions.
    assert public.__all__ == sorted(public.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert len(set(public.__all__)) == len(public.__all__)
    assert all(hasattr(public, name) for name in public.__all__)


def test_the_front_door_is_small() -> None:
    assert len(engine.__all__) <= 30


def test_modules_and_functions_are_short_enough_to_read() -> None:
    for path in OURS:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= MAX_LINES, f"{name_of(path)} has {len(lines)} lines"
        for node in nodes(path):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= MAX_FUNCTION_LINES, f"{name_of(path)}: {node.name} has {length} lines"


def test_no_file_names_a_path_of_one_machine() -> None:
    for path in OURS:
        text = path.read_text(encoding="utf-8")
        assert not [mark for mark in ("/home/", "/Users/", "C:\\Users") if mark in text], name_of(path)


def test_floors_are_told_apart() -> None:
    for floors in (ENGINE_FLOORS, API_FLOORS, UI_FLOORS):
        for upper, lower in pairwise(floors):
            assert upper.isdisjoint(lower)
