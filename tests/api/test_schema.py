"""Schemathesis asks over real sockets whatever the document allows and forbids, and finds no fault."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fakes.sample_catalogue import FILMS
from tests.api.serving import Client

EXAMPLES = 3
"""For each operation, besides those that cover the bounds of every value."""
KNOWN_FILMS = f"""
[parameters]
"path.film_id" = {FILMS[0]["id"]}
"query.a" = {FILMS[0]["id"]}
"query.b" = {FILMS[1]["id"]}
"""
"""Made-up ids are those of no film, so nothing would be asked about a film that there is."""


# Wrong values are asked for once: they are refused before any film is looked up. Films that there are matter only where
# an address names one.
@pytest.mark.parametrize(
    ("settings", "mode", "paths", "least"),
    [("", "all", "", 500), (KNOWN_FILMS, "positive", "film_id|compare", 12)],
    ids=["any ids", "films that there are"],
)
def test_every_answer_is_as_the_document_says(
    client: Client, settings: str, mode: str, paths: str, least: int, tmp_path: Path
) -> None:
    # The document is made when it is first asked for; Schemathesis waits no longer than ten seconds.
    described = client.get("/api/openapi.json").json()["paths"]
    operations = sum(len(methods) for path, methods in described.items() if re.search(paths, path))
    (tmp_path / "schemathesis.toml").write_text(settings)
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{client.base}/api/openapi.json", "--no-color"]
    options = [f"--mode={mode}", f"--max-examples={EXAMPLES}", "--seed=1", "--request-timeout=20"]
    options += [f"--include-path-regex={paths}"] * bool(paths)
    environment = os.environ | {"NO_PROXY": "127.0.0.1"}
    run = subprocess.run(
        [*command, *options], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-6_000:] + run.stderr[-2_000:]
    # A run that asks nothing would find nothing.
    assert int(re.findall(r"(\d+) passed", run.stdout)[-1]) > least
    assert re.findall(r"Tested: +(\d+)", run.stdout) == [str(operations)]
    assert ("Missing test data" in run.stdout) == (not settings)
