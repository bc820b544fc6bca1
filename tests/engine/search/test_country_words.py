"""Names of countries in a sentence."""

from __future__ import annotations

import pytest

from engine.search import in_a_sentence
from engine.search.country_words import COUNTRIES, OF_COUNTRY


@pytest.mark.parametrize(
    "country",
    [
        "Bahamas",
        "Cayman Islands",
        "Czech Republic",
        "Dominican Republic",
        "Netherlands",
        "Palestinian Territory",
        "Philippines",
        "Soviet Union",
        "United Arab Emirates",
        "United Kingdom",
        "United States of America",
    ],
)
def test_some_countries_come_after_the(country: str) -> None:
    assert in_a_sentence(country) == f"the {country}"


@pytest.mark.parametrize("country", ["France", "Hong Kong", "Iceland", "Ireland", "Norfolk Island", "South Korea"])
def test_most_countries_do_not(country: str) -> None:
    assert in_a_sentence(country) == country


def test_every_country_of_a_description_has_a_name_in_a_sentence() -> None:
    for name, *_ in (*COUNTRIES.values(), *OF_COUNTRY.values()):
        assert in_a_sentence(name).removeprefix("the ") == name
