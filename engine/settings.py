"""Settings: the environment first, then `.streamlit/secrets.toml`, read once by an entry point and passed on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from engine.errors import SettingsError, quoted, reason

PROJECT_ROOT = Path(__file__).resolve().parent.parent
FULL_DATASET = "TMDB_movie_dataset_v11.csv"
SAMPLE = Path("sample_data") / "sample_movies.csv"
SAMPLE_PATH = PROJECT_ROOT / SAMPLE
"""The sample, which is always there."""

# What each platform sets for every app it runs.
_HOSTING_MARKS = {"HOSTNAME": "streamlit", "RENDER": "true", "VERCEL": "1"}

LogFormat = Literal["text", "json"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside. Secrets are not in the `repr`."""

    dataset: Path
    """The CSV of films."""
    dataset_named: bool
    """Whether `CINEWATCH_DATASET` names it; otherwise it is the default."""
    models_dir: Path
    log_format: LogFormat = "text"
    tmdb_base_url: str = "https://api.themoviedb.org/3"
    youtube_base_url: str = "https://www.googleapis.com/youtube/v3"
    tmdb_access_token: str | None = field(default=None, repr=False)
    tmdb_api_key: str | None = field(default=None, repr=False)
    youtube_api_key: str | None = field(default=None, repr=False)
    # The URL may carry a password.
    redis_url: str | None = field(default=None, repr=False)
    database_url: str = field(default=f"sqlite:///{PROJECT_ROOT / 'data' / 'cinewatch.db'}", repr=False)
    """Where marks are kept: SQLite or PostgreSQL."""


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
    database = value("CINEWATCH_DATABASE_URL") or f"sqlite:///{root / 'data' / 'cinewatch.db'}"
    return Settings(
        dataset=Path(named).expanduser() if named else default_dataset(environ, root),
        dataset_named=named is not None,
        models_dir=Path(models).expanduser() if models else root / "models",
        log_format=_log_format(value("CINEWATCH_LOG_FORMAT") or "text"),
        tmdb_access_token=value("TMDB_ACCESS_TOKEN"),
        tmdb_api_key=value("TMDB_API_KEY"),
        youtube_api_key=value("YOUTUBE_API_KEY"),
        redis_url=value("CINEWATCH_REDIS_URL"),
        database_url=database,
        **{name: url.rstrip("/") for name, url in defaults.items() if url},
    )


def _log_format(text: str) -> LogFormat:
    if text not in ("text", "json"):
        raise SettingsError(f"CINEWATCH_LOG_FORMAT is {quoted(text)}; it can be text or json")
    return cast(LogFormat, text)


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
