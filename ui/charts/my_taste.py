"""What a learned taste likes and dislikes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from engine.personalization import StrengthChange, TasteProfile, TasteTerm
from ui.addresses import BROWSE, PERSON, address_of, browse_key, decade_link, person_link
from ui.charts.base import OPENS_BROWSE, PAGE, CaptionedChart, opens_address, without_data
from ui.charts.names import names_axis, row_step
from ui.text.marks import stars as stars_in_words
from ui.text.numbers import together
from ui.text.palette import LESS, MORE
from ui.text.terms import term_in_words

MAX_TERMS = 15
"""Terms in a chart; the table has all."""
LAST_CHANGE = "What your last rating changed"
MOST_CHANGES = 10
"""Terms in the chart of what a rating changed; the table has all."""
_SHOWN = ("keywords", "genres", "director", "cast", "companies")
"""Fields whose terms mean something by themselves; words of titles and overviews are in the table."""
_SPOKEN = ("keywords", "genres", "director", "cast")


def liked_terms(taste: TasteProfile) -> CaptionedChart:
    """Return what raises the scores of films for the user."""
    return _terms("You like", taste.liked, "Nothing yet. Rate a few films with 4 stars or more.")


def disliked_terms(taste: TasteProfile) -> CaptionedChart:
    """Return what lowers the scores of films for the user."""
    return _terms("You like less", taste.disliked, "Nothing yet. Rate a film with 2 stars or fewer.")


def decades(taste: TasteProfile) -> CaptionedChart:
    """Return which decades of their films the user likes more than others."""
    title = "Decades"
    weights = dict(taste.decades)
    if not weights:
        return without_data(title, "Nothing yet. Rate films from different decades.")
    table = pd.DataFrame({"Decade": [f"{decade}s" for decade in weights], "Weight": list(weights.values())})
    table[PAGE] = [address_of(BROWSE, decade_link(decade)) for decade in weights]
    chart = _bars(table, "Decade", table["Decade"].tolist())
    words = f"Of the decades of your films, you like the {max(weights, key=weights.__getitem__)}s most"
    return CaptionedChart(title, chart, words, f"{words}. {OPENS_BROWSE}", tables=(table,))


def rating_changes(film: str, stars: float, changes: Sequence[StrengthChange]) -> CaptionedChart:
    """Return what a rating changed in a taste.

    Parameters
    ----------
    film
        Title and year of the film that was rated.
    stars
        0.5 to 5.
    changes
        The largest first.

    """
    title = LAST_CHANGE
    rating = f"{film}, {stars_in_words(stars)}"
    named = [each for each in changes if each.field in _SHOWN][:MOST_CHANGES]
    if not named:
        return without_data(title, f"{rating}: it changed nothing about genres, keywords or people.")
    names = [term_in_words(each.label, each.term) for each in named]
    addresses = [_address(each) for each in named]
    shown = pd.DataFrame({"Bar": names, "Weight": [each.change for each in named], PAGE: addresses})
    # Sorted by how far they went up or down, so that what went up stands above what went down.
    chart = _bars(shown, "Bar", shown.sort_values("Weight", ascending=False, kind="stable")["Bar"].tolist())
    table = pd.DataFrame(
        {
            "Term": [each.term for each in changes],
            "Field": [each.label for each in changes],
            "Before": [each.before for each in changes],
            "Now": [each.after for each in changes],
        }
    )
    words = f"{names[0]} went {'up' if named[0].change > 0 else 'down'} most"
    return CaptionedChart(title, chart, words, f"{rating}: {words}. {OPENS_BROWSE}", tables=(table,))


def in_words(taste: TasteProfile) -> str:
    """Return a taste in one or two sentences of plain text; empty if it says nothing in words."""
    liked, disliked = (_names(terms) for terms in (taste.liked, taste.disliked))
    sentences = [f"You like {together(liked[:6])}."] if liked else []
    sentences += [f"You like {together(disliked[:4])} less."] if disliked else []
    return " ".join(sentences)


def _names(terms: Sequence[TasteTerm]) -> list[str]:
    return list(dict.fromkeys(term.term for term in terms if term.field in _SPOKEN))


def _terms(title: str, terms: Sequence[TasteTerm], missing: str) -> CaptionedChart:
    if not terms:
        return without_data(title, missing)
    table = pd.DataFrame(
        {
            "Term": [term.term for term in terms],
            "Field": [term.label for term in terms],
            "Weight": [term.weight for term in terms],
            "Films": [term.films for term in terms],
            PAGE: [_address(term) for term in terms],
        }
    )
    shown = table[[term.field in _SHOWN for term in terms]].head(MAX_TERMS)
    if shown.empty:
        return without_data(title, missing)
    # The same term may be in two fields.
    repeated = shown["Term"].duplicated(keep=False)
    shown = shown.assign(Bar=shown["Term"].where(~repeated, shown["Term"] + " · " + shown["Field"]))
    chart = _bars(shown, "Bar", shown["Bar"].tolist())
    words = f"{title}: {shown['Term'].iloc[0]} most ({shown['Field'].iloc[0]})"
    caption = f"How much each changes the scores of your films, on average. {OPENS_BROWSE}"
    return CaptionedChart(title, chart, words, caption, tables=(table,))


def _bars(table: pd.DataFrame, name: str, order: list[str]) -> alt.Chart:
    others = [column for column in ("Field", "Films") if column in table.columns]
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(height={"band": 0.7}, cursor="pointer")
        .encode(
            x=alt.X("Weight:Q", title="Strength", axis=alt.Axis(labels=False, ticks=False, grid=False)),
            y=alt.Y(f"{name}:N", title=None, sort=order, axis=names_axis()),
            color=alt.ColorValue(LESS, condition={"test": "datum.Weight > 0", "value": MORE}),
            tooltip=[alt.Tooltip(f"{name}:N", title=" "), *others, alt.Tooltip("Weight:Q", format=".3f")],
        )
        .properties(height=row_step(order))
    )
    return opens_address(chart, PAGE)


def _address(term: TasteTerm | StrengthChange) -> str:
    """Return where the films with a term are; "" for words, which have no bars."""
    if term.field in ("director", "cast"):
        return address_of(PERSON, person_link(term.term))
    is_filter = term.field in ("genres", "keywords", "companies")
    return address_of(BROWSE, {browse_key(term.field): term.term}) if is_filter else ""
