"""Many tabs without a pause, over a real server: a visitor beside them does not wait for all of them."""

from __future__ import annotations

import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.users import COOKIE_NAME
from fakes.visitor import Visitor
from tests.server.conftest import Start
from tests.server.test_faults import ANY_FILM

TABS, RUNS = 8, 5
OVERTAKEN = 4
"""Pages are drawn one after the other; some may just have ended at each end of a run."""


@pytest.mark.parametrize("cookie", ["one", ""], ids=["tabs of one visitor", "tabs without cookies"])
def test_who_asks_now_and_then_comes_before_those_who_never_pause(start: Start, cookie: str) -> None:
    server = start()
    over, ended = threading.Event(), [0]

    def never_pause() -> None:
        with Visitor(server.address, {COOKIE_NAME: cookie} if cookie else None) as busy:
            while not over.is_set():
                busy.run(ANY_FILM, "recommend")
                ended[0] += 1

    with Visitor(server.address) as visitor, ThreadPoolExecutor(TABS) as tabs:
        visitor.run(ANY_FILM, "recommend")
        busy = [tabs.submit(never_pause) for _ in range(TABS)]
        try:
            meanwhile = []
            for _ in range(RUNS):
                # As somebody does who reads the page.
                before = ended[0]
                while ended[0] < before + 2 * TABS:
                    time.sleep(0.01)
                before = ended[0]
                visitor.run(ANY_FILM, "recommend")
                meanwhile.append(ended[0] - before)
        finally:
            over.set()
        for each in busy:
            each.result()
    assert statistics.median(meanwhile) <= OVERTAKEN, meanwhile
