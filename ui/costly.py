"""How often one visitor may do what costs the server much. What has been computed before costs nothing."""

from __future__ import annotations

import math
from enum import Enum

from engine.errors import TooManyRequests
from engine.metrics import REFUSED_REQUESTS
from engine.visitor_limits import VisitorLimits
from ui import cache
from ui.asker import asker

LONG_TEXT = 300
"""Characters from which a description counts as long."""


class Costly(Enum):
    """What costs much: its name in a sentence, and how often one visitor may do it in any minute."""

    MAP = "maps", 3
    CHART = "charts of your own", 30
    # A page reads a description twice: alone, and with the filters.
    TEXT = "long descriptions", 60
    IMPORT = "imports", 6

    def __init__(self, many: str, per_minute: int) -> None:
        self.many = many
        self.per_minute = per_minute


@cache.per_process()
def _limits() -> dict[Costly, VisitorLimits]:
    url = cache.settings().redis_url
    return {action: VisitorLimits(action.per_minute, url) for action in Costly}


def count(action: Costly) -> None:
    """Count that the visitor does something costly.

    Raises
    ------
    TooManyRequests
        The visitor, or all from their address, have done it too often; the message says when they may again.

    """
    who = asker()
    # In Redis, the windows of all limits are told apart by their names.
    wait_s = _limits()[action].wait_s(f"{action.name} {who.visitor}", f"{action.name} {who.address}")
    if wait_s:
        REFUSED_REQUESTS.labels("page").inc()
        raise TooManyRequests(
            f"That was a lot of {action.many} in one minute. Try again in {math.ceil(wait_s)} s.", wait_s
        )


def count_text(text: str) -> None:
    """Count a description if it is long. Raises TooManyRequests."""
    if len(text) >= LONG_TEXT:
        count(Costly.TEXT)
