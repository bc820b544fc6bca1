"""The files around the code name what exists: packages, pins, make targets, workflows, hooks and the dev container."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKE_TARGETS = set(re.findall(r"^([a-z./-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

# Each group contains those before it.
PINNED_FILES = {
    "runtime": "requirements.txt",
    "dev": "requirements-dev.txt",
    "benchmarks": "requirements-benchmarks.txt",
}
GROUP_OF_FOLDER = {"tests": "dev", "fakes": "dev", "benchmarks": "benchmarks"}
"""Every other folder, and every script in the root, needs only what runs the app."""


def dependencies(group: str) -> dict[str, Requirement]:
    """Return what pyproject.toml names for a group and the groups before it, by canonical name."""
    lines = list(PROJECT["project"]["dependencies"])
    for name in list(PINNED_FILES)[1 : list(PINNED_FILES).index(group) + 1]:
        lines += [line for line in PROJECT["dependency-groups"][name] if isinstance(line, str)]
    return {canonicalize_name(parsed.name): parsed for parsed in map(Requirement, lines)}


def pins(group: str) -> list[Requirement]:
    """Return the lines of a compiled file. A line that is no requirement, such as an address, is an error."""
    return [Requirement(line) for line in (ROOT / PINNED_FILES[group]).read_text(encoding="utf-8").splitlines()]


def source_files() -> list[Path]:
    """Return the Python files in the root and in every folder that is not hidden."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return [*ROOT.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.py"))]


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the top-level names that a file imports, itself or through pytest."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("importorskip"):
            yield str(ast.literal_eval(node.args[0])).partition(".")[0]


@cache
def imports_by_group() -> dict[str, dict[str, str]]:
    """Return the foreign modules that the files of each group import, each with a file that does so."""
    files = {path.relative_to(ROOT): path for path in source_files()}
    ours = {name.parts[0].removesuffix(".py") for name in files}
    imports: dict[str, dict[str, str]] = {group: {} for group in PINNED_FILES}
    for name, path in files.items():
        foreign = set(imported_modules(path)) - ours - sys.stdlib_module_names
        imports[GROUP_OF_FOLDER.get(name.parts[0], "runtime")] |= dict.fromkeys(foreign, str(name))
    return imports


# It reads the lists of all packages each time.
installed = cache(packages_distributions)


def packages_of(module: str) -> frozenset[str]:
    """Return the packages that bring a module. One that is not installed here is taken to have the module's name."""
    return frozenset(canonicalize_name(name) for name in installed().get(module, [module]))


def make_targets(command: str) -> set[str]:
    """Return the targets that a shell command makes, options and variables left out."""
    words = [word for call in re.findall(r"\bmake ([^\n>|;&]+)", command) for word in call.split()]
    return {word for word in words if not word.startswith("-") and "=" not in word}


def load_yaml(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def supported_pythons() -> list[str]:
    """Return the versions that pyproject.toml promises, oldest first."""
    return re.findall(r":: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))


@pytest.mark.parametrize("group", PINNED_FILES)
def test_every_imported_package_is_a_direct_dependency(group: str) -> None:
    named = dependencies(group).keys()
    imports = imports_by_group()[group]
    assert {module: file for module, file in imports.items() if not packages_of(module) & named} == {}


def test_the_app_imports_every_package_that_it_depends_on() -> None:
    imported = {package for module in imports_by_group()["runtime"] for package in packages_of(module)}
    assert dependencies("runtime").keys() <= imported


@pytest.mark.parametrize("group", PINNED_FILES)
def test_every_direct_dependency_is_pinned_to_a_version_that_it_allows(group: str) -> None:
    versions: dict[str, list[str]] = {}
    for pin in pins(group):
        match = re.fullmatch(r"==([^,*]+)", str(pin.specifier))
        assert match, f"{pin} is not pinned"
        versions.setdefault(canonicalize_name(pin.name), []).append(match[1])
    for name, dependency in dependencies(group).items():
        assert all(version in dependency.specifier for version in versions[name])


def test_the_three_pinned_files_agree() -> None:
    runtime, dev, benchmarks = ({str(pin) for pin in pins(group)} for group in PINNED_FILES)
    assert runtime < dev < benchmarks


def test_what_signing_in_needs_is_pinned_beside_what_the_app_needs() -> None:
    runtime, dev = ({str(pin) for pin in pins(group)} for group in ("runtime", "dev"))
    lines = (ROOT / "requirements-auth.txt").read_text(encoding="utf-8").splitlines()
    assert runtime < set(map(str, map(Requirement, lines))) < dev
    assert "authlib" in {Requirement(line).name for line in lines}


def test_the_workflows_make_targets_that_exist_and_may_write_releases_only() -> None:
    workflows = {path.name: load_yaml(f".github/workflows/{path.name}") for path in ROOT.glob(".github/workflows/*")}
    permissions = {name: workflow["permissions"] for name, workflow in workflows.items()}
    assert permissions == {"ci.yml": {"contents": "read"}, "release.yml": {"contents": "write"}}
    steps = [step for workflow in workflows.values() for job in workflow["jobs"].values() for step in job["steps"]]
    made = set().union(*(make_targets(step.get("run", "")) for step in steps))
    assert {"style", "types", "test", "coverage", "browser", "notes"} <= made <= MAKE_TARGETS
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]) for step in steps if "uses" in step)


def test_the_tests_run_on_every_python_that_is_supported() -> None:
    tests = load_yaml(".github/workflows/ci.yml")["jobs"]["tests"]
    assert tests["strategy"]["matrix"]["python-version"] == supported_pythons()
    assert PROJECT["project"]["requires-python"] == f">={supported_pythons()[0]}"


def test_the_hooks_download_nothing_and_make_targets_that_exist() -> None:
    repositories = load_yaml(".pre-commit-config.yaml")["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system", "pygrep", "fail"}
    made = [make_targets(hook["entry"]) for hook in hooks if hook["language"] == "system"]
    assert made == [{"format"}, {"types"}]
    assert set().union(*made) <= MAKE_TARGETS


@pytest.mark.parametrize(
    ("hook", "good", "name", "bad"),
    [
        ("trailing-whitespace", b"a b\n\nc\r\n", "bad.txt", b"a \n"),
        ("end-of-file", b"a\nb\n", "bad.txt", b"a\nb"),
        ("large-files", b"\0" * 1_000_000, "bad.bin", b"\0" * 1_000_001),
        ("secrets", b"", "secrets.toml", b""),
    ],
)
def test_a_hook_stops_a_bad_file_only(hook: str, good: bytes, name: str, bad: bytes, tmp_path: Path) -> None:
    shutil.copy(ROOT / ".pre-commit-config.yaml", tmp_path)
    (tmp_path / "good.txt").write_bytes(good)
    (tmp_path / name).write_bytes(bad)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)

    def run_on(file: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "run", hook, "--files", file]
        environment = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home")}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert run_on("good.txt").returncode == 0
    stopped = run_on(name)
    assert (stopped.returncode, name in stopped.stdout) == (1, True)


def test_the_dev_container_starts_the_app_on_the_port_that_it_shows() -> None:
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert f"python:1-{supported_pythons()[0]}-" in container["image"]
    assert make_targets(container["updateContentCommand"]) <= MAKE_TARGETS
    server = container["postAttachCommand"]["server"].split()
    assert (ROOT / server[server.index("run") + 1]).is_file()
    port = server[server.index("--server.port") + 1]
    assert container["forwardPorts"] == [int(port)]
    assert container["portsAttributes"][port]["onAutoForward"] == "openPreview"
    assert all((ROOT / name).is_file() for name in container["customizations"]["codespaces"]["openFiles"])


@pytest.mark.parametrize("name", ["bug_report", "feature_request"])
def test_an_issue_form_has_unique_fields_and_one_that_is_required(name: str) -> None:
    form = load_yaml(f".github/ISSUE_TEMPLATE/{name}.yml")
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields)
    assert any(field.get("validations", {}).get("required") for field in fields)


@pytest.mark.parametrize(("version", "notes"), [("1.1.0", "- One\n### More"), ("1.10.0", "- Ten"), ("1", "")])
def test_release_notes_are_one_section_of_the_changelog(version: str, notes: str, tmp_path: Path) -> None:
    changelog = "# Changelog\n\n## Unreleased\n- New\n\n## 1.10.0\n- Ten\n\n## 1.1.0 (2026-11-25)\n- One\n### More\n"
    (tmp_path / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    command = ["make", "--silent", "--file", str(ROOT / "Makefile"), "notes", f"VERSION={version}"]
    assert subprocess.check_output(command, cwd=tmp_path, text=True).strip() == notes


def test_the_changelog_begins_with_what_is_not_released_or_with_this_version() -> None:
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] in ("Unreleased", PROJECT["project"]["version"])
