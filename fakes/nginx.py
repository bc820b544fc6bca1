"""A real nginx for tests, with the files of deploy/nginx, in front of servers on this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_FILES = Path(__file__).resolve().parents[1] / "deploy" / "nginx"
_PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin"


def installed_program() -> str | None:
    """Return where nginx is, `None` if it is not installed."""
    return shutil.which("nginx", path=_PLACES)


def prepare(folder: Path, servers: Sequence[str], port: int, https: bool = False) -> list[str]:
    """Write the files of deploy/nginx for this machine into a folder; return the options that name them.

    What differs: servers and port, since there is no name server of Docker, and where temporary files lie.

    Parameters
    ----------
    folder
        An empty folder.
    servers
        Hosts and ports of the replicas.
    port
        Where nginx listens.
    https
        Whether it also answers over HTTPS, with the certificate in the folder.

    """
    left_out = shutil.ignore_patterns() if https else shutil.ignore_patterns("https.conf")
    shutil.copytree(_FILES, folder, dirs_exist_ok=True, ignore=left_out)
    text = (_FILES / "nginx.conf").read_text(encoding="utf-8")
    (pattern,) = re.findall(r"^ +server app:8501 resolve(.*);$", text, re.MULTILINE)
    text = text.replace(f"server app:8501 resolve{pattern};", "".join(f"server {one}{pattern};\n" for one in servers))
    text = re.sub(r"^ +resolver .*\n", "", text, flags=re.MULTILINE)
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("http {\n", f"http {{\n{paths}")
    text = text.replace("/tmp/static", f"{folder}/static").replace("include mime.types;", "")  # noqa: S108 - it is replaced
    # Started by root, its workers would be nobody, and could not write into a folder of ours.
    user = "user root root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}pid {folder}/pid;\nerror_log {folder}/error.log;\n{text}", encoding="utf-8"
    )
    return ["-p", str(folder), "-c", str(folder / "nginx.conf")]


@contextmanager
def nginx(program: str, folder: Path, servers: Sequence[str]) -> Iterator[str]:
    """Run nginx in front of servers, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = prepare(folder, servers, port)
    process = subprocess.Popen([program, *options, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
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
