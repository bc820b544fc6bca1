"""A server of the app on a built catalogue, as benchmarks start it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fakes.streamlit_server import StreamlitServer, streamlit_server


@contextmanager
def server(csv: Path, models: Path, more: Mapping[str, str] | None = None) -> Iterator[StreamlitServer]:
    """Serve the app, with more settings if there are any, and do not wait: a visitor would not know when to come."""
    settings = {"CINEWATCH_DATASET": str(csv), "CINEWATCH_MODELS_DIR": str(models), **(more or {})}
    with streamlit_server(settings, wait=False) as started:
        yield started
