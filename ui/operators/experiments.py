"""The reports of experiments on the screen."""

from __future__ import annotations

import streamlit as st

from engine.errors import UsersFault
from engine.experiments import Experiment, report_of, sentences
from engine.users import utc_now
from ui import cache
from ui.charts.experiment import arms_table, difference_chart
from ui.errors import show_error
from ui.text.markdown import literal
from ui.users import account
from ui.widgets.chart import captioned_chart
from ui.widgets.film_search import BOUND
from ui.widgets.table import show_table

TITLE = "Experiments"
NOT_FOR_YOU = "Only people who run this server can see this page. If you are one of them, sign in."
NONE_PLANNED = "No experiments are planned. Name a file of experiments in CINEWATCH_EXPERIMENTS, and start again."
LIMITS = (
    "A person counts as complete, and in the rate, some days after they first took part: as many as the experiment "
    "says. In brackets are the usual limits of 95 %. You may look every day and stop when you like: what is said about "
    "a difference holds for all days together."
)

CHANGE = "Change to wait for, in %"
CHANGE_HELP = "The reports say how long it takes to see a change of this size."
MAX_CHANGE = 1_000


def is_operator() -> bool:
    """Return whether the visitor is an operator: signed in, with a checked e-mail address that the settings name."""
    who = account.signed_in()
    return bool(who and who.verified_email and who.verified_email.casefold() in cache.settings().operators)


def show_refusal() -> None:
    """Draw that this page is for others."""
    st.info(NOT_FOR_YOU, icon=":material/lock:")


def show_experiments() -> None:
    """Draw the report of each experiment that is planned."""
    planned = cache.shared().experiments
    if not planned:
        st.info(NONE_PLANNED, icon=":material/science:")
        return
    st.caption(LIMITS)
    with st.container(width=260):
        per_cent = st.number_input(CHANGE, 1, MAX_CHANGE, 10, key="change", help=CHANGE_HELP, **BOUND)
    try:
        for experiment in planned:
            _show(experiment, per_cent / 100)
        for note in sentences.unplanned(cache.database().events.names(), [each.name for each in planned]):
            st.info(literal(note), icon=":material/info:")
    except UsersFault as error:
        show_error(error)


def _show(experiment: Experiment, change: float) -> None:
    report = report_of(experiment, cache.database().events.condensed(experiment.name), utc_now(), change)
    # Its charts have headers too.
    st.header(literal(experiment.name), anchor=False, divider="gray")
    kind = "Each person sees one arm" if experiment.kind == "split" else "Everybody sees both arms in one list"
    st.caption(f"{kind}, {experiment.start:%d %b %Y} to {experiment.end:%d %b %Y}.")
    if experiment.about:
        st.caption(literal(experiment.about))
    for number, note in enumerate(report.notes):
        if report.has_wrong_ratio and number == 0:
            st.warning(literal(note), icon=":material/warning:")
        else:
            st.markdown(literal(note))
    if any(arm.users for arm in report.arms):
        show_table(arms_table(report), f"Arms of {experiment.name}")
        for difference in report.differences:
            captioned_chart(difference_chart(difference), f"experiments.{experiment.name}.{difference.arm}")
