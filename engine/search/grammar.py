"""The grammar of descriptions: which words say a year, a length, a genre and so on. Pure functions of a text.

A rule is a pattern, and a function that turns a match into a fact, or into `None` where it is none after all. Rules are
cautious: a description also tells a story, where "a Korean family" and "set in the 80s" say nothing about the film.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from engine.search.fact_words import (
    ALONE,
    ANY_DECADE,
    BOUNDARY,
    DECADE,
    DECADES,
    FILM,
    GENRE_ADJECTIVES,
    GENRE_NAMES,
    GENRE_NOUNS,
    KIND_OF_FILM,
    KINDS,
    KINDS_BETWEEN,
    NOT,
    NUMBER,
    SEGMENT,
    number_of,
    one_of,
)
from engine.search.facts import Fact
from engine.search.origins import origins

Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match, int], Fact | None]]
"""A pattern, and what a match says, given the present year. The fact's words are the group "fact", or all of it."""

SHORT_MINUTES, NOT_LONG_MINUTES = 90, 120
"""What "short" and "not too long" mean."""
MOST_MINUTES = 600
"""More is no running time: "less than 24 hours" belongs to a story."""
HIGH_RATING, HIGH_RATING_VOTES = 7.0, 50
"""What "highly rated" means: a few votes don't decide."""
FEW_VOTES, MANY_VOTES = 500, 1_000
"""What "little known" and "popular" mean."""
RECENT_YEARS = 5
_YEAR = r"(?:1[89]\d\d|20\d\d)"


def _years(first: int | None, last: int | None, words: str) -> Fact:
    if first == last:
        label = f"from {first}"
    elif first is None:
        label = f"up to {last}"
    else:
        label = f"{first} to {last}" if last else f"from {first} on"
    return Fact("years", label, words, low=first, high=last)


def _year_limit(match: Match, this_year: int) -> Fact:  # noqa: ARG001 every rule has both
    word, year = match["word"].lower(), int(match["year"])
    first = {"after": year + 1, "newer than": year + 1, "since": year}.get(word)
    last = {"before": year - 1, "older than": year - 1, "until": year, "up to": year}.get(word)
    return _years(first, last, match[0])


def _year(match: Match, this_year: int) -> Fact:  # noqa: ARG001
    return _years(int(match["year"]), int(match["year"]), match[0])


def _year_range(match: Match, this_year: int) -> Fact:  # noqa: ARG001
    first, last = sorted((int(match["first"]), int(match["last"])))
    return _years(first, last, match[0])


def _decade(match: Match, this_year: int) -> Fact:
    word = match["decade"].lower()
    first = DECADES.get(word) or int(re.sub(r"\D", "", word))
    if first < 100:
        first += 2000 if first <= this_year % 100 else 1900
    part = (match["part"] or "").lower().strip(" -")
    start, stop = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
    return _years(first + start, first + stop, match["fact"])


def _last_years(match: Match, this_year: int) -> Fact:
    years = 10.0 if match["decade"] else number_of(match["years"] or str(RECENT_YEARS))
    return _years(this_year - int(years), None, match[0])


def _this_year(match: Match, this_year: int) -> Fact:
    return _years(this_year, this_year, match["fact"])


def _recent(match: Match, this_year: int) -> Fact:
    return _years(this_year - RECENT_YEARS, None, match["fact"])


def _minutes(match: Match) -> int:
    amount = number_of(match["number"]) + (0.5 if match["half"] else 0)
    return round(amount * (60 if match["unit"].lower().startswith("h") else 1))


def _length(match: Match, this_year: int) -> Fact | None:  # noqa: ARG001
    minutes = _minutes(match)
    if minutes > MOST_MINUTES:
        return None
    if match["word"].lower() in ("over", "more than", "longer than", "at least"):
        return Fact("runtime", f"at least {minutes} min", match[0], low=minutes)
    return Fact("runtime", f"up to {minutes} min", match[0], high=minutes)


def _fixed(kind: str, label: str, low: float | None = None, high: float | None = None) -> Callable[[Match, int], Fact]:
    return lambda match, _: Fact(kind, label, match["fact"], low=low, high=high)  # type: ignore[arg-type]


def _genres(word: str) -> tuple[str, ...]:
    name = re.sub(r"\s+", " ", word.lower())
    return GENRE_NAMES.get(name) or GENRE_NAMES[name.removesuffix("s")]


def _genre(match: Match, this_year: int) -> Fact:  # noqa: ARG001
    names = _genres(match["genre"])
    return Fact("genre", " and ".join(names), match["fact"], names=names)


def _not_genre(match: Match, this_year: int) -> Fact:  # noqa: ARG001
    names = _genres(match["genre"])
    return Fact("not genre", f"not {' or '.join(names)}", match["fact"], names=names)


def _rating(match: Match, this_year: int) -> Fact | None:  # noqa: ARG001
    rating = float(match["rating"])
    return Fact("rating", f"rated {rating:g} or higher", match["fact"], low=rating) if rating <= 10 else None


Say = Callable[[Match, int], Fact | None]
_GENRE, _NOUN, _ADJECTIVE = (f"{one_of(names)}s?" for names in (GENRE_NAMES, GENRE_NOUNS, GENRE_ADJECTIVES))
_KIND = f"{one_of(KINDS)}s?"
# Wars of history are what a film is about.
_NAMED_WAR = "".join(rf"(?<!\b{name}\s)" for name in ("civil", "cold", "gang", "gulf", "star", "vietnam", "world"))
_MIXED = one_of({*GENRE_NAMES} - {"family", "music", "tv movie", "kid", "children", "children's"})
"""What a genre may be mixed with. A family drama is a drama."""


def _negations() -> Iterator[tuple[str, Say]]:
    no = rf"(?P<fact>\b(?:but\s+)?{NOT}\s+(?:(?:too|very|so|a|an|any|another)\s+)?"
    yield rf"{no}(?P<genre>{_NOUN}|{_ADJECTIVE})(?:\s+{FILM})?){BOUNDARY}", _not_genre
    yield rf"{no}(?P<genre>{_GENRE})\s+{FILM}\b)", _not_genre
    yield rf"{no}(?P<genre>{_ADJECTIVE}))\b", _not_genre
    sequels = r"(?P<fact>\b(?:no|without|not\s+an?|skip)\s+(?:sequels?|prequels?|remakes?)\b)"
    yield sequels, _fixed("franchise", "no sequels")


def _times() -> Iterator[tuple[str, Say]]:
    made = r"(?:(?:made|released|films|movies)\s+)?"
    yield rf"\b{made}(?:between|from)\s+(?P<first>{_YEAR})\s+(?:and|to)\s+(?P<last>{_YEAR})\b", _year_range
    yield rf"\b(?P<first>{_YEAR})\s?[-–]\s?(?P<last>{_YEAR})\b", _year_range
    yield rf"\b{made}(?P<word>after|since|before|until|up to|newer than|older than)\s+(?P<year>{_YEAR})\b", _year_limit
    yield rf"\b(?:from|made in|released in)\s+(?P<year>{_YEAR})\b(?!\s+(?:to|on))", _year
    yield rf"\bfrom\s+(?P<year>{_YEAR})\s+on(?:wards?)?\b", lambda match, _: _years(int(match["year"]), None, match[0])
    yield rf"\b(?P<fact>(?:from|of|made in)\s+the\s+{DECADE})\b", _decade
    yield rf"\b(?P<fact>{DECADE}){KIND_OF_FILM}", _decade
    yield rf"\b(?P<fact>{DECADE})(?=[\s-]+{_KIND}\b)", _decade
    # Alone it says when a film was made; "Berlin, 1920s" says when it plays.
    yield rf"^\W*(?P<fact>(?:the\s+)?{DECADE})\W*$", _decade
    yield rf"(?:{FILM}|{_NOUN}|{_KIND}|\b(?:but|something|anything))\s+(?P<fact>{DECADE}){ALONE}", _decade
    years = rf"(?:(?P<years>{NUMBER})\s+years|(?P<decade>decade))"
    yield rf"\b(?:from|in|of|made in)\s+the\s+(?:last|past)\s+{years}\b", _last_years
    yield rf"\b(?P<fact>recent|new){KIND_OF_FILM}", _recent
    yield rf"{FILM}\s+(?P<fact>(?:from|of)\s+this\s+year)\b", _this_year
    yield rf"\b(?P<fact>this\s+year's)(?:(?=\s+best\b)|{KIND_OF_FILM})", _this_year


def _lengths() -> Iterator[tuple[str, Say]]:
    limits = "under|less than|shorter than|at most|no longer than|not longer than|up to"
    amount = rf"(?P<number>{NUMBER})\s*(?P<half>and\s+a\s+half\s*)?(?P<unit>hours?|hrs?|h|minutes?|mins?|m)\b"
    yield rf"\b(?P<word>{limits}|over|more than|longer than|at least)\s+{amount}(?:\s+long)?", _length
    short = _fixed("runtime", f"up to {SHORT_MINUTES} min", high=SHORT_MINUTES)
    yield rf"\b(?P<fact>short)(?=\s+(?:{FILM}|{_NOUN})\b)", short
    yield rf"{SEGMENT}(?P<fact>short){ALONE}", short
    not_long = _fixed("runtime", f"up to {NOT_LONG_MINUTES} min", high=NOT_LONG_MINUTES)
    yield r"\b(?P<fact>not\s+(?:too|very|so)\s+long)\b", not_long


def _votes() -> Iterator[tuple[str, Say]]:
    few = r"(?P<fact>(?:little|lesser)[\s-]known|obscure|underrated)"
    many = r"(?P<fact>popular|famous|well[\s-]known)"
    for words, say in (
        (few, _fixed("few votes", f"at most {FEW_VOTES:,} votes", high=FEW_VOTES)),
        (many, _fixed("many votes", f"at least {MANY_VOTES:,} votes", low=MANY_VOTES)),
    ):
        yield rf"\b{words}{KIND_OF_FILM}", say
        yield rf"{SEGMENT}{words}{ALONE}", say
    yield r"(?P<fact>\brated\s+(?:above|over|at\s+least)\s+(?P<rating>\d{1,2}(?:\.\d)?))\b", _rating
    high = _fixed("rating", f"rated {HIGH_RATING:g} or higher", low=HIGH_RATING)
    yield r"\b(?P<fact>(?:highly|well|top)[\s-]rated|critically[\s-]acclaimed)\b", high
    yield rf"\b(?P<fact>best){KIND_OF_FILM}", high


def _kinds() -> Iterator[tuple[str, Say]]:
    yield rf"\b{_NAMED_WAR}(?P<fact>(?P<genre>{_GENRE}))(?=\s+{FILM}\b)", _genre
    # "A horror comedy" is both.
    yield (
        rf"\b{_NAMED_WAR}(?P<fact>(?P<genre>{_MIXED}))(?=\s+{KINDS_BETWEEN}(?:{FILM}|(?:{_NOUN}|{_KIND}){BOUNDARY}))",
        _genre,
    )
    yield (
        rf"(?:^|[,;]|\bbut)\s*(?:[\w'-]+\s+){{0,4}}?(?P<fact>(?P<genre>{_NOUN}))(?:{BOUNDARY}|(?=\s+{ANY_DECADE}{ALONE}))",
        _genre,
    )
    yield rf"{SEGMENT}(?P<fact>(?P<genre>{_ADJECTIVE})){ALONE}", _genre
    yield (
        rf"(?:{FILM}|{_NOUN}|{SEGMENT})\s*(?P<fact>for\s+(?:the\s+)?(?:whole\s+)?(?P<genre>kids|children|family)){ALONE}",
        _genre,
    )


RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), say)
    # Negations first, so that "not scary" is not also "scary"; languages before the genres that follow them.
    for rules in (_negations, _times, _lengths, origins, _votes, _kinds)
    for pattern, say in rules()
)
