"""Memory is measured with that of the processes that are started meanwhile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.clock import watched_processes

MIB = 200
PROGRAM = f"filled = b'x' * ({MIB} << 20); print(flush=True); input()"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells")
def test_the_peak_of_a_build_counts_the_processes_it_starts() -> None:
    with watched_processes() as alone:
        pass
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        with watched_processes() as peak:
            process.stdout.readline()
        process.stdin.close()
    assert peak[0] > alone[0] + MIB
