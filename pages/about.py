"""Where the data come from, and what is built from them."""

from pathlib import Path

import streamlit as st

from ui import cache
from ui.about.accuracy import quality_chart, quality_table, read_report, told
from ui.about.tmdb_status import show_attribution, show_tmdb_status
from ui.charts import scores
from ui.shell import guard
from ui.text.markdown import literal

guard()

info = cache.engine().info

st.title("About", anchor=False)
st.markdown(
    "CineWatch recommends films by what they are about. It turns the story, keywords, genres, title, people and "
    "companies of each film into TF-IDF vectors, one a field, and compares them by cosine. A film's score is that "
    "similarity, and more for closeness in time and for being well known. Every reason shown is a part of the sum, so "
    "the parts add up to the score."
)

st.subheader("Data", anchor=False)
show_attribution()

st.subheader("TMDB", anchor=False)
show_tmdb_status()

st.subheader("This catalogue", anchor=False)
st.table(
    {
        "Dataset": literal(Path(info.source).name),
        "Schema": literal(info.schema),
        "Films": f"{info.films:,} of {info.rows_read:,} rows",
        "Terms": f"{info.terms:,}",
        "Built": info.built_at.replace("T", " ").replace("+00:00", " UTC"),
        "Size on disk": f"{info.bytes / 2**20:,.1f} MiB",
    },
    alt="Facts of the built index",
)

st.subheader("What a similarity is made of", anchor=False)
st.altair_chart(scores.shares(info.fields), alt="The share of each field in a similarity")

report = read_report()
if report:
    st.subheader("How good it is", anchor=False)
    st.caption(told(report))
    table = quality_table(report)
    ours, *others = table.itertuples(index=False)
    recipe = next(row for row in others if row[0] == "the usual recipe")
    st.altair_chart(
        quality_chart(report),
        width="content",
        alt=f"CineWatch reaches {ours[1]:.2f} among rated films and {ours[2]:.2f} among all, the usual recipe "
        f"{recipe[1]:.2f} and {recipe[2]:.2f}",
    )
    with st.expander("The same as a table, with each part switched off", icon=":material/table:"):
        st.dataframe(table.round(3), hide_index=True, alt="Measured quality of each system")
