"""What no average shows: answers that owe most to genre or company, and films that are recommended to everybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from engine.cinewatch import CineWatch
from engine.entities import CATEGORY_FIELDS, Answer
from engine.progress import Progress, no_progress
from engine.ranking.query import Query

FILMS = 1_000
"""Most voted films, whose top tens are looked at."""
K = 10
MOST = 0.9
"""Share of a match from which an answer owes most of it to genre and company."""
LISTED = 5


@dataclass(frozen=True, slots=True)
class Oddities:
    """What is odd in the top tens of the most voted films, at the default weights."""

    films: int
    """Films that were asked for."""
    answers: int
    """Films that were recommended, repeats included."""
    mostly_category: int
    """Answers that owe MOST of their match to genre and company."""
    without_shared_word: tuple[str, ...]
    """Films of whose ten none shares anything but genre and company."""
    most_recommended: tuple[tuple[str, int], ...]
    """The films recommended most, and how often."""

    @property
    def category_share(self) -> float:
        """`mostly_category` as a share of all answers, 0 to 1."""
        return self.mostly_category / max(1, self.answers)

    def as_dict(self) -> dict[str, Any]:
        """Return everything in plain values."""
        return asdict(self) | {"category_share": self.category_share}

    def markdown(self) -> str:
        """Return everything as a table and a list."""
        often = "\n".join(f"| {label} | {times:,} |" for label, times in self.most_recommended)
        names = ", ".join(self.without_shared_word) or "none"
        return (
            f"{self.mostly_category:,} of {self.answers:,} answers ({self.category_share:.1%}) owe {MOST:.0%} or more "
            f"of their match to genre and company.\n\n| recommended most | of {self.films:,} films |\n| --- | ---: |\n"
            f"{often}\n\n{len(self.without_shared_word):,} of {self.films:,} films share only genre and company with "
            f"all of their {K}: {names}."
        )


def oddities(cinewatch: CineWatch, films: int = FILMS, progress: Progress = no_progress) -> Oddities:
    """Return what is odd in the top tens of the `films` most voted films."""
    names = cinewatch.film_names(films)
    recommended: Counter[str] = Counter()
    mostly, without = 0, []
    for n, name in enumerate(names):
        answer = cinewatch.recommender.recommend(Query((name.id,), k=K))
        recommended.update(found.film.label for found in answer.films)
        mostly += sum(found.explanation.category_share >= MOST for found in answer.films)
        if answer.films and not _shares_a_word(answer):
            without.append(name.label)
        progress("oddities", n + 1, len(names))
    # Equally frequent films come in the order of the alphabet.
    often = sorted(recommended.items(), key=lambda item: (-item[1], item[0]))[:LISTED]
    return Oddities(len(names), recommended.total(), mostly, tuple(without), tuple(often))


def _shares_a_word(answer: Answer) -> bool:
    """Return whether any film of an answer shares something other than genre and company."""
    return any(
        part.value > 0 and part.field not in CATEGORY_FIELDS
        for found in answer.films
        for part in found.explanation.fields
    )
