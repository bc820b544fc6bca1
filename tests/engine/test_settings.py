"""Settings come from the environment, then from the secrets file, then from defaults; secrets stay secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Settings, read_secrets, read_settings
from engine.errors import SettingsError
from engine.settings import FULL_DATASET, SAMPLE, is_hosted

SECRETS = {
    "TMDB_ACCESS_TOKEN": "tell-nobody-1",
    "TMDB_API_KEY": "tell-nobody-2",
    "YOUTUBE_API_KEY": "tell-nobody-3",
    "CINEWATCH_REDIS_URL": "redis://:tell-nobody-4@localhost",
}


def test_defaults_are_the_sample_and_the_models_folder(tmp_path: Path) -> None:
    settings = read_settings({}, {}, tmp_path)
    assert (settings.dataset, settings.dataset_named) == (tmp_path / SAMPLE, False)
    assert settings.models_dir == tmp_path / "models"
    assert settings.log_format == "text"
    assert settings.tmdb_access_token is settings.tmdb_api_key is settings.redis_url is None


def test_the_environment_beats_the_secrets() -> None:
    settings = read_settings({"TMDB_API_KEY": "mine"}, {"TMDB_API_KEY": "other", "YOUTUBE_API_KEY": "yours"})
    assert (settings.tmdb_api_key, settings.youtube_api_key) == ("mine", "yours")


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        SECRETS
        | {
            "CINEWATCH_DATASET": str(tmp_path / "a.csv"),
            "CINEWATCH_MODELS_DIR": str(tmp_path / "m"),
            "CINEWATCH_LOG_FORMAT": "json",
            "TMDB_BASE_URL": "http://127.0.0.1:1/",
            "YOUTUBE_BASE_URL": "http://127.0.0.1:2",
        }
    )
    assert settings == Settings(
        dataset=tmp_path / "a.csv",
        dataset_named=True,
        models_dir=tmp_path / "m",
        log_format="json",
        tmdb_base_url="http://127.0.0.1:1",
        youtube_base_url="http://127.0.0.1:2",
        tmdb_access_token="tell-nobody-1",  # noqa: S106
        tmdb_api_key="tell-nobody-2",
        youtube_api_key="tell-nobody-3",
        redis_url=SECRETS["CINEWATCH_REDIS_URL"],
    )


def test_a_blank_setting_counts_as_not_set(tmp_path: Path) -> None:
    defaults = read_settings({}, {}, tmp_path)
    for name in ("CINEWATCH_DATASET", "CINEWATCH_MODELS_DIR", "CINEWATCH_LOG_FORMAT", "TMDB_BASE_URL"):
        for blank in ("", "   "):
            assert read_settings({name: blank}, {}, tmp_path) == defaults, name


def test_a_blank_variable_leaves_room_for_the_secret() -> None:
    for blank in ("", "  "):
        assert read_settings({"TMDB_API_KEY": blank}, {"TMDB_API_KEY": "mine"}).tmdb_api_key == "mine"


def test_spaces_around_a_key_are_dropped() -> None:
    assert read_settings({"TMDB_API_KEY": " mine\n"}).tmdb_api_key == "mine"


def test_a_dataset_may_start_with_a_tilde() -> None:
    assert read_settings({"CINEWATCH_DATASET": "~/a.csv"}).dataset == Path("~/a.csv").expanduser()


def test_the_full_dataset_in_the_project_folder_beats_the_sample(tmp_path: Path) -> None:
    (tmp_path / FULL_DATASET).touch()
    settings = read_settings({}, {}, tmp_path)
    assert (settings.dataset, settings.dataset_named) == (tmp_path / FULL_DATASET, False)


@pytest.mark.parametrize("mark", [{"HOSTNAME": "streamlit"}, {"RENDER": "true"}, {"VERCEL": "1"}])
def test_a_hosting_platform_uses_the_sample_unless_a_dataset_is_named(tmp_path: Path, mark: dict[str, str]) -> None:
    (tmp_path / FULL_DATASET).touch()
    assert read_settings(mark, {}, tmp_path).dataset == tmp_path / SAMPLE
    assert read_settings(mark | {"CINEWATCH_DATASET": "a.csv"}, {}, tmp_path).dataset == Path("a.csv")
    assert is_hosted(mark)


def test_a_laptop_is_not_a_hosting_platform() -> None:
    assert not is_hosted({"HOSTNAME": "laptop", "RENDER": "", "VERCEL": "0"})


def test_an_unknown_log_format_is_a_named_error() -> None:
    with pytest.raises(SettingsError, match='"xml"; it can be text or json'):
        read_settings({"CINEWATCH_LOG_FORMAT": "xml"})


def test_secrets_are_not_in_the_repr() -> None:
    settings = read_settings(SECRETS)
    assert settings.redis_url is not None
    assert "tell-nobody" not in repr(settings)


def test_secrets_are_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text('TMDB_API_KEY = "mine"\nCINEWATCH_LOG_FORMAT = "json"\n')
    settings = read_settings({}, read_secrets(path))
    assert (settings.tmdb_api_key, settings.log_format) == ("mine", "json")


def test_without_a_secrets_file_there_are_no_secrets(tmp_path: Path) -> None:
    assert read_secrets(tmp_path / "secrets.toml") == {}


@pytest.mark.parametrize("content", [b'TMDB_API_KEY = "tell-nobody', b"tell-nobody", b'A = "\xff\xfe"'])
def test_a_broken_secrets_file_is_a_named_error_that_quotes_none_of_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secrets.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        read_secrets(path)
    assert "tell-nobody" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_folder_in_place_of_the_secrets_file_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        read_secrets(tmp_path)


def test_the_database_is_a_file_of_the_project_unless_it_is_named(tmp_path: Path) -> None:
    assert read_settings({}, root=tmp_path).database_url == f"sqlite:///{tmp_path / 'data' / 'cinewatch.db'}"
    address = f"postgresql://me:{'secret'}@host/films"
    named = read_settings({"CINEWATCH_DATABASE_URL": address}, root=tmp_path)
    assert named.database_url == address
    assert "secret" not in repr(named)


def test_who_may_ask_what_over_http_can_be_set() -> None:
    settings = read_settings(
        {
            "CINEWATCH_API_KEYS": "first-key-of-somebody, second-key-of-somebody",
            "CINEWATCH_API_LIMIT": "60",
            "CINEWATCH_TRUSTED_PROXIES": "10.0.0.0/8 192.168.1.7",
            "CINEWATCH_FRAME_ANCESTORS": "'self' https://example.org *.example.net:8080",
        }
    )
    assert settings.api_keys == ("first-key-of-somebody", "second-key-of-somebody")
    assert settings.api_limit == 60
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "192.168.1.7/32"]
    assert settings.frame_ancestors == ("'self'", "https://example.org", "*.example.net:8080")
    assert "of-somebody" not in repr(settings)


def test_unless_it_is_set_the_api_is_open_nobody_is_trusted_and_community_cloud_may_frame_pages() -> None:
    settings = read_settings({})
    assert (settings.api_keys, settings.api_limit, settings.trusted_proxies) == ((), 600, ())
    assert settings.frame_ancestors == ("'self'", "https://*.streamlit.app")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CINEWATCH_API_KEYS", "tell-nobody"),
        ("CINEWATCH_API_KEYS", "tell-nobody-schlüssel"),
        ("CINEWATCH_API_LIMIT", "0"),
        ("CINEWATCH_API_LIMIT", "-5"),
        ("CINEWATCH_API_LIMIT", "many"),
        ("CINEWATCH_API_LIMIT", "²"),
        ("CINEWATCH_TRUSTED_PROXIES", "nginx"),
        ("CINEWATCH_TRUSTED_PROXIES", "10.0.0.0/99"),
        ("CINEWATCH_FRAME_ANCESTORS", "'self'; script-src *"),
        ("CINEWATCH_FRAME_ANCESTORS", "https://a.example\nX-Evil: 1"),
    ],
)
def test_a_wrong_value_is_a_named_error_that_tells_no_key(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings({name: value})
    assert "tell-nobody" not in str(caught.value)
