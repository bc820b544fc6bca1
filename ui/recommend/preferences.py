"""What counts, and how much: ready-made ways of weighing, and a panel to adjust each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from engine import PRESETS, Franchise, Query, Weights
from ui import cache
from ui.text.numbers import listed

STRIKE, BOOST = "strike", "boost"
"""Keys of the terms that count nothing and twice."""
BOOST_FACTOR = 2.0
_DEFAULT = next(iter(PRESETS))
_BOUND: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
_SERIES: dict[str, Franchise] = {"All films": "all", "One of each": "one", "No sequels": "none"}
_SERIES_TOLD = {"one": "one film of each franchise", "none": "no sequels"}
_PARTS = (
    ("era", "Close in time", 0.0, 2.0, "How much it adds that a film is of the same years."),
    ("popularity", "Well known", -2.0, 3.0, "How much it adds that many have rated a film. Below 0 it takes away."),
    ("quality", "Rated well", 0.0, 4.0, "How much a film's rating adds, weighted by how many stand behind it."),
)


def pick_weighing(query: Query) -> tuple[Query, list[str]]:
    """Draw the ready-made ways and the panel beside them.

    All of it is in the page's address. Returns the query weighed as chosen, and in words what differs from the
    ready-made way.
    """
    taste = st.segmented_control(
        "What counts",
        list(PRESETS),
        default=_DEFAULT,
        required=True,
        key="preset",
        help="What makes a film a good answer. The view of contributions shows what each part adds.",
        **_BOUND,
    )
    with st.popover("Adjust", icon=":material/equalizer:", help="Weigh each part yourself"):
        return _panel(query, taste or _DEFAULT)


def term_key(field: str, term: str = "") -> str:
    """Return what stands for a term, or for a whole field, in the lists of struck and boosted ones.

    field : for people
    """
    return f"{field}: {term}" if term else field


def _panel(query: Query, taste: str) -> tuple[Query, list[str]]:
    labels = cache.field_labels()
    preset = PRESETS[taste]
    preset = replace(preset, fields=tuple((name, factor) for name, factor in preset.fields if name in labels))
    series = st.segmented_control(
        "Sequels, prequels and remakes",
        list(_SERIES),
        default="All films",
        required=True,
        key="franchise",
        help="“One of each” shows at most one film of a franchise, “No sequels” none of those the liked films are of.",
        **_BOUND,
    )
    diversity = st.slider(
        "Variety",
        0.0,
        1.0,
        0.0,
        0.05,
        key="diversity",
        help="How much films that resemble each other give way.",
        **_BOUND,
    )
    struck = _terms("Leave out", STRIKE, "Words, keywords, people or genres that count nothing.")
    boosted = _terms("Count double", BOOST, "Words, keywords, people or genres that count twice as much.")
    st.caption(f"How much each part counts, from what “{taste}” sets. 1 is as much as a near film's similarity.")
    weights = _sliders(preset, taste.lower().replace(" ", "-"))
    weighed = replace(query, weights=weights, franchise=_SERIES[series or "All films"], diversity=diversity)
    told = [_SERIES_TOLD[weighed.franchise]] if weighed.franchise in _SERIES_TOLD else []
    told += [f"variety {diversity:g}"] if diversity else []
    told += [f"without {listed(struck, 3)}"] if struck else []
    told += [f"twice {listed(boosted, 3)}"] if boosted else []
    told += ["weights of your own"] if weights != preset else []
    return changed(weighed, struck, boosted), told


def _sliders(preset: Weights, slug: str) -> Weights:
    """Draw a slider for each part of a score and each field; return the weights that they stand at.

    Each way of weighing, told by `slug`, keeps its own adjustments: the sliders of another are other widgets.
    """
    columns = st.columns(2, gap="medium")
    parts = {}
    for number, (name, label, low, high, why) in enumerate(_PARTS):
        with columns[number % 2]:
            start = float(getattr(preset, name))
            parts[name] = st.slider(label, low, high, start, 0.1, key=f"{slug}.{name}", help=why, **_BOUND)
    factors = dict(preset.fields)
    for number, (name, label) in enumerate(cache.field_labels().items(), len(_PARTS)):
        with columns[number % 2]:
            start = float(factors.get(name, 1))
            factor = st.slider(label, 0.0, 3.0, start, 0.1, key=f"{slug}.{name}", **_BOUND)
        if factor != start:
            factors[name] = factor
    return Weights(**parts, fields=tuple(factors.items()))


def _terms(label: str, key: str, why: str) -> list[str]:
    return st.multiselect(
        label,
        st.session_state.get(key, []),
        key=key,
        accept_new_options=True,
        select_all=False,
        placeholder="Chosen in a film's details",
        help=why,
        **_BOUND,
    )


def changed(query: Query, struck: Sequence[str], boosted: Sequence[str]) -> Query:
    """Return a query in which some terms or fields, as `term_key` names them, count nothing, and others twice."""
    names = {label: name for name, label in cache.field_labels().items()}
    terms, fields = list(query.terms), dict(query.weights.fields)
    for keys, factor in ((struck, 0.0), (boosted, BOOST_FACTOR)):
        for key in keys:
            label, _, term = key.partition(": ")
            if label not in names:
                continue
            if term:
                terms.append((names[label], term, factor))
            else:
                fields[names[label]] = fields.get(names[label], 1.0) * factor
    return replace(query, terms=tuple(terms), weights=replace(query.weights, fields=tuple(fields.items())))
