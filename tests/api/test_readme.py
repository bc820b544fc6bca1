"""The example of a client in the README prints what the README says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from engine import SAMPLE_PATH
from tests.api.serving import Serve, settings_for

README = Path(__file__).resolve().parents[2] / "README.md"
ADDRESS = "http://localhost:8501"


def test_the_example_of_a_client_prints_what_the_readme_says(serve: Serve, shared_models: Path, tmp_path: Path) -> None:
    section = README.read_text(encoding="utf-8").split("## Over HTTP", 1)[1]
    example = re.search(r"^```python\n(.*?)^```.*?^```text\n(.*?)^```", section, re.M | re.S)
    assert example
    code, output = example.groups()
    assert ADDRESS in code
    client = serve(settings_for(SAMPLE_PATH, shared_models, tmp_path))
    client.shared.current()
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "NO_PROXY": "127.0.0.1"}
    run = subprocess.run(
        [sys.executable, "-c", code.replace(ADDRESS, client.base)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == output
