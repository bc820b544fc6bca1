"""Public API of what searches and descriptions return. Ask `CineWatch.search`, `.people` and `.understand`."""

from engine.search.country_words import in_a_sentence
from engine.search.facts import Reading
from engine.search.hits import PersonHit, SearchHit

__all__ = ["PersonHit", "Reading", "SearchHit", "in_a_sentence"]
