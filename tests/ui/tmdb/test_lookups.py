"""The address of images: TMDB's own as soon as it is known, until then and without it the usual one."""

from __future__ import annotations

import time

import pytest

from fakes.tmdb import KEY, FakeTmdb
from fakes.tmdb_behaviours import Late, Status, WrongJson
from fakes.tmdb_connection import Behaviour
from tests.ui.tmdb.conftest import SetKey
from ui.text.posters import TMDB_IMAGES
from ui.tmdb import lookups


def addresses_until_answered(tmdb: FakeTmdb, wait_s: float) -> list[str]:
    """Return the address before TMDB has answered, and once it is another one, or `wait_s` seconds after."""
    addresses = [lookups.image_base_url()]
    deadline = time.monotonic() + 30
    while not tmdb.calls or tmdb.calls[-1].status is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    deadline = time.monotonic() + wait_s
    while lookups.image_base_url() == addresses[0] and time.monotonic() < deadline:
        time.sleep(0.02)
    return [*addresses, lookups.image_base_url()]


def test_without_a_key_images_have_the_usual_address(set_key: SetKey) -> None:
    set_key("")
    assert lookups.image_base_url() == TMDB_IMAGES


def test_images_have_the_address_that_tmdb_names_once_it_has_answered(
    set_key: SetKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeTmdb() as tmdb:
        tmdb.behave(Late(0.3))
        monkeypatch.setenv("TMDB_BASE_URL", tmdb.base_url)
        set_key(KEY)
        assert addresses_until_answered(tmdb, 30) == [TMDB_IMAGES, tmdb.image_url]


@pytest.mark.parametrize("fault", [Status(501), WrongJson("{}")], ids=["an error", "no address"])
def test_images_keep_the_usual_address_if_tmdb_names_none(
    set_key: SetKey, monkeypatch: pytest.MonkeyPatch, fault: Behaviour
) -> None:
    with FakeTmdb() as tmdb:
        tmdb.behave(fault)
        monkeypatch.setenv("TMDB_BASE_URL", tmdb.base_url)
        set_key(KEY)
        assert addresses_until_answered(tmdb, 0.2) == [TMDB_IMAGES, TMDB_IMAGES]
