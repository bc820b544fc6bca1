"""The catalogue in charts."""

from collections.abc import Sequence

import streamlit as st

from ui import charts, resources
from ui.comparison_charts import comparisons, typical_table
from ui.dataset_charts import pictures
from ui.filters import nothing_left, pick_filters
from ui.frame import guard
from ui.pictures import show_picture
from ui.tables import show_table
from ui.text import duration, money, share
from ui.year_charts import over_the_years

guard()

_RATED = "Of 10, weighted by votes."
_DOLLARS = "Where known, in US dollars. Not adjusted for inflation."

st.title("The catalogue in figures", anchor=False)
filters = pick_filters(resources.choices())
with st.skeleton(height=600):
    figures = resources.statistics(filters)
info = resources.engine().info
if figures.films < info.films:
    st.caption(f"{figures.films:,} of {info.films:,} films. Adult and unreleased ones count only if you ask for them.")
if not figures.films:
    st.info(nothing_left(resources.engine().removed_by(filters)), icon=":material/bar_chart:")
    st.stop()

decades = figures.decades
span = f"{figures.first_year} to {figures.last_year}" if figures.first_year else "unknown"
runtime = duration(round(figures.median_runtime)) if figures.median_runtime else "unknown"
rating = f"{figures.mean_rating:.2f}" if figures.mean_rating is not None else "unknown"
rejected = sum(info.rejected.values())
headlines: tuple[tuple[str, str, Sequence[float], str | None], ...] = (
    ("Films", f"{figures.films:,}", [one.films for one in decades], None),
    ("Years", span, [], None),
    ("Original languages", f"{figures.languages:,}", [one.languages for one in decades], None),
    ("Countries", f"{figures.countries:,}", [one.countries for one in decades], None),
    ("Median runtime", runtime, [one.median_runtime for one in decades if one.median_runtime is not None], None),
    ("Mean rating", rating, [one.mean_rating for one in decades if one.mean_rating is not None], _RATED),
    ("Box office", money(figures.total_revenue), [one.revenue for one in decades], _DOLLARS),
    ("Rows left out", f"{rejected:,}", [], "Of the dataset, whatever the filters; reasons below."),
)
with st.grid(4, min_column_width=150):
    for label, value, over_decades, told in headlines:
        st.metric(
            label,
            value,
            border=True,
            height="stretch",
            help=told,
            chart_data=over_decades if len(over_decades) > 1 else None,
            chart_type="area",
        )
if decades:
    st.caption(f"The small charts run from the {decades[0].decade}s to the {decades[-1].decade}s, a point a decade.")

show_picture(over_the_years(figures), filters)
drawn = [*pictures(figures), *comparisons(figures)]
for number in range(0, len(drawn), 2):
    for column, picture in zip(st.columns(2, gap="large"), drawn[number : number + 2], strict=False):
        with column:
            show_picture(picture, filters)

st.subheader("Keywords typical of a genre", anchor=False)
typical = typical_table(figures)
if typical.empty:
    st.caption("It takes keywords that five films have.")
else:
    show_table(typical, "The keywords most typical of each genre")
    st.caption("Those that its films have more than the films of other genres; behind each, how many of its films do.")

st.subheader("What the build left out", anchor=False)
if rejected:
    part = f"{rejected:,} of {info.rows_read:,} rows ({share(rejected / info.rows_read)})"
    st.caption(f"{part} are no films, or are there twice.")
    st.dataframe(charts.counted(info.rejected, "Reason", "Rows"), hide_index=True, alt="Rejected rows by reason")
else:
    st.caption(f"Nothing: all {info.rows_read:,} rows of the dataset are films.")
if info.unusable:
    st.caption("Cells that held something that could not be understood, and count as unknown:")
    st.dataframe(charts.counted(info.unusable, "Column", "Cells"), hide_index=True, alt="Unusable cells by column")
