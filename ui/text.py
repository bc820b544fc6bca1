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


def share(value: float) -> str:
    """Return a share of 0 to 1 as a percentage that never rounds up to all: 0.9996 -> "99.9 %", on one line."""
    if value >= 1:
        return "100\u00a0%"
    return f"{int(value * 1000) / 10:.1f}\u00a0%"


def money(dollars: float | None) -> str:
    """Return an amount of US dollars in a short form, "unknown" for none."""
    if not dollars:
        return "unknown"
    for size, unit in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if dollars >= size:
            return f"${dollars / size:,.1f} {unit}"
    return f"${dollars:,.0f}"


def duration(minutes: int | None) -> str:
    """Return a runtime as "2 h 16 min", nothing for an unknown one."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def listed(names: Sequence[str], limit: int = 4) -> str:
    """Return the first of `names` with commas between them."""
    return ", ".join(names[:limit]) + (f" and {len(names) - limit} more" if len(names) > limit else "")
