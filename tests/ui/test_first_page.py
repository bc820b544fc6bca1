"""What a browser is told to fetch at once is there, is all that the page's widgets need, and is no more than that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit as st

from ui import first_page

SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
KINDS = {*first_page.EVERYWHERE, *(kind for kinds in first_page.ON_PAGE.values() for kind in kinds)}
MOST_BYTES = 1_800_000


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_streamlit_that_is_installed_has_a_script_for_each_kind(kind: str) -> None:
    assert first_page.script_of(kind) is not None


@pytest.mark.parametrize("page", ["", *first_page.ON_PAGE])
def test_a_page_names_each_script_once_and_nothing_that_it_does_not_need(page: str) -> None:
    scripts = first_page.scripts_of(page)
    assert len(set(scripts)) == len(scripts)
    assert all((SCRIPTS / script).is_file() for script in scripts)
    assert sum((SCRIPTS / script).stat().st_size for script in scripts) < MOST_BYTES
    assert any(script.startswith("embed.") for script in scripts) == (page in {"similarity", "statistics"})


def test_the_elements_of_a_page_follow_from_the_last_part_of_its_path() -> None:
    assert first_page.elements_for("/cinewatch/statistics") == first_page.elements_for("/statistics")
    assert first_page.elements_for("/") == first_page.elements_for("/no-such-page")
    assert "visibility: hidden" in first_page.elements_for("/")


def test_streamlit_keeps_the_theme_where_our_script_looks_for_it() -> None:
    utils = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("utils.*.js"))
    assert "`stActiveTheme-${window.location.pathname}`" in utils
    (version,) = set(re.findall(r"(\w+)=(\d+),\w+=`stActiveTheme-", utils))
    assert f"-v{version[1]}`" in first_page.script()
    assert f"<script>{first_page.script()}</script>" in first_page.elements_for("/film")
