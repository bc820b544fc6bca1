"""What matters most: ready-made presets, and a panel to fine-tune them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from engine import PRESETS, Franchise, Query, Weights
from ui import answers
from ui.text.numbers import listed
from ui.text.terms import term_in_words
from ui.users import experiments, marks
from ui.widgets.film_search import BOUND

IGNORE, BOOST = "ignore", "boost"
"""Keys of the terms and fields that don't count, and that count double; also their names in the address."""
IGNORE_LABEL, BOOST_LABEL = "Ignore", "Count double"
BOOST_FACTOR = 2.0
DEFAULT_PRESET = next(iter(PRESETS))

FRANCHISE_CHOICES: dict[str, Franchise] = {
    "One per franchise": "one",
    "All films": "all",
    "Leave out this franchise": "none",
}
"""By default one: three sequels of a liked film are no answer that anybody needs."""
DEFAULT_FRANCHISE = next(iter(FRANCHISE_CHOICES))
_FRANCHISE_SUMMARIES: dict[Franchise, str] = {"all": "all films of a franchise", "none": "without this franchise"}
_PARTS = (
    ("era", "Same era", 0.0, 2.0, "How much to favour films of the same years."),
    (
        "popularity",
        "Popular",
        -2.0,
        3.0,
        "How much to favour popular films. Negative values favour lesser-known ones.",
    ),
    ("quality", "Highly rated", 0.0, 4.0, "How much to favour high ratings. A few votes don't decide."),
    (
        "community",
        "Liked by the same people",
        0.0,
        3.0,
        "How much to favour films that are liked by the people who like the films you chose.",
    ),
)


def pick_preferences(query: Query) -> tuple[Query, str, list[str]]:
    """Draw the presets and the panel beside them. All of it is in the address.

    Returns
    -------
    query
        With the preferences chosen.
    preset
        Its name.
    summary
        How they differ from the preset, in words.

    """
    preferred = marks.preferences().preset or experiments.changes().preset
    if preferred in PRESETS and "preset" not in {*st.session_state, *st.query_params}:
        # Not as the widget's default: a copied link would lack it, and mean something else to others.
        st.session_state["preset"] = st.query_params["preset"] = preferred
    preset = st.segmented_control(
        "What matters most",
        list(PRESETS),
        default=DEFAULT_PRESET,
        required=True,
        key="preset",
        help="Choose what to favour. Score breakdown shows the effect.",
        **BOUND,
    )
    with st.popover("Fine-tune", icon=":material/equalizer:", help="Adjust each part yourself"):
        query, summary = _panel(query, preset or DEFAULT_PRESET)
    return query, preset or DEFAULT_PRESET, summary


def _panel(query: Query, preset: str) -> tuple[Query, list[str]]:
    labels = answers.field_labels()
    weights = PRESETS[preset]
    weights = replace(weights, fields=tuple((name, factor) for name, factor in weights.fields if name in labels))
    franchise = st.segmented_control(
        "Sequels, prequels and remakes",
        list(FRANCHISE_CHOICES),
        default=DEFAULT_FRANCHISE,
        required=True,
        key="franchise",
        help="“One per franchise” shows only the best film of each. “Leave out this franchise” hides the sequels, "
        "prequels and remakes of the films you like.",
        **BOUND,
    )
    diversity = st.slider(
        "Variety", 0.0, 1.0, 0.0, 0.05, key="diversity", help="Higher: results differ more from each other.", **BOUND
    )
    terms = f"Words, keywords{', people' * answers.has_people()} or genres"
    ignored = _pick_terms(IGNORE_LABEL, IGNORE, f"{terms} that don't count.")
    boosted = _pick_terms(BOOST_LABEL, BOOST, f"{terms} that count twice as much.")
    st.caption("1 is normal, 0 switches it off.")
    tuned = _sliders(weights, preset.lower().replace(" ", "-"))
    wanted = FRANCHISE_CHOICES[franchise or DEFAULT_FRANCHISE]
    query = replace(query, weights=tuned, franchise=wanted, diversity=diversity)
    return adjusted(query, ignored, boosted), summary(query, ignored, boosted, tuned != weights)


def summary(query: Query, ignored: Sequence[str], boosted: Sequence[str], is_tuned: bool) -> list[str]:
    """Return in words how preferences differ from a preset.

    Parameters
    ----------
    query
        Its franchise and diversity count.
    ignored, boosted
        Terms and fields, as `term_key` names them.
    is_tuned
        Whether weights differ from those of the preset.

    """
    parts = [_FRANCHISE_SUMMARIES.get(query.franchise, "")]
    parts += [f"Variety {query.diversity:g}" if query.diversity else ""]
    parts += [f"Ignoring: {listed([_in_words(key) for key in ignored], 3)}" if ignored else ""]
    parts += [f"Counting double: {listed([_in_words(key) for key in boosted], 3)}" if boosted else ""]
    parts += ["Fine-tuned" if is_tuned else ""]
    return [part[:1].upper() + part[1:] for part in parts if part]


def _sliders(weights: Weights, slug: str) -> Weights:
    """Draw a slider for each part of a score and each field; return the weights they are set to.

    Every preset, named by `slug`, keeps its own adjustments: its sliders are widgets of their own.
    """
    columns = st.columns(2, gap="medium")
    shown = _PARTS if answers.has_community() else _PARTS[:-1]
    parts = {}
    for number, (name, label, low, high, hint) in enumerate(shown):
        with columns[number % 2]:
            start = float(getattr(weights, name))
            parts[name] = st.slider(label, low, high, start, 0.1, key=f"{slug}.{name}", help=hint, **BOUND)
    factors = dict(weights.fields)
    for number, (label, names) in enumerate(_fields_by_label().items(), len(shown)):
        with columns[number % 2]:
            start = float(factors.get(names[0], 1))
            factor = st.slider(label, 0.0, 3.0, start, 0.1, key=f"{slug}.{names[0]}", **BOUND)
        if factor != start:
            factors |= dict.fromkeys(names, factor)
    return replace(weights, **parts, fields=tuple(factors.items()))


def _fields_by_label() -> dict[str, list[str]]:
    """Return the fields of each name on screen."""
    fields: dict[str, list[str]] = {}
    for name, label in answers.field_labels().items():
        fields.setdefault(label, []).append(name)
    return fields


def _pick_terms(label: str, key: str, hint: str) -> list[str]:
    return st.multiselect(
        label,
        st.session_state.get(key, []),
        key=key,
        accept_new_options=True,
        select_all=False,
        placeholder="Choose them in a film's details",
        help=hint,
        **BOUND,
    )


def term_key(label: str, term: str = "") -> str:
    """Return the name of a term, or of a whole field, in the lists of ignored and boosted ones.

    Parameters
    ----------
    label
        Of the field, as on screen.
    term
        Left out for the whole field.

    """
    return f"{label}: {term}" if term else label


def _in_words(key: str) -> str:
    """Return a term or field, as `term_key` names it, as people read it: "revenge (keyword)"."""
    label, _, term = key.partition(": ")
    return term_in_words(label, term) if term else label.lower()


def adjusted(query: Query, ignored: Sequence[str], boosted: Sequence[str]) -> Query:
    """Return a query in which some terms or fields don't count, and others count double.

    Parameters
    ----------
    query
        Its weights and terms stay; the new ones come on top.
    ignored, boosted
        Terms and fields, as `term_key` names them. Fields that do not exist change nothing.

    """
    names = _fields_by_label()
    terms, fields = list(query.terms), dict(query.weights.fields)
    for keys, factor in ((ignored, 0.0), (boosted, BOOST_FACTOR)):
        for key in keys:
            label, _, term = key.partition(": ")
            for name in names.get(label, ()):
                if term:
                    terms.append((name, term, factor))
                else:
                    fields[name] = fields.get(name, 1.0) * factor
    return replace(query, terms=tuple(terms), weights=replace(query.weights, fields=tuple(fields.items())))
