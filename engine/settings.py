"""Settings: the environment first, then `.streamlit/secrets.toml`, read once by an entry point and passed on."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from engine.errors import SettingsError, quoted, reason

PROJECT_ROOT = Path(__file__).resolve().parent.parent
FULL_DATASET = "TMDB_movie_dataset_v11.csv"
SAMPLE = Path("sample_data") / "sample_movies.csv"
SAMPLE_PATH = PROJECT_ROOT / SAMPLE
"""The sample, which is always there."""

# What each platform sets for every app it runs.
_HOSTING_MARKS = {"HOSTNAME": "streamlit", "RENDER": "true", "VERCEL": "1"}

LogFormat = Literal["text", "json"]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

TMDB_BASE_URL = "https://api.themoviedb.org/3"
API_LIMIT = 600
"""Requests to the API that one visitor may make in a minute, unless it is set."""
FRAME_ANCESTORS = ("'self'", "https://*.streamlit.app")
"""Streamlit Community Cloud shows an app in a frame."""
_MIN_KEY_LENGTH = 16
_MAX_API_LIMIT = 1_000_000
_FRAME_ANCESTOR = re.compile(r"'self'|'none'|https?:|(?:https?://)?[\w.*-]+(?::(?:\d+|\*))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside. Secrets are not in the `repr`."""

    dataset: Path
    """The CSV of films."""
    dataset_named: bool
    """Whether `CINEWATCH_DATASET` names it; otherwise it is the default."""
    models_dir: Path
    log_format: LogFormat = "text"
    tmdb_base_url: str = TMDB_BASE_URL
    youtube_base_url: str = "https://www.googleapis.com/youtube/v3"
    tmdb_access_token: str | None = field(default=None, repr=False)
    tmdb_api_key: str | None = field(default=None, repr=False)
    youtube_api_key: str | None = field(default=None, repr=False)
    # The URL may carry a password.
    redis_url: str | None = field(default=None, repr=False)
    database_url: str = field(default=f"sqlite:///{PROJECT_ROOT / 'data' / 'cinewatch.db'}", repr=False)
    """Where marks are kept: SQLite or PostgreSQL."""
    api_keys: tuple[str, ...] = field(default=(), repr=False)
    """Keys that open the API; without any it is open to all."""
    api_limit: int = API_LIMIT
    """Requests to the API that one visitor may make in a minute."""
    trusted_proxies: tuple[Network, ...] = ()
    """Whose `X-Forwarded-For` and `X-Forwarded-Proto` we believe."""
    frame_ancestors: tuple[str, ...] = FRAME_ANCESTORS
    """Sites that may show our pages in a frame, as a Content-Security-Policy names them."""
    experiments: Path | None = None
    """The TOML file of experiments."""
    operators: tuple[str, ...] = field(default=(), repr=False)
    """E-mail addresses, in small letters, of those who may see how experiments go."""


def read_settings(
    environ: Mapping[str, str], secrets: Mapping[str, object] | None = None, root: Path = PROJECT_ROOT
) -> Settings:
    """Return the settings in `environ`, and in `secrets` for what `environ` does not set.

    Parameters
    ----------
    environ
        Environment variables.
    secrets
        Values of the secrets file, by the same names.
    root
        Folder of the project, where the default dataset and models lie.

    Raises
    ------
    SettingsError
        A setting has an unknown value.
    """
    secrets = secrets or {}

    def value(name: str) -> str | None:
        return next((text for source in (environ, secrets) if (text := str(source.get(name, "")).strip())), None)

    named, models = value("CINEWATCH_DATASET"), value("CINEWATCH_MODELS_DIR")
    defaults = {"tmdb_base_url": value("TMDB_BASE_URL"), "youtube_base_url": value("YOUTUBE_BASE_URL")}
    more: dict[str, Any] = {name: url.rstrip("/") for name, url in defaults.items() if url}
    more |= _over_http(value) | _of_experiments(value)
    return Settings(
        dataset=Path(named).expanduser() if named else default_dataset(environ, root),
        dataset_named=named is not None,
        models_dir=Path(models).expanduser() if models else root / "models",
        log_format=_log_format(value("CINEWATCH_LOG_FORMAT") or "text"),
        tmdb_access_token=value("TMDB_ACCESS_TOKEN"),
        tmdb_api_key=value("TMDB_API_KEY"),
        youtube_api_key=value("YOUTUBE_API_KEY"),
        redis_url=value("CINEWATCH_REDIS_URL"),
        database_url=value("CINEWATCH_DATABASE_URL") or f"sqlite:///{root / 'data' / 'cinewatch.db'}",
        **more,
    )


def _log_format(text: str) -> LogFormat:
    if text not in ("text", "json"):
        raise SettingsError(f"CINEWATCH_LOG_FORMAT is {quoted(text)}; it can be text or json")
    return cast(LogFormat, text)


def _over_http(value: Callable[[str], str | None]) -> dict[str, Any]:
    """Return the settings of who may ask what over HTTP."""
    return {
        "api_keys": _api_keys(value("CINEWATCH_API_KEYS") or ""),
        "api_limit": _api_limit(value("CINEWATCH_API_LIMIT") or str(API_LIMIT)),
        "trusted_proxies": _networks(value("CINEWATCH_TRUSTED_PROXIES") or ""),
        "frame_ancestors": _frame_ancestors(value("CINEWATCH_FRAME_ANCESTORS")),
    }


def _of_experiments(value: Callable[[str], str | None]) -> dict[str, Any]:
    file, operators = value("CINEWATCH_EXPERIMENTS"), value("CINEWATCH_OPERATORS") or ""
    return {
        "experiments": Path(file).expanduser() if file else None,
        "operators": tuple(_parts(operators.casefold())),
    }


def _api_keys(text: str) -> tuple[str, ...]:
    keys = tuple(_parts(text))
    # What is wrong with a key is told without the key.
    if any(len(key) < _MIN_KEY_LENGTH or not key.isascii() for key in keys):
        raise SettingsError(f"a key in CINEWATCH_API_KEYS is too short; use {_MIN_KEY_LENGTH} or more ASCII characters")
    return keys


def _api_limit(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 7 and 1 <= int(text) <= _MAX_API_LIMIT:
        return int(text)
    raise SettingsError(
        f"CINEWATCH_API_LIMIT is {quoted(text)}; it is a number of requests a minute, 1 to {_MAX_API_LIMIT:,}"
    )


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part, strict=False) for part in _parts(text))
    except ValueError:
        raise SettingsError(
            f"CINEWATCH_TRUSTED_PROXIES is {quoted(text)}; it holds addresses or networks, such as 10.0.0.0/8"
        ) from None


def _frame_ancestors(text: str | None) -> tuple[str, ...]:
    if text is None:
        return FRAME_ANCESTORS
    sources = tuple(_parts(text))
    if not all(_FRAME_ANCESTOR.fullmatch(source) for source in sources):
        raise SettingsError(
            f"CINEWATCH_FRAME_ANCESTORS is {quoted(text)}; it holds sites, such as 'self' https://example.org"
        )
    return sources


def _parts(text: str) -> list[str]:
    """Return what commas or blanks part."""
    return text.replace(",", " ").split()


def default_dataset(environ: Mapping[str, str], root: Path = PROJECT_ROOT) -> Path:
    """Return the full dataset if it is in `root`, otherwise the sample; on a hosting platform always the sample."""
    full = root / FULL_DATASET
    return full if full.is_file() and not is_hosted(environ) else root / SAMPLE


def is_hosted(environ: Mapping[str, str]) -> bool:
    """Return whether a hosting platform runs this process: Streamlit Community Cloud, Render or Vercel."""
    return any(environ.get(name, "").lower() == mark for name, mark in _HOSTING_MARKS.items())


def read_secrets(path: Path = PROJECT_ROOT / ".streamlit" / "secrets.toml") -> dict[str, object]:
    """Return the values of the secrets file, none if there is no file. Raises SettingsError if it is not valid TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"cannot read {reason(error, path)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # The parser's own message may quote the line, and the line may hold a key.
        raise SettingsError(f"{path} is not valid TOML") from error
