"""The documents say what is true: their commands and files exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from engine.__main__ import parser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/ARCHITECTURE.md")]
MAKEFILE = (ROOT / "Makefile").read_text()


def _commands(prefix: str) -> list[str]:
    """Return the command lines in the code blocks of the documents that contain `prefix`."""
    blocks = [block for path in DOCUMENTS for block in re.findall(r"^```\n(.*?)^```", path.read_text(), re.M | re.S)]
    return [line for block in blocks for line in block.splitlines() if prefix in line]


def test_the_two_commands_are_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "\nmake run\n" in readme
    assert "\nmake test\n" in readme


@pytest.mark.parametrize("line", _commands("make "))
def test_every_make_command_is_a_target(line: str) -> None:
    target = line.split("make ", 1)[1].split()[0]
    assert re.search(rf"^{re.escape(target)}:", MAKEFILE, re.M)


@pytest.mark.parametrize("line", _commands("-m engine"))
def test_every_command_of_the_engine_is_understood(line: str) -> None:
    parser().parse_args(shlex.split(line.split("-m engine", 1)[1]))


@pytest.mark.parametrize("line", _commands("-r requirements"))
def test_every_requirements_file_exists_and_pins_everything(line: str) -> None:
    path = ROOT / line.split("-r ", 1)[1].strip()
    assert all("==" in requirement for requirement in path.read_text().splitlines())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_local_link_and_picture_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text())
    assert all((path.parent / link).exists() for link in links), links


def test_every_command_of_the_engine_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    for command in ("build", "recommend", "compare", "map", "search", "info", "evaluate films"):
        assert f"-m engine {command}" in readme


def test_every_setting_that_is_read_now_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    for name in ("CINEWATCH_DATASET", "CINEWATCH_MODELS_DIR", "CINEWATCH_LOG_FORMAT"):
        assert f"`{name}`" in readme
