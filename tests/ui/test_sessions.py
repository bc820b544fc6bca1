"""Streamlit's own messages tell when a page is asked for, and when it is drawn."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from fakes.protocol import clear_cache, rerun
from ui.sessions import asks_for_run, ends_run, read_theme_once


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


SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")


def theme() -> NewSession:
    """Return what a browser is told of the theme, filled as Streamlit does it."""
    message = NewSession()
    fill = vars(app_session)["_populate_theme_msg"]
    for section in SECTIONS:
        part = message.custom_theme
        for name in section.split(".")[1:]:
            part = getattr(part, name)
        fill(part, section)
    return message


def test_the_theme_is_the_same_when_it_is_read_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_session, "_populate_theme_msg", vars(app_session)["_populate_theme_msg"])
    config.get_config_options()
    read = theme()
    assert read.custom_theme.dark.primary_color == "#1b9c96"
    assert not read.custom_theme.HasField("sidebar")
    read_theme_once()
    options = Mock(wraps=config.get_options_for_section)
    monkeypatch.setattr(config, "get_options_for_section", options)
    assert theme() == theme() == read
    assert [call.args for call in options.call_args_list] == [(section,) for section in SECTIONS]


def test_a_streamlit_that_reads_the_theme_in_another_way_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(app_session, "_populate_theme_msg")
    read_theme_once()
    assert not hasattr(app_session, "_populate_theme_msg")
