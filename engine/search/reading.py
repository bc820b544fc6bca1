"""Reads a description: what it says about facts becomes facts, and only the rest is left to rank films by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from engine.content.words import words_of
from engine.search.description_fields import is_telling
from engine.search.fact_words import BOUNDARY, FILM, LANGUAGES, REQUEST
from engine.search.facts import Fact, Lexicon, Reading
from engine.search.grammar import RULES

MAX_READ = 1_000
"""Characters of a description that are searched for facts; what follows is left as it is."""
_MAX_TITLE_WORDS, _MAX_NAME_WORDS = 10, 4
_MAX_LOOKUPS = 60
"""Titles that are looked up for one description: each takes some milliseconds in a large catalogue."""
_MAX_SHORT = 12
"""Words of a text that may be a list of wishes. A longer one tells a story, unless it begins with what is wanted; in a
story, "without hope" and "in the 80s" say nothing about the film."""

_LIKE = re.compile(
    rf"(?:^|[,;.]|\b(?:but|something|anything|{FILM}|more|and|or))\s*"
    r"(?P<cue>(?:but\s+)?(?:not|nothing)\s+like|unlike|like|similar\s+to|in\s+the\s+(?:style|vein)\s+of|reminiscent\s+of)\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;]+")
_NEXT_TITLE = re.compile(r"\s*(?:,|\band\b|\bor\b|&)\s*", re.IGNORECASE)
_BOUNDARY = re.compile(BOUNDARY + r"|\s*&", re.IGNORECASE)
_BY = re.compile(
    r"(?P<not>\b(?:but\s+)?(?:without|not|no)\s+(?:by\s+|with\s+)?)$"
    r"|\b(?:(?:directed\s+|made\s+)?by|from(?:\s+director)?|starring|featuring|with)\s+$",
    re.IGNORECASE,
)
_BARE_NAME = re.compile(rf"\W*$|[,;&]|(?:and|or)\b|(?:[\w-]+\s+){{0,2}}{FILM}\b", re.IGNORECASE)
"""What may follow a name that stands alone, or that says whose film is wanted."""
_ARTICLES = ("", "a", "an", "any", "some", "the")
_NEGATION = re.compile(
    r"(?P<sign>^\s*|[,;.]\s*)?(?P<fact>\b(?P<but>but\s+)?(?:without|no|not)\s+"
    r"(?:(?:any|too\s+much|so\s+much|much|too|very|so)\s+)?(?P<what>[\w'-]+(?:\s+[\w'-]+){0,2}?))"
    r"(?=\s*(?:$|[,;.!?]|\b(?:and|or|but|please|with|without|in|from|set|no|not|about|under|after|before|that|where)\b))",
    re.IGNORECASE,
)
_OR = re.compile(r"\s*(?:,\s*)?(?:or|and)\s+(?P<what>[\w'-]+)(?=\s*(?:$|[,;.!?]|\b(?:or|and)\b))", re.IGNORECASE)
_NO_OBJECT = frozenset({"another", "one", "longer", "even", "matter"})
"""Words after which "no", "not" and "without" belong to a story, not to a wish."""
_TOLD = re.compile(r"\b(?:was|were|did|does|could|would)\s+$", re.IGNORECASE)
"""What stands before a "not" that belongs to a story, too."""
_FILLER = re.compile(
    rf"^\W*(?:(?:i\s+(?:want|need|would\s+like)|i'?m\s+looking\s+for|looking\s+for|show\s+me|give\s+me|find\s+me)\s+)?"
    rf"(?:(?:something|anything)\b|(?:(?:a|an|some|any|the)\s+)?{FILM}\b)(?:\s+(?:about|where|in\s+which|with|that))?",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^\s*(?:(?:a|an|the|but|and)\s+)+(?=(?:about|but|for|from|in|of|on|set|where|which|with)\b)|\s+(?:but|and|or|with)$"
    r"|\s*[,;]\s*(?:but|and|or|with)$|[\s,]*\bplease\W*$",
    re.IGNORECASE,
)
"""Words that are left over beside a fact."""


def read(text: str, lexicon: Lexicon, this_year: int, kept: Collection[str] = ()) -> Reading:
    """Return what a description says about facts, and what is left of it.

    Parameters
    ----------
    text
        As written.
    lexicon
        Knows titles and people.
    this_year
        The present year, for "the last ten years".
    kept
        Words of facts that are to stay in the text.

    """
    left, facts, stays = text[:MAX_READ], [], {words.casefold() for words in kept}
    protected: list[range] = []
    is_story = len(left.split()) > _MAX_SHORT and not REQUEST.match(left)
    for find in () if is_story else (_liked, _people, _ruled, _without):
        for start, stop, fact in find(left, lexicon, this_year):
            if any(start < other.stop and other.start < stop for other in protected):
                continue
            if fact.words.casefold() in stays:
                # No other rule may read these words: "horror" is not what "not horror" says.
                protected.append(range(start, stop))
                continue
            facts.append((start, fact))
            left = left[:start] + " " * (stop - start) + left[stop:]
    if not facts:
        return Reading((), _FILLER.sub("", text).strip() or text)
    in_order = dict.fromkeys(fact for _, fact in sorted(facts, key=lambda found: found[0]))
    by_label = {fact.label: fact for fact in reversed(list(in_order))}
    left += text[MAX_READ:]
    return Reading(tuple(fact for fact in in_order if by_label[fact.label] is fact), _bare(left))


Found = Iterator[tuple[int, int, Fact]]
"""Start and end in the text, and what is said there."""


def _ruled(text: str, lexicon: Lexicon, this_year: int) -> Found:  # noqa: ARG001 all finders have the same arguments
    taken: list[range] = []
    for pattern, say in RULES:
        group: str | int = "fact" if "fact" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            start, stop = match.span(group)
            fact = say(match, this_year)
            if fact and not any(start < other.stop and other.start < stop for other in taken):
                taken.append(range(start, stop))
                yield start, stop, _trimmed(fact)


def _trimmed(fact: Fact) -> Fact:
    words = fact.words.strip()
    return Fact(fact.kind, fact.label, words, fact.names, fact.low, fact.high, fact.film)


def _liked(text: str, lexicon: Lexicon, this_year: int) -> Found:  # noqa: ARG001
    lookups = 0
    for match in _LIKE.finditer(text):
        is_unlike = "not" in match["cue"].lower() or match["cue"].lower() == "unlike"
        start, at = match.start("cue"), match.end()
        while at < len(text):
            words = list(_WORD.finditer(text, at))[:_MAX_TITLE_WORDS]
            found = None
            for word in reversed(words):
                if lookups == _MAX_LOOKUPS:
                    return
                title = text[at : word.end()].rstrip(".!?")
                stop = at + len(title)
                is_name = title[:1].isupper() or any(is_telling(part.lower()) for part in title.split())
                if is_name and _BOUNDARY.match(text, stop):
                    lookups += 1
                    found = lexicon.film(title)
                if found:
                    break
            if not found:
                break
            kind, label = ("unlike", f"not like {found[1]}") if is_unlike else ("like", f"like {found[1]}")
            yield start, stop, Fact(kind, label, text[start:stop].strip(), film=found[0])  # type: ignore[arg-type]
            follows = _NEXT_TITLE.match(text, stop)
            if not follows:
                break
            start, at = stop, follows.end()


def _people(text: str, lexicon: Lexicon, this_year: int) -> Found:  # noqa: ARG001
    words = list(_WORD.finditer(text))
    after = 0
    for n, first in enumerate(words):
        for last in reversed(words[n + 1 : n + _MAX_NAME_WORDS]):
            start, stop = first.start(), last.end()
            if start < after or not (name := lexicon.person(text[start:stop].rstrip(".!?'"))):
                continue
            cue = _BY.search(text, 0, start)
            before, behind = text[after:start].strip(" ,;").lower(), text[stop:].strip()
            is_joined = bool(after) and before in ("", "and", "or", "&")
            if cue or is_joined or (before in _ARTICLES and _BARE_NAME.match(behind)):
                kind, label = ("not person", f"without {name}") if cue and cue["not"] else ("person", f"with {name}")
                begin = after if is_joined else cue.start() if cue else start
                yield begin, stop, Fact(kind, label, text[begin:stop].strip(), names=(name,))  # type: ignore[arg-type]
                after = stop
            break


def _without(text: str, lexicon: Lexicon, this_year: int) -> Found:  # noqa: ARG001
    is_short = len(text.split()) <= _MAX_SHORT
    for match in _NEGATION.finditer(text):
        what = match["what"]
        first, is_wish = what.split()[0].lower(), is_short or match["but"] or match["sign"]
        # "Without knowing" belongs to a story, but "not depressing" to a wish.
        if (
            not is_wish
            or not is_telling(first)
            or first in _NO_OBJECT
            or what.lower() in LANGUAGES
            or _TOLD.search(text, 0, match.start("fact"))
            or (first.endswith("ing") and "without" in match["fact"].lower())
        ):
            continue
        start, stop = match.span("fact")
        yield start, stop, Fact("without", f"without {what.lower()}", match["fact"].strip(), names=(what.lower(),))
        while other := _OR.match(text, stop):
            what, start, stop = other["what"].lower(), stop, other.end()
            yield start, stop, Fact("without", f"without {what}", text[start:stop].strip(), names=(what,))


def _bare(text: str) -> str:
    """Return what is left of a text, without signs and spaces that separated facts, and without "a film about"."""
    text = re.sub(r"\s+", " ", re.sub(r"(?:\s*[,;]\s*)+", ", ", text))
    bare = _DANGLING.sub("", _FILLER.sub("", text.strip(" ,;."))).strip(" ,;.")
    return bare if any(is_telling(word.term) for word in words_of(bare)) else ""
