"""A placeholder for a part of the page that takes long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def waiting(height: int) -> Iterator[None]:
    """Draw a placeholder while the block runs. The rest of the page stays in sight: the style sheet knows its key.

    Parameters
    ----------
    height
        Of the placeholder, in pixels.

    """
    with st.container(key="wait").skeleton(height=height):
        yield
