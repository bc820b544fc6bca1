"""Names of languages on the screen. Pure."""

from engine import LANGUAGE_NAMES

LANGUAGES = tuple(code for code in LANGUAGE_NAMES if code not in ("cn", "sh", "xx"))
"""Codes of ISO 639-1, in order of their names."""


def language_name(code: str) -> str:
    """Return the English name of a language, or the code itself if it is not known."""
    return LANGUAGE_NAMES.get(code, code)
