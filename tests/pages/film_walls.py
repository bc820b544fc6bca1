"""What walls, shelves and rows of links show, as AppTest sees the components that draw them."""

from __future__ import annotations

import json
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element, Widget


def _drawn(at: AppTest, component: str) -> list[dict[str, Any]]:
    """Return the data of each component of a kind, in order."""
    protos = [element.proto for element in at.get("bidi_component")]
    return [json.loads(proto.json) for proto in protos if proto.component_name == component]


def _walls(at: AppTest) -> list[dict[str, Any]]:
    return [data for data in _drawn(at, "films") if data["layout"] != "cards"]


def walls(at: AppTest) -> dict[str, list[int]]:
    """Return the ids of the films on each wall and shelf, by its label."""
    return {data["label"]: [film["id"] for film in data["films"]] for data in _walls(at)}


def tiles(at: AppTest) -> list[list[dict[str, Any]]]:
    """Return what each wall and shelf draws of its films, in order."""
    return [data["films"] for data in _walls(at)]


def cards_by_id(at: AppTest) -> dict[int, dict[str, Any]]:
    """Return what the cards of recommended films show, by id in order, with what was added later."""
    later = {film_id: film for data in _drawn(at, "later") for film_id, film in data["films"].items()}
    lists = (data["films"] for data in _drawn(at, "films") if data["layout"] == "cards")
    return {film["id"]: film | later.get(str(film["id"]), {}) for films in lists for film in films}


def card_lines(at: AppTest) -> list[str]:
    """Return the lines on all cards in order."""
    return [line for film in cards_by_id(at).values() for line in film["lines"]]


class _Click(Widget):
    """What the component of cards sends once; AppTest asks every widget on the page for its state."""

    def __init__(self, wall: Element, film_id: object, name: object) -> None:
        self.id = _make_trigger_id(wall.proto.id, "events")
        super().__init__(wall.proto, wall.root)
        self.type = "click"
        self.sent = [{"event": "action", "value": {"film": film_id, "name": name}}]

    @property
    def value(self) -> object:
        """What is sent."""
        return self.sent

    @property
    def _widget_state(self) -> WidgetState:
        return WidgetState(id=self.id, json_trigger_value=json.dumps(self.sent))


def click_on_card(at: AppTest, film_id: object, name: object) -> AppTest:
    """Click a button on the card of a film, or choose from its menu."""
    drawn = (each for each in at.get("bidi_component") if isinstance(each, Element))
    (wall,) = (each for each in drawn if json.loads(each.proto.json).get("layout") == "cards")
    at.main.children[len(at.main.children)] = _Click(wall, film_id, name)
    at.run()
    assert not at.exception
    return at


def walls_with_marks(at: AppTest) -> dict[str, dict[int, dict[str, Any]]]:
    """Return the marks of each film on each wall and shelf, by its label."""
    return {data["label"]: {film["id"]: film["marks"] for film in data["films"]} for data in _drawn(at, "films")}


def bars(at: AppTest) -> dict[int, dict[str, Any]]:
    """Return the marks of each film that has a bar of its own."""
    return {data["film"]["id"]: data["film"]["marks"] for data in _drawn(at, "marks")}


def link_rows(at: AppTest) -> dict[str, dict[str, str]]:
    """Return the address of each link by its text, by the label of its row."""
    return {data["label"]: {text: address for text, address, _ in data["links"]} for data in _drawn(at, "links")}
