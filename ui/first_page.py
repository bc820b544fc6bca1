"""What the head of a page has besides Streamlit's own: the parts that the page will need, and room for them.

Streamlit fetches the script of each kind of widget when the first one is drawn. Until it is there, a bar of 40 pixels
stands in its place, and the page jumps when the widget comes. So the browser is told at once what to fetch, and a style
sheet keeps the room that widgets will need. Small scripts run before Streamlit's own: they make one choice of light or
dark hold everywhere, keep steps out of the browser's history that nobody took, go back to the part of a page that was
on the screen, close the menu of phones, and note that somebody uses the page.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath

import streamlit as st

_SCRIPTS = Path(st.__file__).parent / "static" / "static" / "js"
_PAGE = _SCRIPTS.parents[1] / "index.html"
_ASSETS = Path(__file__).parent / "assets"
_SCRIPTS_OF_OURS = ("theme.js", "used.js", "history.js", "menu.js", "scroll.js")

EVERYWHERE = (
    *("BidiComponent", "Button", "ButtonGroup", "Checkbox", "Html", "LinkButton", "MenuButton", "Multiselect"),
    *("PageLink", "Pagination", "Selectbox", "Slider", "TextInput"),
)
_CHARTS = ("ArrowVegaLiteChart", "loadVegaEmbed", "embed")
ON_PAGE = {
    "similarity": _CHARTS,
    "statistics": ("Metric", *_CHARTS),
    "film": ("Table",),
    "about": ("Metric", "Table"),
}
"""Kinds of elements that only some pages have."""
_IMPORT = re.compile(r'(?:from|import)\s*["`]\./([\w.-]+\.js)["`]')
_HEAD_CHARACTERS = 8_000
"""Where the imports of a script are."""


def elements_for(path: str) -> str:
    """Return the elements for the head of the page at a path of the site, as HTML."""
    name = PurePosixPath(path).name
    return _elements(name if name in ON_PAGE else "")


@lru_cache(maxsize=len(ON_PAGE) + 1)
def _elements(page: str) -> str:
    links = (f'<link rel="modulepreload" crossorigin href="./static/js/{script}">' for script in scripts_of(page))
    return f"<script>{script()}</script>{''.join(links)}<style>{_text('page.css')}</style>"


@cache
def script() -> str:
    """Return the script in the head of every page."""
    return "".join(map(_text, _SCRIPTS_OF_OURS))


def _text(asset: str) -> str:
    return (_ASSETS / asset).read_text(encoding="utf-8")


def scripts_of(page: str) -> list[str]:
    """Return the names of the scripts that a page needs soon and Streamlit's page does not name.

    Parameters
    ----------
    page
        Last part of its path.

    """
    known = _PAGE.read_text(encoding="utf-8")
    waiting = [script for kind in (*EVERYWHERE, *ON_PAGE.get(page, ())) if (script := script_of(kind))]
    found: dict[str, None] = {}
    while waiting:
        script = waiting.pop()
        if script not in found and script not in known:
            found[script] = None
            waiting += _IMPORT.findall((_SCRIPTS / script).read_text(encoding="utf-8")[:_HEAD_CHARACTERS])
    return sorted(found)


def script_of(kind: str) -> str | None:
    """Return the name of the script that draws a kind of element; `None` if this Streamlit has none by that name."""
    return next((script.name for script in sorted(_SCRIPTS.glob(f"{kind}.*.js"))), None)
