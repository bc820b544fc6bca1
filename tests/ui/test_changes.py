"""What a click has changed on a page is told in words, and undoing it gives the widgets their values back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from ui import changes

    def more() -> None:
        changes.tell("Two films.", "films", "about")
        st.session_state.update(films=["Heat", "Ronin"], about="")

    def undo() -> None:
        last = changes.last()
        assert last
        assert last.undo
        last.undo()

    st.multiselect("Films", ["Heat", "Ronin"], key="films")
    st.text_input("About", key="about")
    st.button("More", key="more", on_click=more)
    st.button("Undo", key="undo", on_click=undo)
    last = changes.last()
    st.text(f"{last.number} {last.text} {last.undo is not None}" if last else "nothing")


def test_a_change_is_told_and_undone() -> None:
    app = AppTest.from_function(_page).run()
    assert app.text[0].value == "nothing"
    app.multiselect(key="films").set_value(["Heat"])
    app.text_input(key="about").set_value("heists").run()
    app.button(key="more").click().run()
    assert (app.multiselect(key="films").value, app.text_input(key="about").value) == (["Heat", "Ronin"], "")
    assert app.text[0].value == "1 Two films. True"
    app.button(key="undo").click().run()
    assert not app.exception
    assert (app.multiselect(key="films").value, app.text_input(key="about").value) == (["Heat"], "heists")
    assert app.text[0].value == "2 Undone. False"
