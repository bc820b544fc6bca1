"""TMDB's answers -> details. Pure. A value of another type than TMDB documents counts as unknown.

Shapes: https://developer.themoviedb.org/reference/movie-details, with credits, release_dates, videos, watch/providers
and external_ids appended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.tmdb.values import FilmDetails, Rating, Role, Video, WatchOffers

MAX_CAST = 12
MAX_VIDEOS = 5

_IMAGE = re.compile(r"/[\w-]{1,80}\.(?:jpg|jpeg|png|svg|webp)", re.ASCII)
_VIDEO = re.compile(r"[\w-]{6,20}", re.ASCII)
_IMDB = re.compile(r"tt\d{5,10}", re.ASCII)
_WEB = re.compile(r"https?://[^\s\"'<>]{3,500}")
_COUNTRY = re.compile(r"[A-Z]{2}")

Json = Mapping[str, Any]


def parse_details(answer: object, film_id: int, language: str) -> FilmDetails | None:
    """Return the details in an answer, `None` if it is not about that film.

    Parameters
    ----------
    answer
        JSON of any shape.
    film_id
        TMDB's id of the film.
    language
        The language that was requested.
    """
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
        videos=parse_videos(answer, language)[:MAX_VIDEOS],
        offers=_offers(answer),
        homepage=_matching(_WEB, _text(answer, "homepage")),
        imdb_id=_matching(_IMDB, _text(answer, "imdb_id") or _text(external, "imdb_id")),
        poster_path=image_path(_text(answer, "poster_path")),
        backdrop_path=image_path(_text(answer, "backdrop_path")),
    )


def is_valid(details: FilmDetails) -> bool:
    """Return whether details from elsewhere could be a result of `parse_details`. Raises TypeError for some."""
    texts = [details.title, details.tagline, details.overview, details.language, *details.directors]
    texts += [text for role in details.cast for text in (role.name, role.character)]
    texts += [text for rating in details.ratings for text in (rating.country, rating.certification)]
    texts += [text for video in details.videos for text in (video.name, video.kind, video.language)]
    texts += [name for each in details.offers for name in (each.country, *each.stream, *each.rent, *each.buy)]
    patterns = [(_IMAGE, details.poster_path), (_IMAGE, details.backdrop_path), (_IMDB, details.imdb_id)]
    patterns += [(_WEB, details.homepage), *((_WEB, offers.link) for offers in details.offers)]
    return (
        all(isinstance(text, str) for text in texts)
        and all(pattern.fullmatch(text) for pattern, text in patterns if text != "")
        and all(_VIDEO.fullmatch(video.key) for video in details.videos)
        and isinstance(details.id, int)
        and (details.runtime is None or isinstance(details.runtime, int))
    )


def image_path(text: str) -> str:
    """Return the path of an image at TMDB, "" if the text is not one: it becomes part of an address."""
    return _matching(_IMAGE, text)


def parse_videos(answer: Json, language: str) -> tuple[Video, ...]:
    """Return the videos at YouTube, best first: in `language` before English, then trailers, then official ones."""
    videos = [
        Video(key, _text(video, "name"), _text(video, "type"), _text(video, "iso_639_1"), video.get("official") is True)
        for video in _objects(_object(answer, "videos"), "results")
        if _text(video, "site") == "YouTube" and (key := _matching(_VIDEO, _text(video, "key")))
    ]
    languages = (language, "en", "")
    kinds = ("Trailer", "Teaser")

    def rank(video: Video) -> tuple[int, int, bool]:
        return _position(languages, video.language), _position(kinds, video.kind), not video.official

    return tuple(sorted(videos, key=rank))


def _position(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _directors(answer: Json) -> tuple[str, ...]:
    crew = _objects(_object(answer, "credits"), "crew")
    return _names(person for person in crew if _text(person, "job") == "Director")


def _cast(answer: Json) -> tuple[Role, ...]:
    cast = sorted(_objects(_object(answer, "credits"), "cast"), key=lambda person: _order(person.get("order")))
    roles = [Role(name, _text(person, "character")) for person in cast if (name := _text(person, "name"))]
    return tuple(roles[:MAX_CAST])


def _order(value: object) -> float:
    return value if isinstance(value, int) else float("inf")


def _ratings(answer: Json) -> tuple[Rating, ...]:
    """Return the first age rating of each country, in order of the codes."""
    ratings: dict[str, str] = {}
    for country in _objects(_object(answer, "release_dates"), "results"):
        code = _matching(_COUNTRY, _text(country, "iso_3166_1"))
        certifications = [_text(release, "certification") for release in _objects(country, "release_dates")]
        if code and any(certifications):
            ratings[code] = next(filter(None, certifications))
    return tuple(Rating(code, ratings[code]) for code in sorted(ratings))


def _offers(answer: Json) -> tuple[WatchOffers, ...]:
    countries = _object(_object(answer, "watch/providers"), "results")
    result = []
    for code in sorted(code for code in countries if isinstance(code, str) and _COUNTRY.fullmatch(code)):
        ways = _object(countries, code)
        offers = WatchOffers(
            country=code,
            link=_matching(_WEB, _text(ways, "link")),
            stream=_providers(ways, "flatrate", "free", "ads"),
            rent=_providers(ways, "rent"),
            buy=_providers(ways, "buy"),
        )
        if offers.stream or offers.rent or offers.buy:
            result.append(offers)
    return tuple(result)


def _providers(ways: Json, *names: str) -> tuple[str, ...]:
    return _names((provider for name in names for provider in _objects(ways, name)), "provider_name")


def _names(objects: Iterator[Json], key: str = "name") -> tuple[str, ...]:
    """Return the names, each once."""
    return tuple(dict.fromkeys(name for item in objects if (name := _text(item, key))))


def _matching(pattern: re.Pattern[str], text: str) -> str:
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
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
