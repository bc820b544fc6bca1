"""Streamlit's WebSocket protocol, as far as a tab needs it. Pure."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SUBPROTOCOL = "streamlit"
"""Streamlit takes the first subprotocol as its own."""
WELL = "FINISHED_SUCCESSFULLY"


def stream_of(address: str) -> str:
    """Return where the pages of a server are connected to, from its address, such as "http://127.0.0.1:8501"."""
    return address.replace("http", "ws", 1) + "/_stcore/stream"


def rerun(query: str = "", page_name: str = "", page_hash: str = "", url: str = "") -> BackMsg:
    """Return the message that asks for a run of a page.

    Parameters
    ----------
    query
        What comes after the question mark in the address.
    page_name
        The page's name in the address; empty if its hash is known.
    page_hash
        The server's name of it.
    url
        The whole address.

    """
    message = BackMsg()
    state = message.rerun_script
    state.query_string, state.page_name, state.page_script_hash = query, page_name, page_hash
    state.context_info.url, state.context_info.timezone, state.context_info.locale = url, "Europe/Berlin", "en-GB"
    return message


def wanted_file(session_id: str, file_id: str) -> BackMsg:
    """Return the message that asks for a file of a session that is made when somebody wants it."""
    message = BackMsg()
    request = message.backend_operation_request
    request.request_id = request.deferred_file.file_id = file_id
    request.session_id = session_id
    return message


def clear_cache() -> BackMsg:
    """Return the message that asks Streamlit to empty its caches."""
    message = BackMsg()
    message.clear_cache = True
    return message


def decoded(data: str | bytes) -> ForwardMsg:
    """Return what a server has sent."""
    message = ForwardMsg()
    message.ParseFromString(data if isinstance(data, bytes) else data.encode())
    return message


def end_of(message: ForwardMsg) -> str | None:
    """Return how a run has ended, `None` if it has not, or if the page has asked for another, which follows at once."""
    if message.WhichOneof("type") != "script_finished":
        return None
    ended = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
    return None if ended == "FINISHED_EARLY_FOR_RERUN" else ended
