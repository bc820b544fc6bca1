"""Where a film is from, and its language, as descriptions say it. Part of the grammar.

"A French film" means the language, because catalogues know it of more films; "films from France" and "a British film"
mean the country. "Not French" means the country: no filter leaves out a language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from engine.search.country_words import COUNTRIES, OF_COUNTRY, OF_LANGUAGE, in_a_sentence
from engine.search.fact_words import (
    ALONE,
    BOUNDARY,
    FILM,
    GENRE_NAMES,
    GENRE_NOUNS,
    KIND_OF_FILM,
    LANGUAGES,
    NOT,
    SEGMENT,
    one_of,
)
from engine.search.facts import Fact

Match = re.Match[str]
_OR = r"(?:\s*(?:,|/|\bor\b|\band\b)\s*)"
_ADJECTIVES = OF_COUNTRY | OF_LANGUAGE


def _language(match: Match, this_year: int) -> Fact:  # noqa: ARG001 every rule has both
    words = _separate(match["language"])
    codes = tuple(dict.fromkeys(LANGUAGES[word] for word in words))
    return Fact("language", f"in {' or '.join(word.title() for word in words)}", match["fact"], names=codes)


def _country(match: Match, this_year: int) -> Fact:  # noqa: ARG001
    countries = [COUNTRIES.get(word) or _ADJECTIVES[word] for word in _separate(match["country"])]
    label = " or ".join(dict.fromkeys(in_a_sentence(country[0]) for country in countries))
    return Fact(
        "country", f"from {label}", match["fact"], names=tuple(name for country in countries for name in country)
    )


def _not_country(match: Match, this_year: int) -> Fact:
    fact = _country(match, this_year)
    return Fact("not country", f"not {fact.label}", fact.words, names=fact.names)


def _separate(words: str) -> list[str]:
    """Return "french" and "italian" for "French or Italian"."""
    return [re.sub(r"\s+", " ", word.lower()).removeprefix("the ") for word in re.split(_OR, words)]


def _any_of(names: str) -> str:
    return rf"{names}(?:{_OR}{names})*"


def origins() -> Iterator[tuple[str, Callable[[Match, int], Fact | None]]]:
    """Yield the rules."""
    yield from _countries()
    yield from _languages()


_FIRST_WORDS = r"^\W*(?:(?:an?|some|any)\s+)?"
_KIND_OF_ITS_OWN = rf"(?=\s+(?!civil\b)(?:[\w-]+\s+){{1,2}}(?:{FILM}|{one_of(GENRE_NOUNS)}s?){BOUNDARY})"
"""Before a kind that is no genre, as in "martial arts film"."""


def _languages() -> Iterator[tuple[str, Callable[[Match, int], Fact | None]]]:
    name = rf"(?P<language>{_any_of(one_of(LANGUAGES))})"
    adjective = rf"(?P<fact>{name}(?:[\s-]language)?)"
    yield rf"\b{adjective}{KIND_OF_FILM}", _language
    yield rf"{_FIRST_WORDS}{adjective}{_KIND_OF_ITS_OWN}", _language
    # What a film is dubbed in is not its language.
    yield rf"(?P<fact>(?<!\bnot\s)(?<!\bdubbed\s)(?<!\bsubtitled\s)(?<!\bsubtitles\s)\bin\s+{name}){ALONE}", _language
    yield rf"{SEGMENT}{adjective}{ALONE}", _language


def _countries() -> Iterator[tuple[str, Callable[[Match, int], Fact | None]]]:
    made = r"(?:from|(?:made|produced|shot)\s+in)\s+(?:the\s+)?"
    one = rf"(?:the\s+)?{one_of(COUNTRIES)}(?!\w)"
    country = rf"(?P<country>{_any_of(one)}){BOUNDARY}"
    yield rf"(?P<fact>\b(?:but\s+)?{NOT}\s+{made}{country})", _not_country
    unwanted = rf"(?P<country>{_any_of(one_of({*_ADJECTIVES} - {'english'}))})"
    yield rf"(?P<fact>\b(?:but\s+)?{NOT}\s+(?:an?\s+|any\s+)?{unwanted}(?:{ALONE}|\s+{FILM}\b))", _not_country
    # A boy may be from France; a film, and what stands for itself, say where it was made.
    yield rf"\b(?:{FILM}|{one_of(GENRE_NAMES)}s?|something|anything)\s+(?P<fact>{made}{country})", _country
    yield rf"{SEGMENT}(?P<fact>{made}{country})", _country
    adjective = rf"(?P<fact>(?P<country>{_any_of(one_of(OF_COUNTRY))}))"
    yield rf"\b{adjective}{KIND_OF_FILM}", _country
    yield rf"{_FIRST_WORDS}{adjective}{_KIND_OF_ITS_OWN}", _country
    # "Hong Kong, 1959" is where a story happens.
    alone = rf"(?P<fact>(?P<country>{_any_of(one_of({*OF_COUNTRY} - {'hong kong'}))}))"
    yield rf"{SEGMENT}{alone}{ALONE}", _country
