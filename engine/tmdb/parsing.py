"""TMDB's answers -> details. Pure. Whatever has another type than TMDB documents counts as unknown.

Shapes: https://developer.themoviedb.org/reference/movie-details, with credits, release_dates, videos, watch/providers
and external_ids appended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.tmdb.values import FilmDetails, Rating, Role, Video, WatchOffers

MAX_CAST = 12
_MAX_VIDEOS = 5

_IMAGE = re.compile(r"/[\w-]{1,80}\.(?:jpg|jpeg|png|svg|webp)", re.ASCII)
_VIDEO = re.compile(r"[\w-]{6,20}", re.ASCII)
_IMDB = re.compile(r"tt\d{5,10}", re.ASCII)
_WEB = re.compile(r"https?://[^\s\"'<>]{3,500}")
_COUNTRY = re.compile(r"[A-Z]{2}")

Json = Mapping[str, Any]


def details_of(answer: object, film_id: int, language: str) -> FilmDetails | None:
    """Return what an answer says of a film; `None` where it is no answer about that film at all."""
    if not isinstance(answer, Mapping) or answer.get("id") != film_id:
        return None
    external = _object(answer, "external_ids")
    return FilmDetails(
        id=film_id,
        language=language,
        title=_text(answer, "title"),
        tagline=_text(answer, "tagline"),
        overview=_text(answer, "overview"),
        runtime=_count(answer, "runtime"),
        directors=_directors(answer),
        cast=_cast(answer),
        ratings=_ratings(answer),
        videos=videos_of(answer, language)[:_MAX_VIDEOS],
        offers=_offers(answer),
        homepage=_fitting(_WEB, _text(answer, "homepage")),
        imdb_id=_fitting(_IMDB, _text(answer, "imdb_id") or _text(external, "imdb_id")),
        poster_path=image_path(_text(answer, "poster_path")),
        backdrop_path=image_path(_text(answer, "backdrop_path")),
    )


def is_sound(details: FilmDetails) -> bool:
    """Return whether details that come from elsewhere are such as `details_of` makes. Raises TypeError for some."""
    texts = [details.title, details.tagline, details.overview, details.language, *details.directors]
    texts += [text for role in details.cast for text in (role.name, role.character)]
    texts += [text for one in details.ratings for text in (one.country, one.certification)]
    texts += [text for one in details.videos for text in (one.name, one.kind, one.language)]
    texts += [name for one in details.offers for name in (one.country, *one.stream, *one.rent, *one.buy)]
    fitting = [(_IMAGE, details.poster_path), (_IMAGE, details.backdrop_path), (_IMDB, details.imdb_id)]
    fitting += [(_WEB, details.homepage), *((_WEB, one.link) for one in details.offers)]
    return (
        all(isinstance(text, str) for text in texts)
        and all(pattern.fullmatch(text) for pattern, text in fitting if text != "")
        and all(_VIDEO.fullmatch(video.key) for video in details.videos)
        and isinstance(details.id, int)
        and (details.runtime is None or isinstance(details.runtime, int))
    )


def image_path(text: str) -> str:
    """Return the path of an image at TMDB, nothing if it is none: it becomes a part of an address."""
    return _fitting(_IMAGE, text)


def videos_of(answer: Json, language: str) -> tuple[Video, ...]:
    """Return the videos at YouTube, best first: in the language before English, trailers first, official ones first."""
    found = [
        Video(key, _text(one, "name"), _text(one, "type"), _text(one, "iso_639_1"), one.get("official") is True)
        for one in _objects(_object(answer, "videos"), "results")
        if _text(one, "site") == "YouTube" and (key := _fitting(_VIDEO, _text(one, "key")))
    ]
    languages = (language, "en", "")
    kinds = ("Trailer", "Teaser")

    def rank(video: Video) -> tuple[int, int, bool]:
        return _place(languages, video.language), _place(kinds, video.kind), not video.official

    return tuple(sorted(found, key=rank))


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _directors(answer: Json) -> tuple[str, ...]:
    crew = _objects(_object(answer, "credits"), "crew")
    return _names(one for one in crew if _text(one, "job") == "Director")


def _cast(answer: Json) -> tuple[Role, ...]:
    credited = sorted(_objects(_object(answer, "credits"), "cast"), key=lambda one: _order(one.get("order")))
    named = [Role(name, _text(one, "character")) for one in credited if (name := _text(one, "name"))]
    return tuple(named[:MAX_CAST])


def _order(value: object) -> float:
    return value if isinstance(value, int) else float("inf")


def _ratings(answer: Json) -> tuple[Rating, ...]:
    """Return the first age rating of each country, in order of their codes."""
    found: dict[str, str] = {}
    for country in _objects(_object(answer, "release_dates"), "results"):
        code = _fitting(_COUNTRY, _text(country, "iso_3166_1"))
        given = [_text(one, "certification") for one in _objects(country, "release_dates")]
        if code and any(given):
            found[code] = next(filter(None, given))
    return tuple(Rating(code, found[code]) for code in sorted(found))


def _offers(answer: Json) -> tuple[WatchOffers, ...]:
    countries = _object(_object(answer, "watch/providers"), "results")
    found = []
    for code in sorted(code for code in countries if isinstance(code, str) and _COUNTRY.fullmatch(code)):
        ways = _object(countries, code)
        stream = _providers(ways, "flatrate", "free", "ads")
        offers = WatchOffers(
            country=code,
            link=_fitting(_WEB, _text(ways, "link")),
            stream=stream,
            rent=_providers(ways, "rent"),
            buy=_providers(ways, "buy"),
        )
        if offers.stream or offers.rent or offers.buy:
            found.append(offers)
    return tuple(found)


def _providers(ways: Json, *names: str) -> tuple[str, ...]:
    return _names((one for name in names for one in _objects(ways, name)), "provider_name")


def _names(objects: Iterator[Json], key: str = "name") -> tuple[str, ...]:
    """Return the names, each once."""
    return tuple(dict.fromkeys(name for one in objects if (name := _text(one, key))))


def _fitting(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""


def _text(answer: Json, key: str) -> str:
    value = answer.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _count(answer: Json, key: str) -> int | None:
    value = answer.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _object(answer: Json, key: str) -> Json:
    value = answer.get(key)
    return value if isinstance(value, Mapping) else {}


def _objects(answer: Json, key: str) -> list[Json]:
    value = answer.get(key)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
