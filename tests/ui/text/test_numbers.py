"""Numbers and lists as people read them."""

from __future__ import annotations

from ui.text.numbers import duration, listed, money, share


def test_only_a_whole_is_100_percent() -> None:
    for value, text in ((1.0, "100 %"), (0.9996, "99.9 %"), (0.5, "50.0 %"), (0.0, "0.0 %")):
        assert share(value) == text.replace(" ", "\u00a0")


def test_money_has_a_short_form() -> None:
    amounts = {None: "unknown", 0: "unknown", 950: "$950", 1_500_000: "$1.5 million", 2_923_706_026: "$2.9 billion"}
    assert {dollars: money(dollars) for dollars in amounts} == amounts


def test_a_running_time_is_in_hours_and_minutes() -> None:
    times = {None: "", 45: "45 min", 120: "2 h", 136: "2 h 16 min"}
    assert {minutes: duration(minutes) for minutes in times} == times


def test_a_long_list_says_how_many_more_there_are() -> None:
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"
    assert listed(["a", "b"], 2) == "a, b"
