"""The nginx example of docs/DEPLOYMENT.md works: pages over WebSocket, health, stickiness, and large bodies refused."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from fakes.visitor import Visitor
from tests.server.conftest import Start

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "DEPLOYMENT.md"


@contextmanager
def nginx(folder: Path, port_of_app: str) -> Iterator[str]:
    """Run nginx as the document says, in front of one server, and yield its address."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
    if program is None:
        pytest.skip("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    example = re.findall(r"^```nginx\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S)[0]
    example = example.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("127.0.0.1:8501", port_of_app)
    example = re.sub(r" *server 127\.0\.0\.1:8502;\n", "", example)
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    frame = f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    whole = f"{frame}http {{\naccess_log off;\n{paths}{example}}}\n"
    (folder / "nginx.conf").write_text(whole)
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_the_example_serves_pages_and_health_and_refuses_large_bodies(start: Start, tmp_path: Path) -> None:
    server = start()
    (tmp_path / "nginx").mkdir()
    with nginx(tmp_path / "nginx", server.address.removeprefix("http://")) as address:
        assert requests.get(f"{address}/_stcore/health", timeout=20).text == "ok"
        with Visitor(address) as visitor:
            visitor.run(page="about")
            assert "About" in "\n".join(visitor.texts)
        assert requests.put(f"{address}/_stcore/upload_file/a/b", data=bytes(22 * 2**20), timeout=20).status_code == 413
