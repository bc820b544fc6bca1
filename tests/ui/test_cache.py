"""What sessions share."""

from __future__ import annotations

import gc

import pytest

from engine import CineWatch
from ui.cache import spare_from_collection


def test_an_engine_is_left_out_of_garbage_collections_and_only_once(
    cinewatch: CineWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    collections: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: collections.append(1))
    try:
        spare_from_collection(cinewatch)
        spare_from_collection(cinewatch)
        assert gc.get_freeze_count() > 0
        assert len(collections) == 1
    finally:
        gc.unfreeze()
