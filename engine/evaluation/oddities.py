"""What no average shows: answers that owe most to genre or company, and films that are recommended to everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from engine.cinewatch import CineWatch
from engine.entities import CATEGORY_FIELDS, Answer, FilmName
from engine.progress import Progress, no_progress
from engine.ranking.query import Query

FILMS = 1_000
"""Most voted films, whose top tens are looked at."""
MORE = 3
"""The films recommended most are counted in the tens of this many times as many films."""
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
    counted: int
    """Films in whose tens these are counted."""

    @property
    def category_share(self) -> float:
        """`mostly_category` as a share of all answers, 0 to 1."""
        return self.mostly_category / max(1, self.answers)

    def as_dict(self) -> dict[str, Any]:
        """Return everything in plain values."""
        return asdict(self) | {"category_share": self.category_share}

    def markdown(self) -> str:
        """Return everything as a table and a list."""
        films = f"{len(self.without_shared_word):,} of {self.films:,} films"
        often = "\n".join(f"| {label} | {times:,} |" for label, times in self.most_recommended)
        names = ", ".join(self.without_shared_word) or "none"
        return (
            f"{self.mostly_category:,} of {self.answers:,} answers ({self.category_share:.1%}) owe {MOST:.0%} or more "
            f"of their match to genre and company.\n\n| recommended most | of {self.counted:,} films |\n"
            f"| --- | ---: |\n{often}\n\n{films} share only genre and company with all of their {K}: {names}."
        )


def oddities(cinewatch: CineWatch, films: int = FILMS, progress: Progress = no_progress) -> Oddities:
    """Return what is odd in the top tens of the `films` most voted films.

    The films recommended most are counted in the tens of MORE times as many.
    """
    names, counted = cinewatch.film_names(films), cinewatch.film_names(MORE * films)
    mostly, answers, without = 0, 0, []
    for n, name in enumerate(names):
        answer = cinewatch.recommender.recommend(Query((name.id,), k=K))
        answers += len(answer.films)
        mostly += sum(found.explanation.category_share >= MOST for found in answer.films)
        if answer.films and not _shares_a_word(answer):
            without.append(name.label)
        progress("oddities", n + 1, len(names))
    often = _most_recommended(cinewatch, counted)
    return Oddities(len(names), answers, mostly, tuple(without), often, len(counted))


def _most_recommended(cinewatch: CineWatch, names: Sequence[FilmName]) -> tuple[tuple[str, int], ...]:
    """Return the films that the tens of some films have most often, and how often."""
    tens = (cinewatch.recommender.ranked_ids(Query((name.id,), k=K)) for name in names)
    recommended = Counter(chain.from_iterable(tens))
    least = sorted(recommended.values(), reverse=True)[:LISTED]
    often = [(cinewatch.film(film).label, times) for film, times in recommended.items() if times >= least[-1]]
    # Equally frequent films come in the order of the alphabet.
    return tuple(sorted(often, key=lambda item: (-item[1], item[0]))[:LISTED])


def _shares_a_word(answer: Answer) -> bool:
    """Return whether any film of an answer shares something other than genre and company."""
    return any(
        part.value > 0 and part.field not in CATEGORY_FIELDS
        for found in answer.films
        for part in found.explanation.fields
    )
