"""What many users take is what one takes, at the busiest moment of the day, times their number."""

from __future__ import annotations

import pytest

from benchmarks.scaling import BUSY, HEADER, USERS, Measured, needs, table

MEASURED = Measured(cpu_ms=50, base_mib=250, session_mib=1, run_kb=100)


def test_a_hundred_thousand_users_by_hand() -> None:
    need = needs(100_000, MEASURED)
    # 12,000 visits in the busiest hour, twice as many in its busiest minutes, of 20 runs each.
    assert need.runs_per_second == pytest.approx(24_000 * 20 / 3600)
    assert need.sessions == 4_000
    assert need.replicas == 12
    assert need.replicas * BUSY >= need.runs_per_second * 0.05
    assert need.replica_mib == pytest.approx(250 + 4_000 / 12)
    assert need.megabits == pytest.approx(need.runs_per_second * 0.8)


def test_even_one_user_takes_a_replica() -> None:
    assert needs(1, MEASURED).replicas == 1


def test_the_table_has_a_line_for_each_number_of_users() -> None:
    lines = table(MEASURED).splitlines()
    assert len(lines) == 2 + len(USERS)
    assert {line.count("|") for line in lines} == {len(HEADER) + 1}
