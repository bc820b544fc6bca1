"""Text from data, made safe for places that understand Markdown. Pure."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from itertools import pairwise

# Streamlit looks for icons, emoji, links, arrows and dashes in the finished text, where escapes are gone. An invisible
# WORD JOINER after the character that starts or joins them keeps it from finding any.
_JOINS = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)", re.IGNORECASE)
# Streamlit drops spaces at the edges of a directive.
_WITHOUT_EDGES = re.compile(r"\S.*\S|\S")


def literal(text: str) -> str:
    """Return Markdown that shows exactly `text` on one line: no markup, links, icons or HTML."""
    return marked(text, ())


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return Markdown that shows exactly `text`, like `literal`, with parts of it highlighted.

    Parameters
    ----------
    text
        Any text.
    spans
        Start and end of each part to highlight, in order and without overlaps.

    """
    shown, parts, at = _escaped(text), [], 0
    for start, end in spans:
        parts += shown[at:start]
        parts.append(_WITHOUT_EDGES.sub(r":primary-background[\g<0>]", "".join(shown[start:end])))
        at = end
    return "".join(parts + shown[at:]).rstrip()


def _escaped(text: str) -> list[str]:
    """Return the Markdown for each character of `text`; a space after another becomes nothing."""
    joined = {match.start() - 1 for match in _JOINS.finditer(text)}
    shown = []
    for position, (before, character) in enumerate(pairwise(f" {text}")):
        if character.isspace():
            shown.append("" if before.isspace() else " ")
        else:
            escape = "\\" if character in string.punctuation else ""
            shown.append(f"{escape}{character}" + ("\u2060" if position in joined else ""))
    return shown
