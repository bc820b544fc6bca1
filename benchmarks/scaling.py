"""`python -m benchmarks.scaling`: what so many daily users take, as a table for docs/SCALING.md.

Multiplies what has been measured for one run and one session by what people do in a day. Give it the figures of
`python -m benchmarks.load` on the machine that is to serve.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass

USERS = (1_000, 100_000, 1_000_000)
"""Daily users."""
RUNS = 20
"""Pages and choices of one user in a day."""
BUSIEST_HOUR = 0.12
"""Share of the day's visits that the busiest hour has."""
PEAK = 2.0
"""How much more comes in its busiest minutes than on average in the hour."""
VISIT_S = 600.0
"""Seconds that a visit lasts, and its session is kept."""
BUSY = 0.6
"""Share of a core that may be used, so that people do not wait for one another."""
HEADER = ("daily users", "runs a second", "open sessions", "replicas", "memory of one", "sent to browsers")


@dataclass(frozen=True, slots=True)
class Measured:
    """What has been measured."""

    cpu_ms: float
    """Processor time of a run."""
    base_mib: float
    """Memory of a server without visitors."""
    session_mib: float
    """Memory that each open session adds."""
    run_kb: float
    """What a run sends to the browser, in thousands of bytes, before compression."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a number of users takes at the busiest moment of a day."""

    runs_per_second: float
    sessions: int
    replicas: int
    """Processes, with one core each: Python computes on one at a time."""
    replica_mib: float
    megabits: float
    """A second."""


def needs(users: int, measured: Measured) -> Needs:
    """Return what so many daily users take."""
    visits_per_second = users * BUSIEST_HOUR * PEAK / 3600
    runs = visits_per_second * RUNS
    sessions = math.ceil(visits_per_second * VISIT_S)
    replicas = max(1, math.ceil(runs * measured.cpu_ms / 1000 / BUSY))
    memory = measured.base_mib + measured.session_mib * sessions / replicas
    return Needs(runs, sessions, replicas, memory, runs * measured.run_kb * 8 / 1000)


def table(measured: Measured) -> str:
    """Return the table, as Markdown."""
    lines = [f"| {' | '.join(HEADER)} |", "|---" * len(HEADER) + "|"]
    for users in USERS:
        need = needs(users, measured)
        cells = (
            f"{users:,}",
            f"{need.runs_per_second:,.1f}",
            f"{need.sessions:,}",
            f"{need.replicas:,}",
            f"{need.replica_mib:,.0f} MiB",
            f"{need.megabits:,.1f} Mbit/s",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table for measured figures."""
    parser = argparse.ArgumentParser("python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--cpu-ms", type=float, required=True, help="processor time of a run, in ms")
    parser.add_argument("--base-mib", type=float, required=True, help="memory of a server without visitors, in MiB")
    parser.add_argument("--session-mib", type=float, required=True, help="memory of an open session, in MiB")
    parser.add_argument("--run-kb", type=float, required=True, help="what a run sends, in thousands of bytes")
    options = parser.parse_args()
    print(table(Measured(options.cpu_ms, options.base_mib, options.session_mib, options.run_kb)))


if __name__ == "__main__":
    main()
