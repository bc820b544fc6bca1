"""How a user rates: by stars, genre and decade, and beside everybody. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from engine.users import Difference, GroupRating, RatingFigures
from ui.addresses import BROWSE, MY_FILMS, Link, address_of, browse_key, decade_link, film_address, rated_link
from ui.charts.base import (
    CHART_HEIGHT,
    OPENS_BROWSE,
    OPENS_FILM,
    PAGE,
    CaptionedChart,
    colour_scale,
    frame_of,
    opens_address,
    opens_film,
    without_data,
)
from ui.charts.names import names_axis, row_step
from ui.text.numbers import counted_films
from ui.text.palette import GENRE_COLOURS

_YOU, _EVERYBODY = "#4db6ac", "#e0a458"
_STARS = alt.Scale(domain=[0, 5])
_NO_RATINGS = "You haven't rated a film of this catalogue yet."
_OPENS_RATINGS = "Click a bar to see these films."
_TICK = "The tick is what everybody gives the same films."


def stars_given(figures: RatingFigures) -> CaptionedChart:
    """Return how often the user gives each number of stars."""
    title = "How you rate"
    if figures.mean is None:
        return without_data(title, _NO_RATINGS)
    table = frame_of(figures.stars)
    table["label"] = [f"{count.stars:g}" for count in figures.stars]
    table[PAGE] = [address_of(MY_FILMS, rated_link(count.stars)) if count.films else "" for count in figures.stars]
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_bar(width={"band": 0.8}, cursor="pointer")
        .encode(
            x=alt.X("label:N", title="Stars", sort=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("films:Q", title="Films", axis=alt.Axis(tickMinStep=1)),
            tooltip=[alt.Tooltip("label:N", title="Stars"), alt.Tooltip("films:Q", title="Films", format=",")],
        )
        .properties(height=CHART_HEIGHT)
    )
    most = max(figures.stars, key=lambda count: count.films)
    words = f"You give {figures.mean:.2f} stars on average, most often {most.stars:g}."
    shown = table.drop(columns="label").rename(columns={"stars": "Stars", "films": "Films"})
    return CaptionedChart(title, opens_address(chart, PAGE), words, f"{words} {_OPENS_RATINGS}", tables=(shown,))


def by_genre(figures: RatingFigures) -> CaptionedChart:
    """Return the user's stars for each genre, beside those of everybody for the same films."""
    colours = colour_scale([genre.name for genre in figures.genres], GENRE_COLOURS)
    colour = alt.Color("name:N", scale=colours, legend=None)
    links = [{browse_key("genres"): genre.name} for genre in figures.genres]
    return _by_group("Your stars by genre", figures.genres, links, colour)


def by_decade(figures: RatingFigures) -> CaptionedChart:
    """Return the user's stars for each decade, beside those of everybody for the same films."""
    links = [decade_link(int(decade.name.removesuffix("s"))) for decade in figures.decades]
    return _by_group("Your stars by decade", figures.decades, links, None)


def rated_higher(figures: RatingFigures, labels: Mapping[int, str]) -> CaptionedChart:
    """Return the films that the user rates higher than everybody; `labels` names each film by its id."""
    return _differences("You rate these higher than most", figures.higher, labels)


def rated_lower(figures: RatingFigures, labels: Mapping[int, str]) -> CaptionedChart:
    """Return the films that the user rates lower than everybody; `labels` names each film by its id."""
    return _differences("You rate these lower than most", figures.lower, labels)


def against_everybody(figures: RatingFigures) -> str:
    """Return in a sentence whether the user gives more stars than everybody; empty if nothing can be compared."""
    if figures.difference is None:
        return ""
    films = counted_films(figures.compared)
    gap = round(figures.difference, 2)
    if not gap:
        return f"You rate {films} as everybody does."
    return f"You give {films} {abs(gap):.2f} stars {'more' if gap > 0 else 'less'} than everybody, on average."


def _by_group(
    title: str, groups: Sequence[GroupRating], links: Sequence[Link], colour: alt.Color | None
) -> CaptionedChart:
    """Return a bar for each group; a click on one opens the films of the Browse page at its link."""
    if not groups:
        return without_data(title, _NO_RATINGS)
    table = frame_of(groups)
    names = [group.name for group in groups]
    linked = table.assign(**{PAGE: [address_of(BROWSE, link) for link in links]})
    base = opens_address(alt.Chart(linked), PAGE).encode(
        y=alt.Y("name:N", title=None, sort=names, axis=names_axis()),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("mean:Q", title="You", format=".2f"),
            alt.Tooltip("others:Q", title="Everybody", format=".2f"),
            alt.Tooltip("films:Q", title="Films", format=","),
        ],
    )
    bars = base.mark_bar(height={"band": 0.7}, cursor="pointer").encode(x=alt.X("mean:Q", title="Stars", scale=_STARS))
    ticks = base.mark_tick(color=_EVERYBODY, opacity=1, thickness=3, height=16, cursor="pointer").encode(
        x=alt.X("others:Q", title="Stars")
    )
    chart = (bars.encode(color=colour) if colour is not None else bars) + ticks
    best = max(groups, key=lambda group: (group.mean, group.films))
    words = f"{title}: {best.name} highest with {best.mean:.2f}"
    shown = linked.rename(columns={"name": "Name", "films": "Films", "mean": "You", "others": "Everybody"})
    return CaptionedChart(
        title, chart.properties(height=row_step(names)), words, f"{_TICK} {OPENS_BROWSE}", tables=(shown,)
    )


def _differences(title: str, films: Sequence[Difference], labels: Mapping[int, str]) -> CaptionedChart:
    if not films:
        return without_data(title, "None.")
    table = pd.DataFrame(
        {
            "Film": [labels[film.film_id] for film in films],
            "You": [film.stars for film in films],
            "Everybody": [film.others for film in films],
        }
    )
    base = opens_film(alt.Chart(table.assign(id=[film.film_id for film in films]))).encode(
        y=alt.Y("Film:N", title=None, sort=table["Film"].tolist(), axis=names_axis()),
        tooltip=["Film:N", alt.Tooltip("You:Q", format=".1f"), alt.Tooltip("Everybody:Q", format=".2f")],
    )
    x = alt.X("You:Q", title="Stars", scale=_STARS)
    lines = base.mark_rule(color="#8a94a0", strokeWidth=2, cursor="pointer").encode(x=x, x2=alt.X2("Everybody:Q"))
    you = base.mark_circle(color=_YOU, size=90, opacity=1, cursor="pointer").encode(x=x)
    ticks = base.mark_tick(color=_EVERYBODY, opacity=1, thickness=3, height=14, cursor="pointer")
    everybody = ticks.encode(x=alt.X("Everybody:Q"))
    chart = (lines + you + everybody).properties(height=row_step(table["Film"]))
    shown = table.assign(**{PAGE: [film_address(film.film_id) for film in films]})
    first = films[0]
    words = f"{title}: {labels[first.film_id]} most, {first.stars:g} stars to {first.others:.2f}"
    return CaptionedChart(title, chart, words, f"The dot is you. {_TICK} {OPENS_FILM}", tables=(shown,))
