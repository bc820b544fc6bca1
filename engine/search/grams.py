"""What the title index stores of a title: runs of letters, and the initials of its words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.catalogue.titles import BREAK
from engine.search.matching import Form
from engine.search.numbers import is_number, number_form
from engine.search.text import ARTICLES, MAX_CHARACTERS, normal_form, trigrams

_BREAK = re.compile(BREAK)
_INITIALS = range(2, 7)
"""How many letters initials may have."""
# No trigram begins with it.
_MARK = "="


def parts_of_title(title: str, form: Form) -> Iterator[str]:
    """Yield the words of a title, with numbers as they are and as figures, and its initials behind a space."""
    yield from form.plain.split()
    if form.numbered != form.plain:
        yield from form.words
    for initials in _initials(title, form):
        yield f" {initials}"


def grams_of_part(part: str) -> set[str]:
    """Return what is stored of a word of a title, or of its initials, as `parts_of_title` yields them."""
    return {_MARK + part[1:]} if part.startswith(" ") else trigrams(part)


def grams_of_text(form: Form) -> set[str]:
    """Return the runs of letters of a typed text, and its words as what may be the initials of a title."""
    found = trigrams(form.plain) | trigrams(form.numbered)
    found.update(_MARK + word for word in form.words if len(word) in _INITIALS and word.isalpha())
    return found


def _initials(title: str, form: Form) -> Iterator[str]:
    """Yield the initials of a title's name, of what follows it, and of all of it: "lotr", "rotk" and "lotrtrotk"."""
    if " " not in form.plain:
        return
    parts = [form.numbered]
    if broken := _BREAK.search(title, 1, MAX_CHARACTERS):
        parts += [number_form(normal_form(title[: broken.start()])), number_form(normal_form(title[broken.end() :]))]
    for part in parts:
        words = part.split()
        # The number of a sequel is no part of its initials.
        end = next((place for place, word in enumerate(words) if place and is_number(word)), len(words))
        letters = "".join([word[0] for word in words[:end]])
        without_article = letters[1:] if words and words[0] in ARTICLES else letters
        for initials in (letters, without_article):
            if len(initials) in _INITIALS:
                yield initials
