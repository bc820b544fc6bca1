"""Find words taken from somewhere else: runs of words and whole sentences that two texts share."""

import re
from collections.abc import Iterable, Mapping

__all__ = ["RUN", "repeated_runs", "runs", "sentences", "shared_runs", "shared_sentences", "words"]

# Seven words in a row are hardly ever met with by chance, and titles or idioms are mostly shorter.
RUN = 7


def words(text: str) -> list[str]:
    """Return the lower-cased words of `text`, in order; an apostrophe or a hyphen parts two words."""
    # Straight and curly apostrophes would otherwise make two copies of one sentence look different.
    return re.findall(r"\w+", text.lower())


def sentences(text: str) -> set[str]:
    """Return the sentences of at least three words in `text`, lower-cased and without punctuation."""
    parts = (words(part) for part in re.split(r"[.!?;:]+", text))
    return {" ".join(part) for part in parts if len(part) >= 3}


def runs(text: str, length: int = RUN) -> set[str]:
    """Return every run of `length` consecutive words in `text`; empty if it has fewer words."""
    tokens = words(text)
    return {" ".join(tokens[start : start + length]) for start in range(len(tokens) - length + 1)}


def shared_runs(texts_a: Mapping[str, str], texts_b: Mapping[str, str], length: int = RUN) -> list[str]:
    """Return a line for every pair of texts, one from each side, that shares a run of words.

    texts_a, texts_b : name of a text -> the text
    length : number of consecutive words that make a run
    """
    owner = {run: name for name, text in texts_a.items() for run in runs(text, length)}
    faults = []
    for name, text in texts_b.items():
        shared = _first_of_each(owner.keys() & runs(text, length), owner)
        faults += [f'{mine} shares "{run}" with {name}' for mine, run in shared.items()]
    return faults


def _first_of_each(common: Iterable[str], owner: Mapping[str, str]) -> dict[str, str]:
    """Return the text that shared runs come from -> one of them, so that a copied sentence is one fault."""
    found: dict[str, str] = {}
    for run in sorted(common):
        found.setdefault(owner[run], run)
    return found


def repeated_runs(texts: Mapping[str, str], length: int = RUN) -> list[str]:
    """Return a line for every text that shares a run of `length` words with an earlier one of `texts`."""
    first: dict[str, str] = {}
    faults = []
    for name, text in texts.items():
        own = runs(text, length)
        shared = _first_of_each(first.keys() & own, first)
        faults += [f'{name} shares "{run}" with {earlier}' for earlier, run in shared.items()]
        first |= dict.fromkeys(own - first.keys(), name)
    return faults


def shared_sentences(texts_a: Mapping[str, str], texts_b: Mapping[str, str]) -> list[str]:
    """Return a line for every text of `texts_a` with a whole sentence that is also one of `texts_b`.

    Catches what `shared_runs` cannot: sentences of three to six words.
    """
    theirs = {sentence: name for name, text in texts_b.items() for sentence in sentences(text)}
    return [
        f'{name} shares the sentence "{sentence}" with {theirs[sentence]}'
        for name, text in texts_a.items()
        for sentence in sorted(sentences(text) & theirs.keys())
    ]
