"""Exports of film sites as they write them, about films of the sample; and a zip of files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

START = datetime(2024, 1, 1, tzinfo=UTC)

RATINGS = "Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,Inception,2010,https://boxd.it/1,4.5\n"
WATCHED = "Date,Name,Year,Letterboxd URI\n2024-01-03,Interstellar,2014,https://boxd.it/2\n"
DIARY = (
    "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"
    "2024-02-02,Inception,2010,https://boxd.it/3,5,Yes,,2024-02-01\n"
)
LETTERBOXD = {
    "ratings.csv": RATINGS,
    "watched.csv": WATCHED,
    "watchlist.csv": "Date,Name,Year,Letterboxd URI\n2024-01-04,Avatar,2009,https://boxd.it/4\n",
    "diary.csv": DIARY,
    "profile.csv": "Date Joined,Username\n2020-01-01,ada\n",
    "likes/films.csv": WATCHED.replace("Interstellar", "Titanic"),
    "deleted/diary.csv": DIARY.replace("Inception", "Deadpool"),
    "lists/best.csv": "Letterboxd list export v7\nDate,Name\n",
    "reviews.csv": "",
}
IMDB_HEADER = "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Year"
IMDB_RATINGS = (
    f"{IMDB_HEADER}\ntt1375666,9,2024-01-02,Inception,Inception,u,Movie,8.8,2010\n"
    "tt0903747,10,2024-01-02,Breaking Bad,Breaking Bad,u,TV Series,9.5,2008\n"
)
IMDB_OLD_RATINGS = (
    '"position","const","created","modified","description","Title","Title type","Directors","You rated","Year"\n'
    '"1","tt1375666","Tue Jan  2 00:00:00 2024","","","Inception","Feature Film","","9","2010"\n'
)
IMDB_WATCHLIST = (
    "Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,Year,Your Rating\n"
    "1,tt1375666,2024-01-02,2024-01-02,,Inception,Inception,u,Movie,8.8,2010,\n"
)
TRAKT = """[
 {"rated_at": "2024-01-02T00:00:00.000Z", "rating": 9, "type": "movie",
  "movie": {"title": "Inception", "year": 2010, "ids": {"trakt": 1, "imdb": "tt1375666", "tmdb": 27205}}},
 {"rated_at": "2024-01-02T00:00:00.000Z", "rating": 9, "type": "show", "show": {"title": "Lost"}}]"""
MOVIELENS = "userId,movieId,rating,timestamp\n1,79132,4.5,1704153600\n"
LINKS = "movieId,imdbId,tmdbId\n79132,1375666,27205\n"
MOVIELENS_SITE = "movie_id,imdb_id,tmdb_id,rating,average_rating,title\n79132,1375666,27205,4.5,4,Inception (2010)\n"
TMDB = (
    "TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,Date Rated\n"
    "27205,tt1375666,movie,Inception,2010-07-15,,,8.4,9,2024-01-02T00:00:00Z\n"
    "1399,,tv,Game of Thrones,2011-04-17,,,8.4,9,2024-01-02T00:00:00Z\n"
)


def zip_of(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of files by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
