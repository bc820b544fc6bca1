"""Pages run through Streamlit's AppTest, each test on a catalogue of its choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("recommend", "similarity", "statistics", "about")

Open = Callable[[Path], AppTest]


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Open]:
    """Return a function that starts the app, not yet run, on a dataset."""
    # Relative paths of pages are looked for from the folder of the entry point, those of the settings from here.
    monkeypatch.chdir(ROOT)

    def start(dataset: Path, models: Path | None = None) -> AppTest:
        monkeypatch.setenv("CINEWATCH_DATASET", str(dataset))
        monkeypatch.setenv("CINEWATCH_MODELS_DIR", str(models or tmp_path / "models"))
        return AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)

    _forget()
    yield start
    _forget()


def _forget() -> None:
    # The caches belong to the process, and the next test has another dataset.
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def app(open_app: Callable[[Path, Path], AppTest], small_csv: Path, small_models: Path) -> AppTest:
    """Return the app on the small catalogue, not yet run."""
    return open_app(small_csv, small_models)


def shown(at: AppTest) -> str:
    """Return all text on the page."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.text, at.info, at.error, at.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
