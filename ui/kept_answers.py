"""Answers that all visitors share: each is computed once, and kept while it is among those asked for last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

R = TypeVar("R")


class KeptAnswers(Generic[R]):
    """The answers to one kind of question, for all threads.

    Streamlit's own cache makes a digest of every question, which takes longer than to look up some answers.

    Parameters
    ----------
    max_entries
        Answers to keep, at least 1; beyond that, the one that nobody has asked for the longest is dropped.

    """

    def __init__(self, max_entries: int) -> None:
        self._max_entries = max_entries
        self._kept: OrderedDict[Hashable, R] = OrderedDict()
        self._under_way: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, question: Hashable, compute: Callable[[], R]) -> R:
        """Return the answer to a question; whoever asks while another computes it waits for that one.

        Parameters
        ----------
        question
            Equal ones have the same answer.
        compute
            Returns the answer. What it raises goes to who asks, and is not kept.

        """
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                return self._kept[question]
            under_way = self._under_way.setdefault(question, threading.Lock())
        with under_way:
            with self._lock:
                if question in self._kept:
                    return self._kept[question]
            try:
                answer = compute()
                self._keep(question, answer)
            finally:
                with self._lock:
                    self._under_way.pop(question, None)
        return answer

    def forget(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._kept.clear()

    def _keep(self, question: Hashable, answer: R) -> None:
        with self._lock:
            self._kept[question] = answer
            while len(self._kept) > self._max_entries:
                self._kept.popitem(last=False)
