"""A tab without a browser sees what the server shows, and the server does no more for it than it has to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from benchmarks.tab import Tab
from fakes.streamlit_server import StreamlitServer, streamlit_server

SCRIPT = """
import gc
import streamlit as st

@st.cache_resource
def full_collections():
    found = []
    gc.disable()
    gc.callbacks.append(lambda phase, info: found.append(phase) if info["generation"] == 2 else None)
    return found

st.markdown(f"{len(full_collections())} collections")
words = st.multiselect("Words", ["owl", "tern"], key="words", accept_new_options=True)
st.markdown("chosen: " + ", ".join(words or ["nothing"]))
st.markdown("asked: " + st.query_params.get("name", "nothing"))
if "tern" in words:
    raise ValueError("no terns here")
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StreamlitServer]:
    folder = tmp_path_factory.mktemp("script")
    script = folder / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with streamlit_server(script=str(script)) as started:
        yield started


async def texts_of_three_runs(served: StreamlitServer) -> list[tuple[str, ...]]:
    tab = await Tab.open(served.address)
    runs = [await tab.run({"name": "a b"})]
    tab.choose("words", ["owl"])
    runs += [await tab.run({"name": "c"}), await tab.run()]
    await tab.close()
    assert all(run.bytes > 0 and run.seconds > 0 and not run.errors for run in runs)
    return [run.texts for run in runs]


# Streamlit's option for this is hidden. If it were renamed, the setting would be ignored, and this test would fail.
def test_no_run_ends_with_a_full_garbage_collection(served: StreamlitServer) -> None:
    assert [texts[0] for texts in asyncio.run(texts_of_three_runs(served))] == ["0 collections"] * 3


def test_a_tab_chooses_in_a_picker_and_in_the_address(served: StreamlitServer) -> None:
    first, second, third = asyncio.run(texts_of_three_runs(served))
    assert first[1:] == ("chosen: nothing", "asked: a b")
    assert second[1:] == ("chosen: owl", "asked: c")
    assert third[1:] == ("chosen: owl", "asked: nothing")


def test_an_error_on_the_page_is_noted(served: StreamlitServer) -> None:
    async def provoke() -> tuple[str, ...]:
        tab = await Tab.open(served.address)
        await tab.run()
        tab.choose("words", ["tern"])
        run = await tab.run()
        await tab.close()
        return run.errors

    assert len(asyncio.run(provoke())) > 0
