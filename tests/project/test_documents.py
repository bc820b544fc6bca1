"""The documents are true: their commands and files exist, and the Python example prints what it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from engine.__main__ import parser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = (
    "build",
    "recommend",
    "compare",
    "map",
    "search",
    "info",
    "learn",
    "for-you",
    "evaluate films",
    "evaluate users",
    "evaluate descriptions",
    "users list",
    "users import",
)
SETTINGS = (
    "CINEWATCH_DATASET",
    "CINEWATCH_MODELS_DIR",
    "CINEWATCH_LOG_FORMAT",
    "CINEWATCH_REDIS_URL",
    "CINEWATCH_DATABASE_URL",
    "CINEWATCH_API_KEYS",
    "CINEWATCH_API_LIMIT",
    "CINEWATCH_TRUSTED_PROXIES",
    "CINEWATCH_FRAME_ANCESTORS",
)


def command_lines(prefix: str) -> list[str]:
    """Return the lines in code blocks of the documents that contain `prefix`."""
    texts = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
    blocks = [block for text in texts for block in re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)]
    return [line for block in blocks for line in block.splitlines() if prefix in line]


def test_the_python_example_prints_what_the_readme_says(tmp_path: Path) -> None:
    example = re.search(r"^```python\n(.*?)^```.*?^```text\n(.*?)^```", README, re.M | re.S)
    assert example
    code, output = example.groups()
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout == output


def test_the_two_commands_are_in_the_readme() -> None:
    assert "\nmake run\n" in README
    assert "\nmake test\n" in README


def test_every_make_command_is_a_target() -> None:
    lines = command_lines("make ")
    assert lines
    for line in lines:
        target = line.split("make ", 1)[1].split()[0]
        assert re.search(rf"^{re.escape(target)}:", MAKEFILE, re.M), line


def test_every_engine_command_in_the_documents_can_be_parsed() -> None:
    lines = command_lines("-m engine")
    assert lines
    for line in lines:
        assert parser().parse_args(shlex.split(line.split("-m engine", 1)[1])).command


def test_every_requirements_file_in_the_documents_pins_everything() -> None:
    lines = command_lines("-r requirements")
    assert lines
    for line in lines:
        requirements = (ROOT / line.split("-r ", 1)[1].strip()).read_text().splitlines()
        assert requirements
        assert all("==" in requirement for requirement in requirements if not requirement.startswith("#"))


def test_every_local_link_and_picture_exists() -> None:
    for path in DOCUMENTS:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{path.name} links to {link}"


def test_every_command_and_setting_is_in_the_readme() -> None:
    for command in COMMANDS:
        assert f"-m engine {command}" in README
    for setting in SETTINGS:
        assert f"`{setting}`" in README
