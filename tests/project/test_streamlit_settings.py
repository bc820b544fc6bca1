"""Settings of Streamlit that every visitor pays for."""

from __future__ import annotations

import tomllib
from pathlib import Path

from streamlit import config

from engine.users import MAX_UPLOAD_BYTES

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_the_server_does_not_look_up_the_files_of_all_modules_for_each_new_session() -> None:
    assert SETTINGS["server"]["fileWatcherType"] == "none"


def test_no_other_site_can_act_in_a_visitors_name() -> None:
    assert SETTINGS["server"]["enableXsrfProtection"] is True


def test_uploads_are_as_small_as_the_largest_import() -> None:
    assert SETTINGS["server"]["maxUploadSize"] * 2**20 == MAX_UPLOAD_BYTES


def test_one_place_takes_files() -> None:
    takes_files = ("file_uploader(", "chat_input(", "camera_input(", "audio_input(")
    sources = [path for folder in ("pages", "ui") for path in (ROOT / folder).rglob("*.py")]
    found = [path for path in sources if any(f"st.{name}" in path.read_text(encoding="utf-8") for name in takes_files)]
    assert [path.relative_to(ROOT).as_posix() for path in found] == ["ui/my_films/importing.py"]


def test_streamlit_knows_every_setting_even_those_it_hides() -> None:
    # It ignores a setting that it does not know, and only writes a warning to the log.
    known = set(config.get_config_options())
    ours = {
        f"{section}.{name}"
        for section, values in SETTINGS.items()
        for name, value in values.items()
        if not isinstance(value, dict)
    }
    assert ours <= known
