"""The catalogue in charts."""

import streamlit as st

from ui import charts, resources
from ui.dataset_charts import pictures
from ui.frame import guard
from ui.text import duration, money, share

guard()

st.title("The catalogue in figures", anchor=False)
with st.skeleton(height=600):
    figures = resources.statistics()
info = resources.engine().info

years = f"{figures.first_year} to {figures.last_year}" if figures.first_year else "unknown"
rejected = sum(info.rejected.values())
with st.grid(4, min_column_width=150):
    st.metric("Films", f"{figures.films:,}", border=True, height="stretch")
    st.metric("Years", years, border=True, height="stretch")
    st.metric("Original languages", f"{figures.languages:,}", border=True, height="stretch")
    st.metric("Countries", f"{figures.countries:,}", border=True, height="stretch")
    runtime = duration(round(figures.median_runtime)) if figures.median_runtime else "unknown"
    st.metric("Median runtime", runtime, border=True, height="stretch")
    rating = f"{figures.mean_rating:.2f}" if figures.mean_rating is not None else "unknown"
    st.metric("Mean rating", rating, border=True, height="stretch", help="Of 10, weighted by votes.")
    box_office = money(figures.total_revenue)
    note = "Where known. Not adjusted for inflation."
    st.metric("Box office", box_office, border=True, height="stretch", help=note)
    st.metric("Rows left out", f"{rejected:,}", border=True, height="stretch", help="Of the dataset; reasons below.")

for row in pictures(figures):
    for column, picture in zip(st.columns(2, gap="large"), row, strict=False):
        with column:
            st.subheader(picture.title, anchor=False)
            if picture.chart is not None:
                st.altair_chart(picture.chart, alt=picture.alt)
            st.caption(picture.note)

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
