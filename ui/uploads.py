"""Which sessions may upload, and how much: Streamlit takes files from any session, and keeps them until it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable

from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from engine.users import MAX_UPLOAD_BYTES
from ui.cache import per_process

SESSION_BYTES = 4 * MAX_UPLOAD_BYTES
"""What a session may upload in all."""
SERVER_BYTES = 20 * MAX_UPLOAD_BYTES
"""What all sessions that are open may have uploaded."""


class UploadPermits:
    """Who may upload. Any number of threads may share one.

    Parameters
    ----------
    is_open
        Returns whether a session has not ended yet.

    """

    def __init__(self, is_open: Callable[[str], bool]) -> None:
        self._is_open = is_open
        self._uploaded: dict[str, int] = {}
        self._lock = threading.Lock()

    def allow(self, session: str) -> None:
        """Let a session upload: its page shows where."""
        with self._lock:
            self._uploaded.setdefault(session, 0)

    def take(self, session: str, size: int) -> bool:
        """Return whether a session may upload so many bytes, and count them."""
        with self._lock:
            self._uploaded = {each: count for each, count in self._uploaded.items() if self._is_open(each)}
            count = self._uploaded.get(session)
            if count is None or count + size > SESSION_BYTES or sum(self._uploaded.values()) + size > SERVER_BYTES:
                return False
            self._uploaded[session] = count + size
            return True


def is_here(session: str) -> bool:
    """Return whether a session is open at this server."""
    return get_instance().is_active_session(session)


@per_process()
def permits() -> UploadPermits:
    """Return who may upload to this server."""
    return UploadPermits(is_here)


def allow_uploads() -> None:
    """Let this session upload; for pages that take a file."""
    if context := get_script_run_ctx():
        permits().allow(context.session_id)
