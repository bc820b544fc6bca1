"""Answers that a client has already: their tag names the build and the question. Pure."""

from __future__ import annotations

import hashlib

VERSION = 2
"""Raised with every change of what the API answers to the same question."""
CACHE_CONTROL = "public, max-age=60"
"""A minute: then the client asks again with the tag, and gets no body if nothing has changed."""


def tag_of(build: str, question: str, today: str) -> str:
    """Return the entity tag of an answer, weak, since a proxy may compress the answer.

    Parameters
    ----------
    build
        What names the build, and what was learned from users.
    question
        Path and query of the request.
    today
        The date: "the last five years" means other years in another year.

    """
    parts = "\0".join((str(VERSION), build, question, today))
    return f'W/"{hashlib.blake2b(parts.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()}"'


def has(if_none_match: str | None, tag: str) -> bool:
    """Return whether a client that sends this `If-None-Match` has the answer with a tag already."""
    if not if_none_match:
        return False
    opaque = tag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") == opaque for part in if_none_match.split(","))
