"""Text from data, made safe for places that understand Markdown. Pure."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from itertools import pairwise

# Streamlit finds icons, emoji, addresses, arrows and dashes in the finished text, where an escape is no longer seen.
# An invisible WORD JOINER behind the character that begins or joins them makes them none.
_JOINS = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)", re.IGNORECASE)
# Space at an edge of a directive is lost.
_WITHOUT_EDGES = re.compile(r"\S.*\S|\S")


def literal(text: str) -> str:
    """Return Markdown that shows exactly `text`, on one line: no markup, no link, no icon, no HTML comes of it."""
    return marked(text, ())


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return Markdown that shows exactly `text`, as `literal` does, with parts of it on a coloured background.

    spans : where the parts begin, and the character behind their end; ascending, none reaching into the next
    """
    shown, parts, at = _shown(text), [], 0
    for start, end in spans:
        parts += shown[at:start]
        parts.append(_WITHOUT_EDGES.sub(r":primary-background[\g<0>]", "".join(shown[start:end])))
        at = end
    return "".join(parts + shown[at:]).rstrip()


def _shown(text: str) -> list[str]:
    """Return what stands for each character of `text` in Markdown, for a space that follows another nothing."""
    joined = {found.start() - 1 for found in _JOINS.finditer(text)}
    shown = []
    for place, (before, character) in enumerate(pairwise(f" {text}")):
        if character.isspace():
            shown.append("" if before.isspace() else " ")
        else:
            escape = "\\" if character in string.punctuation else ""
            shown.append(f"{escape}{character}" + ("\u2060" if place in joined else ""))
    return shown
