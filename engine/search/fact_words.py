"""Words of everyday English that stand for genres, languages and numbers, as parts of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.catalogue.genres import GENRES

NUMBERS = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "ten": 10.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "ninety": 90.0,
}
DECADES = {
    "twenties": 1920,
    "thirties": 1930,
    "forties": 1940,
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
    "noughties": 2000,
}
LANGUAGES = {
    "arabic": "ar",
    "cantonese": "cn",
    "chinese": "zh",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "icelandic": "is",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "mandarin": "zh",
    "norwegian": "no",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "turkish": "tr",
    "vietnamese": "vi",
}
"""The code of each language that an adjective names."""

GENRE_NOUNS = {
    "animation": ("Animation",),
    "anime": ("Animation",),
    "cartoon": ("Animation",),
    "comedy": ("Comedy",),
    "comedies": ("Comedy",),
    "documentary": ("Documentary",),
    "documentaries": ("Documentary",),
    "drama": ("Drama",),
    "fantasy": ("Fantasy",),
    "horror": ("Horror",),
    "musical": ("Music",),
    "rom-com": ("Romance", "Comedy"),
    "rom com": ("Romance", "Comedy"),
    "romcom": ("Romance", "Comedy"),
    "romance": ("Romance",),
    "sci-fi": ("Science Fiction",),
    "sci fi": ("Science Fiction",),
    "scifi": ("Science Fiction",),
    "science fiction": ("Science Fiction",),
    "thriller": ("Thriller",),
    "western": ("Western",),
    "whodunit": ("Mystery",),
    "whodunnit": ("Mystery",),
}
"""Nouns that name a kind of film. Add an s for the plural."""
GENRE_ADJECTIVES = {
    "action-packed": ("Action",),
    "animated": ("Animation",),
    "creepy": ("Horror",),
    "family-friendly": ("Family",),
    "funny": ("Comedy",),
    "hilarious": ("Comedy",),
    "historical": ("History",),
    "humorous": ("Comedy",),
    "romantic": ("Romance",),
    "scary": ("Horror",),
    "spooky": ("Horror",),
    "suspenseful": ("Thriller",),
    "terrifying": ("Horror",),
}
"""Adjectives that mean a genre when they describe a film."""
KINDS = (
    "biopic",
    "blockbuster",
    "caper",
    "classic",
    "heist",
    "mockumentary",
    "noir",
    "slasher",
    "space opera",
    "tearjerker",
)
"""Nouns that name a kind of film, but no genre. Add an s for the plural."""
_KINDS_BEFORE_FILM = (
    *KINDS,
    "cult",
    "disaster",
    "gangster",
    "indie",
    "kung fu",
    "martial arts",
    "monster",
    "road",
    "spy",
    "superhero",
    "vampire",
    "zombie",
)
"""What names a kind of film only right before the word "film"."""
_FOR_CHILDREN = dict.fromkeys(("kid", "children", "children's"), ("Family",))
GENRE_NAMES = {name.lower(): (name,) for name in GENRES} | GENRE_NOUNS | GENRE_ADJECTIVES | _FOR_CHILDREN
"""Everything that means a genre right before the word "film"."""

FILM = (
    r"(?:(?:films?|movies?|flicks?|pictures?|cinema)\b"
    r"(?!\s+(?:theat(?:re|er)|star|maker|director|studio|crew|school|critic|student|producer|projector|festival)s?\b))"
)
"""A film, but not a film school or a movie star."""
BOUNDARY = (
    r"(?=\s*(?:$|[,;.!?:)]|\b(?:about|after|and|before|but|by|directed|featuring|for|from|in|like|no|not|of|on|or|over|set|"
    r"please|since|starring|that|under|unlike|where|which|with|without)\b))"
)
"""Where the name of something ends: at a sign, or at a word that begins another part."""
SEGMENT = r"(?:^|[,;]|\b(?:but|and|something|anything|some))\s*(?:(?:a|an|very|really|also)\s+)?"
"""Where a part begins that describes the film as a whole."""


def one_of(words: Iterable[str]) -> str:
    """Return a group that matches one of these words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def number_of(text: str) -> float:
    """Return the number that digits or a word stand for."""
    word = text.lower()
    return NUMBERS[word] if word in NUMBERS else float(word)


NUMBER = rf"(?:\d{{1,4}}(?:\.\d)?|{one_of(NUMBERS)})"

DECADE = rf"(?P<part>(?:early|mid|late)[\s-]+)?(?P<decade>(?:\d\d)?\d0'?s|{one_of(DECADES)})"
ANY_DECADE = re.sub(r"\?P<\w+>", "?:", DECADE)
KINDS_BETWEEN = rf"(?:(?:{one_of((*GENRE_NAMES, *_KINDS_BEFORE_FILM))}s?|{ANY_DECADE})\s+){{0,4}}"
"""Up to four other words about the kind of film before "film": "vampire", "romantic 90s". Without a limit, a text of
such words alone would take a time that grows with its square."""
KIND_OF_FILM = rf"(?=[\s-]+{KINDS_BETWEEN}(?:{FILM}|{one_of(GENRE_NOUNS)}s?)\b)"
"""Right before the word "film" or a kind of film: "crime film", but not "family" alone."""
ALONE = r"(?=\s*(?:$|[,;.!?]|\b(?:but|and|under|after|before|over|from|please|with|without|about|not)\b))"
"""Where a word stands for itself."""
NOT = r"(?:not|no|nothing|without|except(?:\s+for)?|(?:anything|everything|all)\s+(?:but|except))"
"""Before what is not wanted."""

REQUEST = re.compile(
    rf"^\W*(?:i\b|i'|looking\s+for|show\s+me|give\s+me|find\s+me|recommend|something|anything|like\b|unlike\b"
    rf"|(?:[\w'-]+\s+){{0,4}}?(?:{FILM}|{one_of(GENRE_NOUNS)}s?)\b{BOUNDARY})",
    re.IGNORECASE,
)
"""How a text begins that says what kind of film is wanted."""
