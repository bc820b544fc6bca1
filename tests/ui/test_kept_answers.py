"""Answers that all visitors share."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.kept_answers import KeptAnswers


def test_a_question_is_computed_once() -> None:
    kept = KeptAnswers[list[int]](2)
    first = kept.get("question", lambda: [1])
    assert kept.get("question", lambda: [2]) is first


def test_the_answer_that_nobody_has_asked_for_the_longest_is_dropped() -> None:
    kept = KeptAnswers[str](2)
    for question in ("a", "b", "a", "c"):
        kept.get(question, lambda: "old")
    answers = {question: kept.get(question, lambda: "new") for question in ("a", "c", "b")}
    assert answers == {"a": "old", "c": "old", "b": "new"}


def test_whoever_asks_while_another_computes_gets_the_same_answer() -> None:
    kept = KeptAnswers[object](2)
    begun, may_end = threading.Event(), threading.Event()

    def slowly() -> object:
        begun.set()
        assert may_end.wait(30)
        return object()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(kept.get, "question", slowly)
        assert begun.wait(30)
        second = threads.submit(kept.get, "question", object)
        # Another question does not wait.
        assert kept.get("another question", lambda: 1) == 1
        may_end.set()
        assert first.result(30) is second.result(30)


def test_an_error_reaches_who_asks_and_is_not_kept() -> None:
    kept = KeptAnswers[int](2)
    with pytest.raises(ZeroDivisionError):
        kept.get("question", lambda: 1 // 0)
    assert kept.get("question", lambda: 1) == 1


def test_what_is_forgotten_is_computed_again() -> None:
    kept = KeptAnswers[int](2)
    kept.get("question", lambda: 1)
    kept.forget()
    assert kept.get("question", lambda: 2) == 2
