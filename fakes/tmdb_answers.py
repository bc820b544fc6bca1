"""What TMDB (API v3) and YouTube (Data API v3) answer: the shapes are theirs, the sentences are ours.

Pure functions of a film's id and of what was asked, so a test can say what it expects without asking the server.
Shapes: https://developer.themoviedb.org/reference and https://developers.google.com/youtube/v3/docs/search/list.
"""

from __future__ import annotations

import base64
import html
import json
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

Json = dict[str, object]
Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer; its Content-Length is told by the server."""

    status: int
    body: bytes
    content_type: str = "application/json;charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Film:
    """The facts of a film. One without a date of release is one of which nothing but the title is known."""

    id: int
    title: str
    released: str = ""
    runtime: int = 0
    imdb_id: str = ""
    genres: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    original_title: str = ""
    language: str = "en"


ACTION, FAMILY = ("Action", "Science Fiction"), ("Animation", "Family")
WACHOWSKIS, NOLAN, MIYAZAKI = ("Lilly Wachowski", "Lana Wachowski"), ("Christopher Nolan",), ("Hayao Miyazaki",)
MATRIX = Film(603, "The Matrix", "1999-03-30", 136, "tt0133093", ACTION, WACHOWSKIS, ("Keanu Reeves", "Hugo Weaving"))
INCEPTION = Film(27205, "Inception", "2010-07-15", 148, "tt1375666", ACTION, NOLAN, ("Leonardo DiCaprio", "Tom Hardy"))
SPIRITED_AWAY = Film(
    129, "Spirited Away", "2001-07-20", 125, "tt0245429", FAMILY, MIYAZAKI, ("Rumi Hiiragi",), "千と千尋の神隠し", "ja"
)
BARE = Film(990_001, "The Film Nobody Described")
KNOWN = {film.id: film for film in (MATRIX, INCEPTION, SPIRITED_AWAY, BARE)}

GENRES = {"Action": 28, "Animation": 16, "Drama": 18, "Family": 10751, "Mystery": 9648, "Science Fiction": 878}
COUNTRIES = {
    "DE": "Germany",
    "FR": "France",
    "GB": "United Kingdom",
    "IN": "India",
    "JP": "Japan",
    "US": "United States of America",
}
LANGUAGES = {"de": ("German", "Deutsch"), "en": ("English", "English"), "ja": ("Japanese", "日本語")}
SIZES = {
    "backdrop_sizes": ["w300", "w780", "w1280", "original"],
    "logo_sizes": ["w45", "w92", "w154", "w185", "w300", "w500", "original"],
    "poster_sizes": ["w92", "w154", "w185", "w342", "w500", "w780", "original"],
    "profile_sizes": ["w45", "w185", "h632", "original"],
    "still_sizes": ["w92", "w185", "w300", "original"],
}
FAILURES = {
    401: (7, "Invalid API key: You must be granted a valid key."),
    404: (34, "There is nothing at this address."),
    429: (25, "That was one request too many."),
    500: (11, "Something broke in here."),
    503: (9, "Closed for the moment."),
}
"""HTTP status: TMDB's own code, and a message. Other statuses are TMDB's 15."""


def number_of(text: str) -> int:
    """Return a number that stands for `text`, the same in every run."""
    return zlib.crc32(text.encode())


def film_of(film_id: int) -> Film:
    """Return the known film of this id, or one made up from the id alone."""
    day = f"{1960 + film_id % 60}-{1 + film_id % 12:02d}-{1 + film_id % 28:02d}"
    genres = tuple(sorted(GENRES)[film_id % 3 :: 3])
    cast = tuple(f"Player {(film_id + part) % 500}" for part in range(4))
    directors = (f"Director {film_id % 97}",)
    made_up = Film(film_id, f"Film {film_id}", day, 80 + film_id % 80, f"tt{film_id:08d}", genres, directors, cast)
    return KNOWN.get(film_id, made_up)


def film_with(imdb_id: str) -> Film | None:
    """Return the film of an IMDb id: the inverse of `film_of(…).imdb_id`."""
    digits = imdb_id.removeprefix("tt")
    candidates = [*KNOWN.values(), film_of(int(digits) if digits.isdecimal() else BARE.id)]
    return next((film for film in candidates if film.imdb_id and film.imdb_id == imdb_id), None)


def marked(text: str, query: Query) -> str:
    """Return `text` as a translation: with the language asked for behind it, unless that is English."""
    language = query.get("language", "en-US")
    return text if language.startswith("en") else f"{text} [{language}]"


def summary(film: Film, query: Query) -> Json:
    """Return what a film's details and its place in a list have in common."""
    title, overview = film.title, f"What happens in {film.title}, told by a test."
    return (
        {"id": film.id, "title": marked(title, query), "original_title": film.original_title or title}
        | {"overview": marked(overview, query) if film.released else "", "release_date": film.released}
        | {kind: f"/{kind[:-5]}{film.id}.jpg" if film.released else None for kind in ("poster_path", "backdrop_path")}
        | {"adult": False, "video": False, "original_language": film.language, "popularity": film.id % 1000 / 10}
        | {"vote_average": film.id % 100 / 10, "vote_count": film.id % 30_000}
    )


def details(film: Film, query: Query) -> Json:
    """Return /movie/{id} with the parts that append_to_response names; TMDB passes over names it does not know."""
    english, name = LANGUAGES[film.language]
    country = "JP" if film.language == "ja" else "US"
    asked = query.get("append_to_response", "").split(",")
    return summary(film, query) | {
        "belongs_to_collection": None,
        "budget": film.runtime * 1_000_000,
        "genres": [{"id": GENRES[genre], "name": genre} for genre in film.genres],
        "homepage": f"https://films.example/{film.id}" if film.released else "",
        "imdb_id": film.imdb_id or None,
        "origin_country": [country],
        "production_companies": [{"id": 7, "logo_path": None, "name": "Test Pictures", "origin_country": country}],
        "production_countries": [{"iso_3166_1": country, "name": COUNTRIES[country]}],
        "revenue": film.runtime * 3_000_000,
        "runtime": film.runtime,
        "spoken_languages": [{"english_name": english, "iso_639_1": film.language, "name": name}],
        "status": "Released" if film.released else "Rumored",
        "tagline": marked(f"See {film.title} twice.", query) if film.released else "",
        **{part: PARTS[part](film, query) for part in asked if part in PARTS},
    }


def _person(film: Film, name: str, room: str) -> Json:
    number = number_of(name)
    return (
        {"adult": False, "gender": number % 4, "id": number % 1_000_000, "name": name, "original_name": name}
        | {"known_for_department": room, "popularity": 1.5, "credit_id": f"{number_of(f'{film.id} {name}'):024x}"}
        | {"profile_path": f"/person{number % 1_000_000}.jpg" if number % 3 else None}
    )


def cast_and_crew(film: Film, _: Query) -> Json:
    """Return the part "credits". The directors do not come first in the crew."""
    writers = [f"Writer {film.id % 89}"] if film.directors else []
    jobs = [(name, "Writing", "Screenplay") for name in writers]
    jobs += [(name, "Directing", "Director") for name in film.directors]
    return {
        "cast": [
            _person(film, name, "Acting") | {"cast_id": place + 1, "character": f"Part {place + 1}", "order": place}
            for place, name in enumerate(film.cast)
        ],
        "crew": [_person(film, name, room) | {"department": room, "job": job} for name, room, job in jobs],
    }


def release_dates(film: Film, _: Query) -> Json:
    """Return the part "release_dates". The American premiere, which comes first, and France have no certificate."""
    german, british, indian, american = ("16", "15", "A", "R") if film.id % 2 else ("12", "PG", "UA", "PG-13")
    premiere, cinema, digital = 1, 3, 4
    given = {
        "DE": [(cinema, german)],
        "FR": [(cinema, "")],
        "GB": [(cinema, british), (digital, british)],
        "IN": [(cinema, indian)],
        "US": [(premiere, ""), (cinema, american), (digital, american)],
    }
    common: Json = {"descriptors": [], "iso_639_1": "", "note": "", "release_date": f"{film.released}T00:00:00.000Z"}
    results: dict[str, list[Json]] = {
        country: [common | {"certification": mark, "type": kind} for kind, mark in releases]
        for country, releases in given.items()
        if film.released
    }
    return {"results": [{"iso_3166_1": country, "release_dates": some} for country, some in results.items()]}


def video_key(film_id: int, language: str, name: str) -> str:
    """Return the key of a video: 11 characters, as YouTube's are, that say whose it is: "enTr0000603"."""
    return f"{language}{name[:2]}{film_id % 10**7:07d}"


VIDEOS = (
    ("en", "US", "Clip", True, "YouTube"),
    ("en", "US", "Teaser", True, "YouTube"),
    ("en", "US", "Fan Trailer", False, "YouTube"),
    ("en", "US", "Trailer", True, "YouTube"),
    ("de", "DE", "Vimeo Trailer", True, "Vimeo"),
    ("de", "DE", "Teaser", True, "YouTube"),
    ("de", "DE", "Trailer", True, "YouTube"),
    ("fr", "FR", "Teaser", True, "YouTube"),
    (None, None, "Teaser", False, "YouTube"),
)
"""Language, country, name that ends with the type, whether official, site. The first of a language is not its best."""


def videos(film: Film, query: Query) -> Json:
    """Return the part "videos": those in the languages of include_video_language, else of language, else in English."""
    languages = _languages(query, "include_video_language") or {"en"}
    return {
        "results": [
            {"iso_639_1": language, "iso_3166_1": country, "name": f"{name} of {film.title}", "type": name.split()[-1]}
            | {"key": video_key(film.id, language or "xx", name), "site": site, "size": 1080, "official": official}
            | {"id": f"{film.id:024x}", "published_at": f"{film.released}T12:00:00.000Z"}
            for language, country, name, official, site in VIDEOS
            if film.released and language in languages
        ]
    }


def _languages(query: Query, name: str) -> set[str | None]:
    """Return the languages that parameter `name` lists, "null" being None; without it that of `language`, if any."""
    listed = query.get(name) or query.get("language", "").partition("-")[0]
    return {None if one == "null" else one for one in listed.split(",") if one}


def watch_providers(film: Film, _: Query) -> Json:
    """Return the part "watch/providers": every way in the US, fewer in Germany and Britain, nothing elsewhere."""

    def at(*names: str) -> list[Json]:
        return [
            {"logo_path": f"/shop{rank}.jpg", "provider_id": len(name), "provider_name": name, "display_priority": rank}
            for rank, name in enumerate(names)
        ]

    stream, rent, buy = at("Streamly", "Nightflix"), at("Lend-a-Reel"), at("Reelkeeper", "Lend-a-Reel")
    britain, america = {"rent": rent, "buy": buy}, {"flatrate": stream, "rent": rent, "buy": buy, "ads": at("Adreel")}
    ways = {"DE": {"flatrate": at("Streamberg")}, "GB": britain, "US": america}
    page = f"https://www.themoviedb.org/movie/{film.id}/watch?locale="
    return {"results": {country: {"link": page + country, **way} for country, way in ways.items() if film.released}}


def images(film: Film, query: Query) -> Json:
    """Return the part "images", in the languages of include_image_language, else of language, else in all."""
    languages = _languages(query, "include_image_language") or {"en", "de", None}

    def of(kind: str, width: int, height: int) -> list[Json]:
        size: Json = {"aspect_ratio": round(width / height, 3), "height": height, "width": width}
        return [
            {"iso_639_1": one, "file_path": f"/{kind}{film.id}{one or ''}.jpg", "vote_average": 5.3, "vote_count": 9}
            | size
            for one in ("en", "de", None)
            if film.released and one in languages
        ]

    return {"backdrops": of("backdrop", 1920, 1080), "logos": of("logo", 500, 200), "posters": of("poster", 1000, 1500)}


def external_ids(film: Film, _: Query) -> Json:
    """Return the part "external_ids"."""
    page, data = (f"film{film.id}", f"Q{film.id}") if film.released else (None, None)
    return {
        "imdb_id": film.imdb_id or None,
        "wikidata_id": data,
        "facebook_id": page,
        "instagram_id": page,
        "twitter_id": None,
    }


PARTS: dict[str, Callable[[Film, Query], Json]] = {
    "credits": cast_and_crew,
    "release_dates": release_dates,
    "videos": videos,
    "watch/providers": watch_providers,
    "images": images,
    "external_ids": external_ids,
}


def found(film: Film | None, query: Query) -> Json:
    """Return /find/{imdb_id}: one film or none, and nothing of the other kinds."""
    others = ("person_results", "tv_results", "tv_episode_results", "tv_season_results")
    empty: Json = {kind: [] for kind in ("movie_results", *others)}
    if film is None:
        return empty
    more = {"media_type": "movie", "genre_ids": [GENRES[genre] for genre in film.genres]}
    return empty | {"movie_results": [summary(film, query) | more]}


def configuration(image_url: str) -> Json:
    """Return /configuration, whose base addresses end with a slash."""
    images: Json = {"base_url": f"{image_url}/", "secure_base_url": f"{image_url}/", **SIZES}
    return {"images": images, "change_keys": ["adult", "images", "overview", "title"]}


def countries() -> list[Json]:
    """Return /configuration/countries."""
    return [{"iso_3166_1": code, "english_name": name, "native_name": name} for code, name in COUNTRIES.items()]


def languages() -> list[Json]:
    """Return /configuration/languages."""
    return [{"iso_639_1": code, "english_name": name, "name": own} for code, (name, own) in LANGUAGES.items()]


def youtube_results(query: Query) -> Json:
    """Return /youtube/v3/search. Titles are escaped for HTML; without type=video a channel comes first: so they do."""
    asked = query.get("q", "")
    kinds = ["video"] * 5 if query.get("type") == "video" else ["channel", *["video"] * 4]
    common: Json = {"publishedAt": "2020-01-01T12:00:00Z", "channelId": "channel", "channelTitle": "Test channel"}
    items = [
        {
            "kind": "youtube#searchResult",
            "etag": f"etag{place}",
            "id": {"kind": f"youtube#{kind}", f"{kind}Id": f"{kind[:2]}{place}{number_of(asked):08x}"},
            "snippet": common
            | {"title": html.escape(f"{asked} ({kind} {place})"), "description": "", "liveBroadcastContent": "none"}
            | {"thumbnails": {"default": {"url": f"https://i.example/{place}.jpg", "width": 120, "height": 90}}},
        }
        for place, kind in enumerate(kinds[: int(query.get("maxResults", "5"))])
    ]
    page = {"totalResults": 1_000_000, "resultsPerPage": len(items)}
    return {"kind": "youtube#searchListResponse", "etag": "etag", "regionCode": "GB", "pageInfo": page, "items": items}


def youtube(query: Query, keys: Collection[str]) -> Reply:
    """Return the answer to a search: 403 without a key, 400 with a wrong one or without "part"."""
    if "key" not in query:
        return _youtube_failure(403, "forbidden", {"status": "PERMISSION_DENIED"})
    if query["key"] not in keys:
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
        return _youtube_failure(400, "badRequest", {"status": "INVALID_ARGUMENT", "details": [info]})
    return as_json(youtube_results(query)) if "part" in query else _youtube_failure(400, "missingRequiredParameter")


def _youtube_failure(code: int, reason: str, more: Mapping[str, object] | None = None, domain: str = "global") -> Reply:
    message = f"Refused: {reason}."
    errors = [{"message": message, "domain": domain, "reason": reason}]
    return as_json({"error": {"code": code, "message": message, "errors": errors, **(more or {})}}, code)


def failure(path: str, status: int) -> Reply:
    """Return how the host of `path` says that it failed: TMDB, YouTube (403 is a spent quota), or that of images."""
    if path.startswith("/youtube/"):
        spent = status == 403
        return _youtube_failure(status, *(("quotaExceeded", None, "youtube.quota") if spent else ("backendError",)))
    if path.startswith("/t/p/"):
        return Reply(status, b"<h1>No picture</h1>", "text/html")
    code, message = FAILURES.get(status, (15, "It did not work."))
    return as_json({"status_code": code, "status_message": message, "success": False}, status)


def as_json(answer: object, status: int = 200) -> Reply:
    """Return `answer` as a reply in JSON."""
    return Reply(status, json.dumps(answer, ensure_ascii=False).encode())


def with_values(answer: object, values: Mapping[str, object]) -> object:
    """Return `answer` with the fields that `values` names replaced, however deep they lie."""
    if isinstance(answer, list):
        return [with_values(one, values) for one in answer]
    if isinstance(answer, dict):
        return {name: values[name] if name in values else with_values(value, values) for name, value in answer.items()}
    return answer


JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP////////////////////////////////////////////////////////"
    "//////////////////////////////wAALCAADAAIBASIA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAA"
    "AAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAAAAACcgYFdAAAAEUlEQVR42mOsYGBiYGBiYAAAA+QAfhWglf4AAAAASUVORK5CYII="
)
"""A grey picture, 2 pixels wide and 3 high, as JPEG and as PNG."""


def picture(path: str) -> Reply:
    """Return the image of /t/p/{size}/{name}, a PNG or a JPEG by the name's ending; 404 for a size TMDB has not."""
    size, _, name = path.removeprefix("/t/p/").partition("/")
    if not name or not any(size in sizes for sizes in SIZES.values()):
        return failure(path, 404)
    return Reply(200, PNG, "image/png") if name.endswith(".png") else Reply(200, JPEG, "image/jpeg")
