"""Every page and view of the site, by name, as an address on the sample."""

from __future__ import annotations

from urllib.parse import urlencode

from ui.browse.listing import TABLE as BROWSE_TABLE
from ui.navigation import GROUP, MAP, NEIGHBOURS, PATH, TWO_FILMS
from ui.recommend.results import BREAKDOWN, TABLE
from ui.statistics import contents, data_quality, group_by, over_time, ratings_and_money

_PAIR = {"first": "The Matrix (1999)", "second": "Toy Story (1995)"}
_LIKED = {"film": "Toy Story (1995)", "about": "robots", "ignore": "Genres", "genres": ["Drama", "Comedy"]}


def _view(page: str, **values: object) -> str:
    return f"{page}?{urlencode(values, doseq=True)}"


VIEWS = {
    "home": "",
    "home, found": _view("", search="nolan"),
    "home, nothing found": _view("", search="xqzzk"),
    "browse": "browse",
    "browse, filtered": _view("browse", genre=["Horror", "Thriller"], year=[1980, 1989]),
    "browse, table": _view("browse", view_as=BROWSE_TABLE),
    "recommend, nothing chosen": "recommend",
    "recommend": _view("recommend", **_LIKED),
    "recommend, table": _view("recommend", **_LIKED, view=TABLE),
    "recommend, breakdown": _view("recommend", **_LIKED, view=BREAKDOWN),
    "film": _view("film", id=27205),
    "film, unknown": _view("film", id=1),
    "for you, too few ratings": "for_you",
    "person": _view("person", name="Christopher Nolan"),
    **{
        f"my films, {section}": _view("my_films", films=section)
        for section in ("Watchlist", "Import and export", "Your taste")
    },
    "similarity, nothing chosen": "similarity",
    **{
        f"similarity, {mode}": _view("similarity", mode=mode, **_PAIR, centre="The Matrix (1999)")
        for mode in (TWO_FILMS, GROUP, NEIGHBOURS, MAP, PATH)
    },
    **{
        f"statistics, {section.NAME}": _view("statistics", section=section.NAME)
        for section in (over_time, contents, ratings_and_money, data_quality, group_by)
    },
    "about": "about",
    "unknown address": "nowhere",
}
