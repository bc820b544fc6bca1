"""The words of one text and their positions, in plain Python: for queries, and to mark words in a text.

`engine.content.terms` finds the same words in many texts at once with Arrow, but not their positions. The two agree on
every character that Python's Unicode database has.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# A copy, since loading scikit-learn takes a second, and no query should wait for it.
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
"""English words that carry no meaning of their own: the ENGLISH_STOP_WORDS of scikit-learn, as a test checks."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    term: str
    """As in the index: lower case, without accents."""
    start: int
    """Position of its first character in the text."""
    stop: int
    """Position after its last character, including accents of the last letter."""


def words_of(text: str) -> list[Word]:
    """Return the words of a text, in order; their positions do not overlap.

    One character may hold several words: ½ holds a 1 and a 2. It counts as part of the first; a word with no character
    of its own is empty, right after that character.
    """
    letters = [_normalise(char) for char in text]
    positions = [position for position, parts in enumerate(letters) for _ in parts]
    words, stop = [], 0
    for match in _WORD.finditer("".join(letters)):
        start, stop = max(stop, positions[match.start()]), positions[match.end() - 1] + 1
        while stop < len(text) and not letters[stop]:
            stop += 1
        words.append(Word(match[0], start, stop))
    return words


def is_informative(term: str) -> bool:
    """Return whether a word says something: it has two letters at least, and is not an English function word."""
    return len(term) > 1 and term not in FUNCTION_WORDS


@lru_cache(maxsize=4_096)
def _normalise(char: str) -> str:
    """Return a character as in the index: lower case, decomposed, without accents."""
    parts = unicodedata.normalize("NFKD", char.lower())
    # Only at the end of a word a sigma is another letter.
    return "".join(part for part in parts if not unicodedata.category(part).startswith("M")).replace("ς", "σ")
