"""The key of a service: added to each request at the last moment, and kept out of every log."""

from __future__ import annotations

import logging
import re

import requests
from requests.auth import AuthBase

_SENDABLE = re.compile(r"[\x21-\x7e]{1,4000}")
_SECRET = re.compile(r"((?:api_key|key)=)[^&\s'\"]+")


def _remove_keys(record: logging.LogRecord) -> bool:
    record.msg, record.args = _SECRET.sub(r"\1…", record.getMessage()), ()
    return True


# urllib3 logs the address of each request.
for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_remove_keys)


def is_sendable(secret: str | None) -> bool:
    """Return whether a key can be sent at all; one with a line break or a curly quote copied along cannot."""
    return secret is not None and _SENDABLE.fullmatch(secret) is not None


class ApiKey(AuthBase):
    """Adds a key to each request, whatever a .netrc file of the machine says.

    Parameters
    ----------
    secret
        The key.
    parameter
        Its name in the address, for a service that knows no other way. Without a name the key is a bearer token and
        goes into a header.
    """

    def __init__(self, secret: str, parameter: str | None = None) -> None:
        self._secret = secret
        self._parameter = parameter

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the key to a request."""
        if self._parameter:
            request.prepare_url(request.url or "", {self._parameter: self._secret})
        else:
            request.headers["Authorization"] = f"Bearer {self._secret}"
        return request
