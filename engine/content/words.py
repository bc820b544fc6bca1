"""The words of one text and where they stand in it, in plain Python: for queries, and to mark words in a text.

They are the words that `engine.content.terms` finds in many texts at once with Arrow, which tells no places. The two
agree on every character that Python's Unicode knows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Loading scikit-learn takes a second, which no query should wait for.
FUNCTION_WORDS = frozenset(
    """
    a about above across after afterwards again against all almost alone along already also although always am among
    amongst amoungst amount an and another any anyhow anyone anything anyway anywhere are around as at back be became
    because become becomes becoming been before beforehand behind being below beside besides between beyond bill both
    bottom but by call can cannot cant co con could couldnt cry de describe detail do done down due during each eg eight
    either eleven else elsewhere empty enough etc even ever every everyone everything everywhere except few fifteen
    fifty fill find fire first five for former formerly forty found four from front full further get give go had has
    hasnt have he hence her here hereafter hereby herein hereupon hers herself him himself his how however hundred i ie
    if in inc indeed interest into is it its itself keep last latter latterly least less ltd made many may me meanwhile
    might mill mine more moreover most mostly move much must my myself name namely neither never nevertheless next nine
    no nobody none noone nor not nothing now nowhere of off often on once one only onto or other others otherwise our
    ours ourselves out over own part per perhaps please put rather re same see seem seemed seeming seems serious several
    she should show side since sincere six sixty so some somehow someone something sometime sometimes somewhere still
    such system take ten than that the their them themselves then thence there thereafter thereby therefore therein
    thereupon these they thick thin third this those though three through throughout thru thus to together too top
    toward towards twelve twenty two un under until up upon us very via was we well were what whatever when whence
    whenever where whereafter whereas whereby wherein whereupon wherever whether which while whither who whoever whole
    whom whose why will with within without would yet you your yours yourself yourselves
    """.split()  # noqa: SIM905 a list would be a line a word
)
"""English words that tell nothing by themselves: the ENGLISH_STOP_WORDS of scikit-learn, to which a test holds them."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    term: str
    """As the index has it: in small letters, without accents."""
    start: int
    """Where it begins in the text."""
    stop: int
    """Where it has ended, marks on its last letter included."""


def words_of(text: str) -> list[Word]:
    """Return the words of a text, in order; their places do not overlap.

    One character may hold several words, as ½ holds a 1 and a 2. It belongs to the first of them; one that has no
    other character has an empty place behind it.
    """
    plain = [_plain(char) for char in text]
    origin = [place for place, letters in enumerate(plain) for _ in letters]
    words, stop = [], 0
    for match in _WORD.finditer("".join(plain)):
        start, stop = max(stop, origin[match.start()]), origin[match.end() - 1] + 1
        while stop < len(text) and not plain[stop]:
            stop += 1
        words.append(Word(match[0], start, stop))
    return words


def tells(term: str) -> bool:
    """Return whether a word tells something: it has two letters at least, and is no English function word."""
    return len(term) > 1 and term not in FUNCTION_WORDS


def other_number(term: str) -> tuple[str, ...]:
    """Return what an English noun may be in the other number: "zombies" -> "zombie", "city" -> "cities".

    Words that are none come out as well; whoever asks looks them up, and most are not there.
    """
    if term.endswith("ies") and len(term) > 4:
        return (f"{term[:-3]}y", term[:-1])
    if term.endswith("s") and not term.endswith("ss") and len(term) > 3:
        return (term[:-1], term[:-2]) if term.endswith("es") else (term[:-1],)
    if term.endswith("y"):
        return (f"{term[:-1]}ies", f"{term}s")
    return (f"{term}s", f"{term}es")


@lru_cache(maxsize=4_096)
def _plain(char: str) -> str:
    """Return a character as the index has it: in small letters, taken apart, without its marks."""
    parts = unicodedata.normalize("NFKD", char.lower())
    # A sigma is another letter at the end of a word only.
    return "".join(part for part in parts if not unicodedata.category(part).startswith("M")).replace("ς", "σ")
