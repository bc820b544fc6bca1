"""All sessions share the answers of the engine, so nothing in an answer can be changed."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd
import pytest

from ui import answers

SHARED_TABLES = {"film_map"}
"""Answers with a table, which says that it must not be changed."""
QUESTIONS = [
    question
    for name, question in inspect.getmembers(answers, inspect.isfunction)
    if question.__module__ == answers.__name__ and not name.startswith("_")
]
PLAIN = {int, float, str, bool, bytes, date, type(None)}


def changeable(kind: object) -> Iterator[object]:
    """Yield the types within a type whose values can be changed."""
    origin = typing.get_origin(kind)
    # A mapping has no method that changes it; a dict does.
    if origin in (typing.Union, types.UnionType, tuple, Mapping):
        for part in typing.get_args(kind):
            yield from changeable(part)
    elif origin is typing.Literal or kind in PLAIN or kind is Ellipsis:
        return
    elif isinstance(kind, type) and dataclasses.is_dataclass(kind):
        if not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            yield kind
        for part in typing.get_type_hints(kind).values():
            yield from changeable(part)
    else:
        yield kind


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_an_answer_consists_of_values_that_cannot_be_changed(question: object) -> None:
    found = set(changeable(typing.get_type_hints(question)["return"]))
    name = question.__name__  # type: ignore[attr-defined]
    assert found - ({pd.DataFrame} if name in SHARED_TABLES else set()) == set()


def test_a_list_a_table_and_a_value_that_is_not_frozen_can_be_changed() -> None:
    @dataclasses.dataclass
    class Open:
        names: tuple[str, ...]

    assert list(changeable(tuple[list[int], ...])) == [list[int]]
    assert list(changeable(Open | pd.DataFrame)) == [Open, pd.DataFrame]
