"""Words of everyday English that stand for countries."""

from __future__ import annotations

_OTHER_NAMES = {
    "Czech Republic": ("Czechia",),
    "Hong Kong": (),
    "Soviet Union": ("USSR",),
    "South Korea": ("Korea", "Republic of Korea", "Korea, Republic of"),
    "United Kingdom": ("UK", "U.K.", "Great Britain", "Britain", "England"),
    "United States of America": ("USA", "U.S.A.", "US", "U.S.", "United States", "America", "the States"),
}
"""Countries as TMDB names them that people and other files name in several ways."""

_WITH_ARTICLE = frozenset(
    {"Bahamas", "Comoros", "Gambia", "Holy See", "Maldives", "Netherlands", "Philippines", "Seychelles", "Soviet Union"}
)
_BEGINS_WITH_ARTICLE = ("United ",)
_ENDS_WITH_ARTICLE = (" Antilles", " Islands", " Jamahiriya", " Republic", " Territories", " Territory", " Union")

_PLAIN_NAMES = (
    "Argentina", "Australia", "Austria", "Belgium", "Brazil", "Bulgaria", "Canada", "Chile", "China", "Colombia",
    "Cuba", "Denmark", "Egypt", "Finland", "France", "Germany", "Greece", "Hungary", "Iceland", "India",
    "Indonesia", "Iran", "Ireland", "Israel", "Italy", "Japan", "Malaysia", "Mexico", "Morocco", "Netherlands",
    "New Zealand", "Nigeria", "Norway", "Pakistan", "Peru", "Philippines", "Poland", "Portugal", "Romania",
    "Russia", "Senegal", "Serbia", "Singapore", "South Africa", "Spain", "Sweden", "Switzerland", "Taiwan",
    "Thailand", "Turkey", "Ukraine", "Vietnam",
)  # fmt: skip
"""Countries that have one name."""

COUNTRIES = {name.lower(): (name,) for name in _PLAIN_NAMES} | {
    word.lower(): (country, *others) for country, others in _OTHER_NAMES.items() for word in (country, *others)
}
"""Names that catalogues may have for a country, by each of its names: TMDB's first."""

_ADJECTIVES = {
    "american": "United States of America",
    "argentine": "Argentina",
    "argentinian": "Argentina",
    "australian": "Australia",
    "austrian": "Austria",
    "belgian": "Belgium",
    "brazilian": "Brazil",
    "british": "United Kingdom",
    "canadian": "Canada",
    "chilean": "Chile",
    "colombian": "Colombia",
    "cuban": "Cuba",
    "egyptian": "Egypt",
    "hong kong": "Hong Kong",
    "indian": "India",
    "iranian": "Iran",
    "irish": "Ireland",
    "israeli": "Israel",
    "mexican": "Mexico",
    "nigerian": "Nigeria",
    "pakistani": "Pakistan",
    "serbian": "Serbia",
    "south african": "South Africa",
    "south korean": "South Korea",
    "soviet": "Soviet Union",
    "swiss": "Switzerland",
    "taiwanese": "Taiwan",
    "ukrainian": "Ukraine",
}
OF_COUNTRY = {adjective: COUNTRIES[name.lower()] for adjective, name in _ADJECTIVES.items()}
"""The names of a country by its adjective. Adjectives that name a language, too, mean the language: "a French film"."""

_SPOKEN_IN = {
    "chinese": "China", "czech": "Czech Republic", "danish": "Denmark", "dutch": "Netherlands", "finnish": "Finland",
    "french": "France", "german": "Germany", "greek": "Greece", "hungarian": "Hungary", "icelandic": "Iceland",
    "indonesian": "Indonesia", "italian": "Italy", "japanese": "Japan", "korean": "South Korea", "norwegian": "Norway",
    "polish": "Poland", "portuguese": "Portugal", "romanian": "Romania", "russian": "Russia", "spanish": "Spain",
    "swedish": "Sweden", "thai": "Thailand", "turkish": "Turkey", "vietnamese": "Vietnam",
}  # fmt: skip
OF_LANGUAGE = {adjective: COUNTRIES[name.lower()] for adjective, name in _SPOKEN_IN.items()}
"""The names of the country that an adjective of a language means where only a country can be meant: "not French"."""


def in_a_sentence(country: str) -> str:
    """Return the name of a country as a sentence has it: "the Netherlands", "France"."""
    takes_article = (
        country in _WITH_ARTICLE or country.startswith(_BEGINS_WITH_ARTICLE) or country.endswith(_ENDS_WITH_ARTICLE)
    )
    return f"the {country}" if takes_article else country
