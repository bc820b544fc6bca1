"""Importing a file: what it would write is shown first, and written when the visitor confirms."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from engine.errors import UnknownUser
from engine.users import MAX_UPLOAD_BYTES, CatalogueFilms, ImportPlan, plan_import, read_import
from ui import cache
from ui.charts.imports import (
    FILM,
    IN_FILE,
    MARKS,
    TAKE,
    choices_of,
    doubtful_table,
    matched_table,
    skipped_table,
    unmatched_table,
)
from ui.costly import Costly, count
from ui.my_films import texts
from ui.text.markdown import literal
from ui.text.numbers import counted_films
from ui.uploads import allow_uploads
from ui.users import marks, visitor
from ui.widgets.progress import import_progress
from ui.widgets.table import show_table

CONFIRM, CANCEL = "my_films.import", "my_films.cancel"
_PLAN, _RESULT, _UPLOADS = "my_films.plan", "my_films.result", "my_films.uploads"


def upload_key() -> str:
    """Return the key of the uploader. It changes after each import, which empties the uploader."""
    return f"my_films.upload.{st.session_state.get(_UPLOADS, 0)}"


def show_import() -> None:
    """Draw the uploader, and what the chosen file would write."""
    st.header("Import", anchor=False)
    if result := st.session_state.pop(_RESULT, ""):
        st.success(result, icon=":material/check:")
    st.caption(texts.RULE)
    allow_uploads()
    upload = st.file_uploader(
        texts.UPLOAD,
        type=["zip", "csv", "json"],
        max_upload_size=MAX_UPLOAD_BYTES // 2**20,
        key=upload_key(),
    )
    if upload is None:
        st.session_state.pop(_PLAN, None)
        return
    plan = _plan_of(upload)
    st.markdown(literal(texts.import_summary(plan)))
    chosen = _show_plan(plan)
    with st.container(horizontal=True, gap="small"):
        films = counted_films(len(chosen.matched) + len(chosen.kept))
        if st.button(f"Import {films}", type="primary", icon=":material/upload:", key=CONFIRM):
            _write(chosen)
        st.button("Cancel", key=CANCEL, on_click=_forget_upload)


def _plan_of(upload: UploadedFile) -> ImportPlan:
    """Return what the file would do, worked out once for each upload. Raises ImportRefused, TooManyRequests."""
    engine = cache.engine()
    question = (upload.file_id, engine.info.path)
    remembered: tuple[tuple[str, str], ImportPlan] | None = st.session_state.get(_PLAN)
    if remembered is None or remembered[0] != question:
        count(Costly.IMPORT)
        file = read_import(upload.name, upload.getvalue())
        with import_progress(len(file.rows)) as progress:
            remembered = (question, plan_import(file, CatalogueFilms(engine.opened), progress))
        st.session_state[_PLAN] = remembered
    return remembered[1]


def _show_plan(plan: ImportPlan) -> ImportPlan:
    """Draw the plan as tables; return it with the doubtful films that are ticked."""
    chosen = plan
    if plan.doubtful:
        st.subheader("To confirm", anchor=False)
        st.caption("Tick the right film in each row. Rows without a tick are not imported.")
        ticked = st.data_editor(
            doubtful_table(plan.doubtful),
            hide_index=True,
            disabled=[IN_FILE, FILM, MARKS],
            column_config={TAKE: st.column_config.CheckboxColumn(width="small")},
            key=f"{upload_key()}.doubtful",
            alt="Films to confirm",
        )
        chosen = plan.with_choices(choices_of(ticked[TAKE].tolist(), plan.doubtful))
    tables = {
        "Found": matched_table(plan.matched),
        "Not in this catalogue, but kept": unmatched_table(plan.kept),
        "Not in this catalogue, and without an id: can't be kept": unmatched_table(plan.missing),
        "Rows skipped": skipped_table(plan.file.skipped),
    }
    for title, table in tables.items():
        if len(table):
            st.subheader(f"{title} ({len(table):,})", anchor=False)
            show_table(table, title)
    return chosen


def _write(plan: ImportPlan) -> None:
    with st.spinner("Importing"):
        try:
            count = visitor.users().apply(visitor.ensure_user_id(), plan)
        except UnknownUser:
            # Deleted a moment ago, in another tab.
            visitor.forget_account()
            count = visitor.users().apply(visitor.ensure_user_id(), plan)
    marks.forget()
    st.session_state[_RESULT] = texts.import_result(count)
    _forget_upload()
    st.rerun()


def _forget_upload() -> None:
    """Empty the uploader, and forget the plan of its file."""
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    st.session_state.pop(_PLAN, None)
