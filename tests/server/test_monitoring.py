"""Whether the process lives and can answer is told quickly; metrics count what happened and tell no secret."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from fakes.redis_server import redis_server
from fakes.sample_catalogue import HARBOUR
from server.monitoring import CHECK_S
from tests.api.serving import Client, client_of, settings_for


def value_of(client: Client, name: str) -> float:
    """Return the value of a metric, 0 if it is not there yet."""
    found = re.findall(rf"^{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found[0]) if found else 0.0


def test_a_server_with_a_catalogue_is_alive_and_ready(client: Client) -> None:
    assert client.get("/healthz").text == "ok\n"
    ready = client.get("/readyz")
    built = client.shared.current().info.built_at
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "checks": {"catalogue": True}, "built": built})


def test_a_server_without_any_catalogue_is_alive_and_not_ready(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where a folder should be")
    with client_of(settings_for(tmp_path / "missing.csv", tmp_path / "models", tmp_path)) as client:
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["checks"]) == (503, {"catalogue": False})
        refused = client.get("genres")
    assert (refused.status_code, refused.json()["type"]) == (503, "urn:cinewatch:problem:not-available")
    assert str(tmp_path) not in refused.text + ready.text


def test_a_redis_and_a_database_that_are_set_must_answer(small_csv: Path, small_models: Path, tmp_path: Path) -> None:
    password = "a-password"  # noqa: S105
    with redis_server(tmp_path, password) as redis:
        away = f"postgresql://me:{password}@127.0.0.1:1/films"
        settings = settings_for(
            small_csv, small_models, tmp_path, CINEWATCH_REDIS_URL=redis.url, CINEWATCH_DATABASE_URL=away
        )
        with client_of(settings) as client:
            ready = client.get("/readyz")
            assert (ready.status_code, ready.json()["checks"]) == (
                503,
                {"catalogue": True, "database": False, "redis": True},
            )
            assert client.get("genres").status_code == 200
            redis.freeze()
            time.sleep(1.1)
            start = time.monotonic()
            frozen = client.get("/readyz")
            assert time.monotonic() - start < CHECK_S + 10
            assert frozen.json()["checks"]["redis"] is False
            # The API counts alone and answers on.
            assert client.get("genres").status_code == 200
            told = ready.text + frozen.text + client.get("/metrics").text
    assert password not in told


def test_metrics_count_calls_of_the_engine_and_refusals(client: Client) -> None:
    name = 'cinewatch_engine_call_seconds_count{call="scored_films"}'
    before = value_of(client, name)
    client.get("recommend", liked=HARBOUR, k=3)
    assert value_of(client, name) == before + 1
    assert value_of(client, "cinewatch_catalogue_films") == len(client.shared.current())
    assert value_of(client, "cinewatch_build_age_seconds") > 0
    assert value_of(client, "process_resident_memory_bytes") > 1e7


def test_events_that_were_dropped_are_counted_from_none_on(client: Client) -> None:
    assert re.findall(r'cinewatch_experiment_events_total\{outcome="dropped"\} \d', client.get("/metrics").text)


def test_metrics_tell_how_much_room_builds_and_users_have(client: Client) -> None:
    for holds in ("builds", "users"):
        free, size = (value_of(client, f'cinewatch_disk_{what}_bytes{{holds="{holds}"}}') for what in ("free", "size"))
        assert 0 < free <= size


def test_a_folder_that_is_not_made_yet_lies_on_the_disk_it_will_be_made_on(small_csv: Path, tmp_path: Path) -> None:
    settings = settings_for(small_csv, tmp_path / "not" / "there", tmp_path / "nor" / "here")
    with client_of(settings) as client:
        shutil.rmtree(settings.models_dir, ignore_errors=True)
        assert value_of(client, 'cinewatch_disk_size_bytes{holds="builds"}') > 0


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_is_true_now_is_kept_by_nobody(client: Client, path: str) -> None:
    assert client.get(path).headers["cache-control"] == "no-store"
