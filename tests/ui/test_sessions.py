"""Streamlit's own messages tell when a page is asked for, and when it is drawn."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from fakes.protocol import clear_cache, rerun
from ui.sessions import asks_for_run, ends_run


def finished(status: str) -> bytes:
    """Return the message that a run has ended in some way."""
    message = ForwardMsg()
    message.script_finished = ForwardMsg.ScriptFinishedStatus.Value(status)
    data: bytes = message.SerializeToString()
    return data


def test_only_a_rerun_asks_for_a_page() -> None:
    assert asks_for_run(rerun("film=Solaris", "recommend").SerializeToString())
    assert not asks_for_run(clear_cache().SerializeToString())


@pytest.mark.parametrize("status", ForwardMsg.ScriptFinishedStatus.keys())
def test_a_run_has_ended_unless_another_follows_at_once(status: str) -> None:
    assert ends_run(finished(status)) == (status != "FINISHED_EARLY_FOR_RERUN")


def test_other_messages_end_no_run() -> None:
    text = ForwardMsg()
    text.delta.new_element.markdown.body = "harbour " * 100
    assert not ends_run(text.SerializeToString())
    assert not ends_run(ForwardMsg().SerializeToString())


@pytest.mark.parametrize("data", [b"", b"\xff\xff\xff", b"\x0a\xff"])
def test_what_is_no_message_means_nothing(data: bytes) -> None:
    assert not asks_for_run(data)
    assert not ends_run(data)
