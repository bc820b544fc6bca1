"""HTTP replies of the fake TMDB, its image host and the fake YouTube: JSON, failures, pictures."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP reply; the server adds its Content-Length."""

    status: int
    body: bytes
    content_type: str = "application/json;charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


FAILURES = {
    401: (7, "Invalid API key: You must be granted a valid key."),
    404: (34, "There is nothing at this address."),
    429: (25, "That was one request too many."),
    500: (11, "Something broke in here."),
    503: (9, "Closed for the moment."),
}
"""HTTP status: TMDB's own code, and a message. Other statuses have TMDB's code 15."""

IMAGE_SIZES = {
    "backdrop_sizes": ["w300", "w780", "w1280", "original"],
    "logo_sizes": ["w45", "w92", "w154", "w185", "w300", "w500", "original"],
    "poster_sizes": ["w92", "w154", "w185", "w342", "w500", "w780", "original"],
    "profile_sizes": ["w45", "w185", "h632", "original"],
    "still_sizes": ["w92", "w185", "w300", "original"],
}

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP////////////////////////////////////////////////////////"
    "//////////////////////////////wAALCAADAAIBASIA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAA"
    "AAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAAAAACcgYFdAAAAEUlEQVR42mOsYGBiYGBiYAAAA+QAfhWglf4AAAAASUVORK5CYII="
)
"""A grey picture, 2 pixels wide and 3 high, as JPEG and as PNG."""


def as_json(answer: object, status: int = 200) -> Reply:
    """Return `answer` as a reply in JSON."""
    return Reply(status, json.dumps(answer, ensure_ascii=False).encode())


def with_values(answer: object, values: Mapping[str, object]) -> object:
    """Return `answer` with the fields that `values` names replaced, at any depth."""
    if isinstance(answer, list):
        return [with_values(item, values) for item in answer]
    if isinstance(answer, dict):
        return {name: values[name] if name in values else with_values(value, values) for name, value in answer.items()}
    return answer


def failure(path: str, status: int) -> Reply:
    """Return how the host of `path` reports a failure: TMDB, YouTube (403: its quota is used up), the image host."""
    if path.startswith("/youtube/"):
        if status == 403:
            return youtube_failure(403, "quotaExceeded", domain="youtube.quota")
        return youtube_failure(status, "backendError")
    if path.startswith("/t/p/"):
        return Reply(status, b"<h1>No picture</h1>", "text/html")
    code, message = FAILURES.get(status, (15, "It did not work."))
    return as_json({"status_code": code, "status_message": message, "success": False}, status)


def youtube_failure(
    status: int, reason: str, extra: Mapping[str, object] | None = None, domain: str = "global"
) -> Reply:
    """Return how YouTube reports a failure."""
    message = f"Refused: {reason}."
    errors = [{"message": message, "domain": domain, "reason": reason}]
    return as_json({"error": {"code": status, "message": message, "errors": errors, **(extra or {})}}, status)


def picture(path: str) -> Reply:
    """Return the image of /t/p/{size}/{name}, a PNG or a JPEG by the name's ending; 404 if TMDB has no such size."""
    size, _, name = path.removeprefix("/t/p/").partition("/")
    if not name or not any(size in sizes for sizes in IMAGE_SIZES.values()):
        return failure(path, 404)
    return Reply(200, PNG, "image/png") if name.endswith(".png") else Reply(200, JPEG, "image/jpeg")
