"""Where the data comes from, how scores work, and how accurate they are."""

from pathlib import Path

import streamlit as st

from ui import answers, cache
from ui.about.accuracy import accuracy_chart, accuracy_table, description, headline, read_report
from ui.about.catalogue import LAST_GOOD
from ui.about.tmdb_status import show_attribution, show_tmdb_status
from ui.charts.scores import field_shares_chart
from ui.errors import for_visitors
from ui.shell import guard
from ui.text.markdown import literal
from ui.widgets.share import title_with_share

guard()

info = cache.engine().info

title_with_share("About")
st.markdown(
    "CineWatch recommends films by what they are about. It compares the story, keywords, genres, title, people and "
    "companies of films. What few films have counts more than what many have (TF-IDF), and two films are similar if "
    "they share much of what counts (cosine similarity). A film's score is that similarity, plus a bonus for the same "
    "era and for being popular. Every reason you see is a part of the score, and the parts add up to it."
)
if answers.has_community():
    st.markdown(
        "It has also learned from the ratings of many people. Films rank higher if people who like your films like "
        "them, too."
    )

st.header("Light or dark", anchor=False)
st.markdown("The menu with three dots, at the top right, switches between light and dark. System follows your device.")

st.header("Data", anchor=False)
show_attribution()

st.header("TMDB", anchor=False)
show_tmdb_status()

st.header("This catalogue", anchor=False)
if fault := cache.served().fault:
    st.warning(literal(f"{LAST_GOOD} {for_visitors(fault)}"), icon=":material/warning:")
st.table(
    {
        "File": literal(Path(info.source).name),
        "Format": literal(info.schema),
        "Films": f"{info.films:,} of {info.rows_read:,} rows",
        "Terms": f"{info.terms:,}",
        "Built": info.built_at.replace("T", " ").replace("+00:00", " UTC"),
        "Size on disk": f"{info.bytes / 2**20:,.1f} MiB",
    },
    alt="Facts about the index",
)

st.header("What a similarity is made of", anchor=False)
st.altair_chart(field_shares_chart(info.fields), alt="The share of each field in a similarity")

report = read_report()
if report:
    st.header("How accurate it is", anchor=False)
    st.caption(description(report))
    st.altair_chart(accuracy_chart(report), alt=headline(report))
    with st.expander("Show as table, with each part switched off", icon=":material/table:"):
        st.dataframe(accuracy_table(report).round(3), hide_index=True, alt="Measured accuracy of each system")
