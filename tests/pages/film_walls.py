"""What walls, shelves and rows of links show, as AppTest sees the components that draw them."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def _drawn(at: AppTest, component: str) -> list[dict[str, Any]]:
    """Return the data of each component of a kind, in order."""
    protos = [element.proto for element in at.get("bidi_component")]
    return [json.loads(proto.json) for proto in protos if proto.component_name == component]


def walls(at: AppTest) -> dict[str, list[int]]:
    """Return the ids of the films on each wall and shelf, by its label."""
    return {data["label"]: [film["id"] for film in data["films"]] for data in _drawn(at, "films")}


def tiles(at: AppTest) -> list[list[dict[str, Any]]]:
    """Return what each wall and shelf draws of its films, in order."""
    return [data["films"] for data in _drawn(at, "films")]


def walls_with_marks(at: AppTest) -> dict[str, dict[int, dict[str, Any]]]:
    """Return the marks of each film on each wall and shelf, by its label."""
    return {data["label"]: {film["id"]: film["marks"] for film in data["films"]} for data in _drawn(at, "films")}


def bars(at: AppTest) -> dict[int, dict[str, Any]]:
    """Return the marks of each film that has a bar of its own."""
    return {data["film"]["id"]: data["film"]["marks"] for data in _drawn(at, "marks")}


def link_rows(at: AppTest) -> dict[str, dict[str, str]]:
    """Return the address of each link by its text, by the label of its row."""
    return {data["label"]: dict(data["links"]) for data in _drawn(at, "links")}
