"""Streamlit's sessions: how many are open, which script the very first gets, and what its messages say about runs."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from google.protobuf.message import DecodeError, Message
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.pages_manager import PagesManager

M = TypeVar("M", bound=Message)

_OPEN = "active_sessions"
"""Streamlit's name for it."""
_FILL_THEME = "_populate_theme_msg"
"""Streamlit's function that copies a section of the theme into a message."""
_SHORT = 256
"""Bytes. The message that a run has ended is shorter; most others need not be looked into."""


def always_run_the_shell() -> None:
    """Have the first visitor of a server get our pages as all others do, also at an address that no page has.

    Streamlit finds the folder pages/ and answers by itself until a session has called st.navigation.
    """
    PagesManager.uses_pages_directory = False


def read_theme_once() -> None:
    """Have Streamlit read the theme from its settings once, not for each run, which takes a twelfth of a run's time.

    A later Streamlit may do it in another way; it is left alone then.
    """
    fill = getattr(app_session, _FILL_THEME, None)
    if fill is None:
        return

    @cache
    def theme(section: str) -> CustomThemeConfig:
        found = CustomThemeConfig()
        fill(found, section)
        return found

    def fill_from_memory(message: CustomThemeConfig, section: str = "theme") -> None:
        # Even an empty section would count as set if it were copied.
        if (found := theme(section)).ByteSize():
            message.MergeFrom(found)

    setattr(app_session, _FILL_THEME, fill_from_memory)


def open_sessions() -> int:
    """Return how many pages are open in browsers, as Streamlit counts its connections."""
    if not runtime.exists():
        return 0
    stats = runtime.get_instance().stats_mgr.get_stats([_OPEN]).get(_OPEN, [])
    return sum(int(getattr(stat, "value", 0)) for stat in stats)


def asks_for_run(data: bytes) -> bool:
    """Return whether a message of a browser asks for a page, or a part of it, to be drawn."""
    return _read(BackMsg(), data).HasField("rerun_script")


def ends_run(data: bytes) -> bool:
    """Return whether a message to a browser says that a page is drawn. It is not if it asks for another run at once."""
    if len(data) > _SHORT:
        return False
    message = _read(ForwardMsg(), data)
    return message.HasField("script_finished") and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def _read(message: M, data: bytes) -> M:
    """Fill a message; it stays empty if the data is none, which Streamlit itself tells the browser."""
    try:
        message.ParseFromString(data)
    except DecodeError:
        message.Clear()
    return message
