"""The search box: films and people as you type, by our own search, with small posters.

It is a component, because no widget of Streamlit takes Enter and asks the app while one types: the filters of its
dropdowns know neither accents nor numbers nor typos, and Enter takes their first entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from engine import Film
from engine.search import SearchHit
from engine.tmdb import image_path
from ui import answers, cache
from ui.errors import fragment
from ui.text.palette import colour_of
from ui.tmdb import lookups

ASSETS = Path(__file__).resolve().parents[1] / "assets"
HTML = """
<div class="search">
  <label></label>
  <input type="text" role="combobox" aria-autocomplete="list" autocomplete="off" spellcheck="false">
  <ul role="listbox" hidden></ul>
</div>
"""
LIKELY = 0.8
"""How well a title must fit to be taken without a question, 0 to 1."""
WHICH = "Which film do you mean?"
_MAX_HITS = 7
_MAX_POPULAR = 200
_POSTER_SIZE = "w92"
MAX_SHOWN = 60
"""Characters of typed text in a message."""
LONGEST = 400
"""Characters that can be typed."""
PLACEHOLDER, TITLES_ONLY = "Type a title or a person", "Type a title"
"""What the empty box says, with people in the catalogue and without."""

Chosen = Callable[[str, Film | None, bool], None]
"""Takes what was typed, the film that was chosen, `None` if nothing fits, and whether it was picked from the list."""

_component = st.components.v2.component(
    "film_search_box",
    html=HTML,
    css=(ASSETS / "search_box.css").read_text(encoding="utf-8"),
    js=(ASSETS / "search_box.js").read_text(encoding="utf-8"),
)


@fragment
def search_box(label: str, key: str, on_choice: Chosen, hint: str, number: int) -> None:
    """Draw a search box; what it finds comes while one types, and only a choice draws the page again.

    Parameters
    ----------
    label
        Shown above the box.
    key
        Of the component.
    on_choice
        A callback.
    hint
        The help text.
    number
        Of the last choice; the box sends it back when it is drawn with it.

    """
    typed = _typed(key)
    hits = found(typed)
    _component(
        key=key,
        data={
            "label": label,
            "hint": hint,
            "placeholder": PLACEHOLDER if answers.has_people() else TITLES_ONLY,
            "longest": LONGEST,
            "typed": typed,
            "films": [entry(hit) for hit in hits],
            "popular": [{"id": film_id, "label": name} for film_id, name in _popular()],
            **state_of(typed, hits),
            "closed": st.session_state.get(_closed(key)),
            "number": number,
        },
        on_typed_change=lambda: None,
        on_seen_change=lambda: None,
        on_chosen_change=partial(_choose, key, on_choice),
    )
    # A rerun does not end a trigger, so the choice itself would start one after the other.
    if st.session_state.pop(_taken(key), False):
        st.rerun()


def state_of(typed: str, hits: Sequence[SearchHit]) -> dict[str, object]:
    """Return what a search box is told of what was found, besides the films."""
    return {
        "question": "" if not hits or hits[0].person or is_sure(hits) else WHICH,
        "sure": is_sure(hits),
        "message": "" if hits or not typed.strip() else not_found(typed),
    }


def not_found(typed: str) -> str:
    """Return that no film fits what was typed, as plain text."""
    return f"We found no film called “{typed[:MAX_SHOWN]}”."


def is_sure(hits: Sequence[SearchHit]) -> bool:
    """Return whether the first film is taken without a question: it was found by its title, which fits well."""
    return bool(hits) and not hits[0].person and hits[0].score >= LIKELY


def films_of(person: str) -> str:
    """Return the heading above the films of a person, as plain text."""
    return f"Films of {person}"


def _choose(key: str, on_choice: Chosen) -> None:
    """Tell the page what was chosen, and close the list; a callback."""
    chosen = _state(key).get("chosen")
    if not chosen:
        # The end of a choice is a change as well.
        return
    typed, film_id = str(chosen["text"])[:LONGEST], chosen.get("id")
    hits = found(typed)
    film = next((hit.film for hit in hits if hit.film.id == film_id), None)
    if film is None and film_id in answers.film_labels():
        film = cache.engine().film(film_id)
    if film is None and is_sure(hits):
        film = hits[0].film
    if film is None and hits:
        # Which film is meant has to be asked, so the list stays.
        st.session_state[_asked(key)] = {"text": typed, "at": chosen["at"]}
        return
    on_choice(typed, film, bool(chosen.get("explicit")))
    st.session_state[_closed(key)] = {"text": typed, "at": chosen["at"]}
    st.session_state[_taken(key)] = True


def _typed(key: str) -> str:
    """Return what stands in the box, as far as we know: nothing after a choice."""
    # What Python writes into the state of a component hides what the browser sends later. So both are kept apart.
    events = (_state(key).get("typed"), st.session_state.get(_asked(key)), st.session_state.get(_closed(key)))
    latest = max(filter(None, events), key=lambda event: float(event["at"]), default={"text": "", "at": 0})
    return "" if latest is events[-1] else str(latest["text"])[:LONGEST]


def _popular() -> list[tuple[int, str]]:
    """Return id and label of the films to choose from without typing."""
    return [(name.id, name.label) for name in answers.film_names()[:_MAX_POPULAR]]


def _closed(key: str) -> str:
    return f"{key}.closed"


def _asked(key: str) -> str:
    return f"{key}.asked"


def _taken(key: str) -> str:
    return f"{key}.taken"


def _state(key: str) -> dict[str, Any]:
    state: dict[str, Any] = st.session_state.get(key) or {}
    return state


def found(typed: str) -> Sequence[SearchHit]:
    """Return the films that a text may mean, the best first; none for an empty one."""
    return answers.search(typed, _MAX_HITS) if typed.strip() else ()


def entry(hit: SearchHit) -> dict[str, object]:
    """Return what a search box shows of a film: id, label, poster, and the person it was found by."""
    path = image_path(hit.film.poster_path)
    picture = f"url({lookups.image_base_url()}/{_POSTER_SIZE}{path}) center/cover, " if path else ""
    shown: dict[str, object] = {
        "id": hit.film.id,
        "label": hit.film.label,
        "poster": f"{picture}{colour_of(hit.film.genres)}",
    }
    return shown | ({"person": hit.person, "heading": films_of(hit.person)} if hit.person else {})
