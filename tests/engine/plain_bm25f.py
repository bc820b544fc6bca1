"""Descriptions ranked the slow way that cannot be wrong: BM25F in plain Python, film by film."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from engine import Film
from engine.content.stems import stem
from engine.content.words import words_of
from engine.search.description_build import phrase_of
from engine.search.description_fields import K1, PHRASE_FIELDS, WORD_FIELDS, B, is_telling
from engine.search.descriptions import MAX_PHRASE_WORDS


def _texts(film: Film, column: str) -> list[str]:
    value: str | tuple[str, ...] = getattr(film, column)
    return [value] if isinstance(value, str) else list(value)


def _terms(text: str) -> list[str]:
    return [stem(word.term) for word in words_of(text) if is_telling(word.term)]


class PlainBM25F:
    """All films as counts of words and names."""

    def __init__(self, films: Sequence[Film]) -> None:
        self._counts = {film.id: self._count(film) for film in films}
        self._lengths = {
            film_id: sum(n for term, n in counts.items() if " " not in term) - self._one_word_names(film)
            for film, (film_id, counts) in zip(films, self._counts.items(), strict=True)
        }
        self._mean = sum(self._lengths.values()) / len(films)
        self.films_with = Counter(term for counts in self._counts.values() for term in counts)

    def _count(self, film: Film) -> Counter[str]:
        counts: Counter[str] = Counter()
        for field in WORD_FIELDS:
            for term in (term for text in _texts(film, field.column) for term in _terms(text)):
                counts[term] += field.weight  # type: ignore[assignment]
        for field in PHRASE_FIELDS:
            for term in self._names(film, field.column):
                counts[term] += field.weight  # type: ignore[assignment]
        return counts

    def _names(self, film: Film, column: str) -> Iterable[str]:
        phrases = (
            phrase_of([word.term for word in words_of(text)], column == "companies") for text in _texts(film, column)
        )
        return filter(None, phrases)

    def _one_word_names(self, film: Film) -> float:
        """Return what companies of one word add to the counts: names have no length."""
        return float(sum(" " not in name for name in self._names(film, "companies")))

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of a term."""
        films = self.films_with[term]
        return log(1 + (len(self._counts) - films + 0.5) / (films + 0.5))

    def terms_of(self, text: str) -> Counter[str]:
        """Return the words and names of a text that any film has; at each place the longest name counts."""
        counts = Counter(term for term in _terms(text) if term in self.films_with)
        words = [stem(word.term) for word in words_of(text)]
        start = 0
        while start < len(words):
            lengths = range(min(MAX_PHRASE_WORDS, len(words) - start), 1, -1)
            names = (words[start : start + length] for length in lengths)
            name = next((name for name in names if " ".join(name) in self.films_with), [])
            counts.update([" ".join(name)] if name else [])
            start += max(1, len(name))
        return counts

    def value(self, term: str, film_id: int) -> float:
        """Return what one occurrence of a term in a text adds to the score of a film."""
        tf = self._counts[film_id].get(term, 0.0)
        return self.idf(term) * tf / (tf + K1 * (1 - B + B * self._lengths[film_id] / self._mean)) if tf else 0.0

    def matches(self, text: str) -> dict[int, dict[str, float]]:
        """Return what each term of a text adds to the match of each film, by id, in shares of the most there can be."""
        terms = self.terms_of(text)
        most = sum(n * self.idf(term) for term, n in terms.items())
        return {
            film_id: {term: n * self.value(term, film_id) / most for term, n in terms.items()}
            for film_id in self._counts
        }
