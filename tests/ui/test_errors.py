"""Named errors become one line where they happen; all other errors are left alone."""

from __future__ import annotations

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def _page(kind: str) -> None:
    # AppTest runs this function alone.
    import streamlit as st

    from engine.errors import InvalidQuery
    from ui.errors import dialog, errors_as_messages, fragment

    def fail() -> None:
        st.caption("before")
        raise InvalidQuery("no film has the *id* 7") if kind != "unnamed" else RuntimeError("a bug")

    if kind == "dialog":
        dialog("**A** film", icon=":material/movie:")(fail)()
    elif kind == "page":
        with errors_as_messages():
            fail()
    else:
        fragment(fail)()
    st.caption("after")


def test_a_named_error_is_one_line_and_the_rest_of_the_page_is_drawn() -> None:
    for kind in ("page", "fragment", "dialog"):
        at = AppTest.from_function(_page, args=(kind,)).run()
        assert not at.exception
        assert [error.value for error in at.error] == [r"no film has the \*id\* 7"]
        assert {caption.value for caption in at.caption} == {"before", "after"}


def test_the_title_of_a_dialog_is_shown_as_it_is() -> None:
    (dialog,) = AppTest.from_function(_page, args=("dialog",)).run().get("dialog")
    assert dialog.proto.dialog.title == r"\*\*A\*\* film"


def test_an_error_without_a_name_is_not_hidden() -> None:
    at = AppTest.from_function(_page, args=("unnamed",)).run()
    assert len(at.exception) == 1
    assert not at.error


def test_all_fragments_and_dialogs_show_named_errors() -> None:
    files = [path for folder in ("ui", "pages") for path in (ROOT / folder).rglob("*.py")]
    direct = re.compile(r"(?<!`)st\.(fragment|dialog)\b")
    assert [path.name for path in files if direct.search(path.read_text(encoding="utf-8"))] == ["errors.py"]
