"""What TMDB's API (version 3) answers: the shapes are TMDB's, the sentences are ours.

Pure functions of a film and of the query, so a test knows the expected answer without a server.
Shapes: https://developer.themoviedb.org/reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fakes.tmdb_films import COUNTRIES, GENRES, LANGUAGES, Film, number_of
from fakes.tmdb_replies import IMAGE_SIZES

Json = dict[str, object]
Query = Mapping[str, str]


def translated(text: str, query: Query) -> str:
    """Return `text` followed by the requested language in brackets, unless that is English."""
    language = query.get("language", "en-US")
    return text if language.startswith("en") else f"{text} [{language}]"


def summary(film: Film, query: Query) -> Json:
    """Return the fields that the details of a film and an entry in a list share."""
    title, overview = film.title, f"What happens in {film.title}."
    return (
        {"id": film.id, "title": translated(title, query), "original_title": film.original_title or title}
        | {"overview": translated(overview, query) if film.release_date else "", "release_date": film.release_date}
        | {
            kind: f"/{kind[:-5]}{film.id}.jpg" if film.release_date else None
            for kind in ("poster_path", "backdrop_path")
        }
        | {"adult": False, "video": False, "original_language": film.language, "popularity": film.id % 1000 / 10}
        | {"vote_average": film.id % 100 / 10, "vote_count": film.id % 30_000}
    )


def details(film: Film, query: Query) -> Json:
    """Return /movie/{id} with the parts that append_to_response names; as at TMDB, unknown names are ignored."""
    english, name = LANGUAGES[film.language]
    country = "JP" if film.language == "ja" else "US"
    appended = query.get("append_to_response", "").split(",")
    return summary(film, query) | {
        "belongs_to_collection": None,
        "budget": film.runtime * 1_000_000,
        "genres": [{"id": GENRES[genre], "name": genre} for genre in film.genres],
        "homepage": f"https://films.example/{film.id}" if film.release_date else "",
        "imdb_id": film.imdb_id or None,
        "origin_country": [country],
        "production_companies": [{"id": 7, "logo_path": None, "name": "Test Pictures", "origin_country": country}],
        "production_countries": [{"iso_3166_1": country, "name": COUNTRIES[country]}],
        "revenue": film.runtime * 3_000_000,
        "runtime": film.runtime,
        "spoken_languages": [{"english_name": english, "iso_639_1": film.language, "name": name}],
        "status": "Released" if film.release_date else "Rumored",
        "tagline": translated(f"See {film.title} twice.", query) if film.release_date else "",
        **{part: PARTS[part](film, query) for part in appended if part in PARTS},
    }


def _person(film: Film, name: str, department: str) -> Json:
    number = number_of(name)
    return (
        {"adult": False, "gender": number % 4, "id": number % 1_000_000, "name": name, "original_name": name}
        | {"known_for_department": department, "popularity": 1.5, "credit_id": f"{number_of(f'{film.id} {name}'):024x}"}
        | {"profile_path": f"/person{number % 1_000_000}.jpg" if number % 3 else None}
    )


def cast_and_crew(film: Film, _: Query) -> Json:
    """Return the part "credits". The crew does not begin with the directors."""
    writers = [f"Writer {film.id % 89}"] if film.directors else []
    jobs = [(name, "Writing", "Screenplay") for name in writers]
    jobs += [(name, "Directing", "Director") for name in film.directors]
    return {
        "cast": [
            _person(film, name, "Acting") | {"cast_id": order + 1, "character": f"Part {order + 1}", "order": order}
            for order, name in enumerate(film.cast)
        ],
        "crew": [
            _person(film, name, department) | {"department": department, "job": job} for name, department, job in jobs
        ],
    }


def release_dates(film: Film, _: Query) -> Json:
    """Return the part "release_dates". France and the American premiere, which comes first, have no certification."""
    german, british, indian, american = ("16", "15", "A", "R") if film.id % 2 else ("12", "PG", "UA", "PG-13")
    premiere, cinema, digital = 1, 3, 4
    countries = {
        "DE": [(cinema, german)],
        "FR": [(cinema, "")],
        "GB": [(cinema, british), (digital, british)],
        "IN": [(cinema, indian)],
        "US": [(premiere, ""), (cinema, american), (digital, american)],
    }
    date = f"{film.release_date}T00:00:00.000Z"
    common: Json = {"descriptors": [], "iso_639_1": "", "note": "", "release_date": date}
    results: dict[str, list[Json]] = {
        country: [common | {"certification": certification, "type": kind} for kind, certification in releases]
        for country, releases in countries.items()
        if film.release_date
    }
    return {"results": [{"iso_3166_1": country, "release_dates": releases} for country, releases in results.items()]}


def video_key(film_id: int, language: str, name: str) -> str:
    """Return the key of a video, 11 characters as at YouTube, made of language, name and film: "enTr0000603"."""
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
"""Language, country, name ending with the type, whether official, site. The first of a language is not its best."""


def videos(film: Film, query: Query) -> Json:
    """Return the part "videos", in the languages of include_video_language, else of language, else in English."""
    languages = _languages(query, "include_video_language") or {"en"}
    return {
        "results": [
            {"iso_639_1": language, "iso_3166_1": country, "name": f"{name} of {film.title}", "type": name.split()[-1]}
            | {"key": video_key(film.id, language or "xx", name), "site": site, "size": 1080, "official": official}
            | {"id": f"{film.id:024x}", "published_at": f"{film.release_date}T12:00:00.000Z"}
            for language, country, name, official, site in VIDEOS
            if film.release_date and language in languages
        ]
    }


def _languages(query: Query, name: str) -> set[str | None]:
    """Return the languages that parameter `name` lists, None for "null"; without it the one of `language`, if any."""
    codes = query.get(name) or query.get("language", "").partition("-")[0]
    return {None if code == "null" else code for code in codes.split(",") if code}


def watch_providers(film: Film, _: Query) -> Json:
    """Return the part "watch/providers": all ways in the US, fewer in Germany and Britain, none elsewhere."""

    def providers(*names: str) -> list[Json]:
        return [
            {"logo_path": f"/shop{rank}.jpg", "provider_id": len(name), "provider_name": name, "display_priority": rank}
            for rank, name in enumerate(names)
        ]

    rent, buy = providers("Lend-a-Reel"), providers("Reelkeeper", "Lend-a-Reel")
    ways = {
        "DE": {"flatrate": providers("Streamberg")},
        "GB": {"rent": rent, "buy": buy},
        "US": {"flatrate": providers("Streamly", "Nightflix"), "rent": rent, "buy": buy, "ads": providers("Adreel")},
    }
    page = f"https://www.themoviedb.org/movie/{film.id}/watch?locale="
    return {"results": {country: {"link": page + country, **way} for country, way in ways.items() if film.release_date}}


def images(film: Film, query: Query) -> Json:
    """Return the part "images", in the languages of include_image_language, else of language, else in all."""
    languages = _languages(query, "include_image_language") or {"en", "de", None}

    def of(kind: str, width: int, height: int) -> list[Json]:
        size: Json = {"aspect_ratio": round(width / height, 3), "height": height, "width": width}
        return [
            {"iso_639_1": code, "file_path": f"/{kind}{film.id}{code or ''}.jpg", "vote_average": 5.3, "vote_count": 9}
            | size
            for code in ("en", "de", None)
            if film.release_date and code in languages
        ]

    return {"backdrops": of("backdrop", 1920, 1080), "logos": of("logo", 500, 200), "posters": of("poster", 1000, 1500)}


def external_ids(film: Film, _: Query) -> Json:
    """Return the part "external_ids"."""
    page, data = (f"film{film.id}", f"Q{film.id}") if film.release_date else (None, None)
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


def find(film: Film | None, query: Query) -> Json:
    """Return /find/{imdb_id}: one film or none, and no people or series."""
    others = ("person_results", "tv_results", "tv_episode_results", "tv_season_results")
    empty: Json = {kind: [] for kind in ("movie_results", *others)}
    if film is None:
        return empty
    extra = {"media_type": "movie", "genre_ids": [GENRES[genre] for genre in film.genres]}
    return empty | {"movie_results": [summary(film, query) | extra]}


def configuration(image_url: str) -> Json:
    """Return /configuration, whose base addresses end with a slash."""
    images: Json = {"base_url": f"{image_url}/", "secure_base_url": f"{image_url}/", **IMAGE_SIZES}
    return {"images": images, "change_keys": ["adult", "images", "overview", "title"]}


def countries() -> list[Json]:
    """Return /configuration/countries."""
    return [{"iso_3166_1": code, "english_name": name, "native_name": name} for code, name in COUNTRIES.items()]


def languages() -> list[Json]:
    """Return /configuration/languages."""
    return [
        {"iso_639_1": code, "english_name": name, "name": native_name}
        for code, (name, native_name) in LANGUAGES.items()
    ]
