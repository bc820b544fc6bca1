"""What is counted and timed while CineWatch runs, for Prometheus. Labels have few values: none comes from outside.

The registry is ours, not the library's: a server that reloads changed files makes the metrics a second time, and a
registry takes each name once.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, GCCollector, Histogram, PlatformCollector
from prometheus_client.process_collector import ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_PAGE_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 60.0)

HTTP_REQUESTS = Histogram(
    "cinewatch_http_request_seconds",
    "Time to answer a request over HTTP.",
    ["method", "route", "status"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
PAGE_RUNS = Histogram(
    "cinewatch_page_run_seconds",
    "Time to draw a page once.",
    ["page"],
    buckets=_PAGE_SECONDS,
    registry=REGISTRY,
)
ENGINE_CALLS = Histogram(
    "cinewatch_engine_call_seconds", "Time of a call to the engine.", ["call"], buckets=_SECONDS, registry=REGISTRY
)
CACHED_ANSWERS = Counter(
    "cinewatch_cached_answers",
    "Questions of pages to the engine: asked, and computed because no cache had the answer.",
    ["step"],
    registry=REGISTRY,
)
SERVICE_CALLS = Counter(
    "cinewatch_service_calls",
    "Calls to TMDB and YouTube, by how they ended.",
    ["service", "outcome"],
    registry=REGISTRY,
)
EXPERIMENT_EVENTS = Counter(
    "cinewatch_experiment_events",
    "Events of experiments: written, or dropped because too many were waiting or the database did not take them.",
    ["outcome"],
    registry=REGISTRY,
)
for _outcome in ("written", "dropped"):
    # Prometheus sees a count grow only if it was there before.
    EXPERIMENT_EVENTS.labels(_outcome)
BREAKER_OPEN = Gauge(
    "cinewatch_breaker_open",
    "1 while a service that failed is left alone, 0 as soon as it has answered.",
    ["service"],
    registry=REGISTRY,
)
REFUSED_REQUESTS = Counter(
    "cinewatch_refused_requests",
    "Requests to the API, and costly actions on pages, that were refused, by reason.",
    ["reason"],
    registry=REGISTRY,
)
FILMS = Gauge("cinewatch_catalogue_films", "Films of the catalogue that answers.", registry=REGISTRY)
BUILD_AGE = Gauge("cinewatch_build_age_seconds", "Time since the catalogue that answers was built.", registry=REGISTRY)
DATASET_FAULT = Gauge(
    "cinewatch_dataset_fault", "1 while an older build or the sample answers instead of the dataset.", registry=REGISTRY
)
SESSIONS = Gauge("cinewatch_sessions", "Open pages in browsers.", registry=REGISTRY)
DATABASE_CONNECTIONS = Gauge(
    "cinewatch_database_connections", "Connections to the database of users that are in use.", registry=REGISTRY
)
DISK_FREE = Gauge(
    "cinewatch_disk_free_bytes",
    "What is left of the disk that builds, or the file of users, lie on.",
    ["holds"],
    registry=REGISTRY,
)
DISK_SIZE = Gauge("cinewatch_disk_size_bytes", "How large that disk is.", ["holds"], registry=REGISTRY)
