"""Schemathesis asks over real sockets whatever the document allows and forbids, and finds no fault."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.api.serving import Client

EXAMPLES = 3
"""For each operation, besides those that cover the bounds of every value."""


def test_every_answer_is_as_the_document_says(client: Client, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{client.base}/api/openapi.json", "--no-color"]
    options = [f"--max-examples={EXAMPLES}", "--seed=1", "--request-timeout=20"]
    environment = os.environ | {"NO_PROXY": "127.0.0.1"}
    run = subprocess.run(
        [*command, *options], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-6_000:] + run.stderr[-2_000:]
    # A run that asks nothing would find nothing.
    assert int(re.findall(r"(\d+) passed", run.stdout)[-1]) > 500
