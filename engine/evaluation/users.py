"""How well recommendations suit users nobody has seen before: a fifth of what each likes is hidden.

Strong generalisation: a fifth of the users are strangers, and the community is learned from all others.

References
----------
Liang et al., "Variational autoencoders for collaborative filtering" (WWW 2018), section 4.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.cinewatch import CineWatch
from engine.errors import NoFilms
from engine.evaluation import metrics
from engine.evaluation.bootstrap import Estimate, estimate
from engine.evaluation.user_systems import Recommend, user_systems
from engine.personalization import Marks
from engine.personalization.grades import LIKED
from engine.personalization.ratings import Ratings
from engine.progress import Progress, no_progress

SEED = 7
MIN_LIKES = 10
"""Films that a stranger must like."""
K = 20
"""Films asked for."""
GIVEN = (1, 3, 5, 10, 50)
"""Numbers of ratings given, besides all of them."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A user whom no system has seen."""

    marks: Marks
    hidden: frozenset[int]
    """Films that the user likes and that are not among the marks."""


@dataclass(frozen=True, slots=True)
class UserMetrics:
    """The metrics of one system, for strangers of whom so many ratings are given."""

    system: str
    given: int | None
    """`None`: all of them."""
    ndcg: Estimate
    """NDCG@10."""
    recall: Estimate
    """Recall@20."""
    distinct: int
    """Different films in the top tens."""
    novelty: float
    """Mean over users, in bits."""


def split(ratings: Ratings, seed: int = SEED) -> tuple[Ratings, tuple[Stranger, ...]]:
    """Return the ratings of the community, and the strangers who like enough films.

    Raises
    ------
    NoFilms
        No stranger likes enough films, or there is no community.

    """
    chance = np.random.default_rng(seed)
    users = chance.permutation(np.unique(ratings.users))
    strangers = users[: len(users) // 5]
    found = []
    for user in np.sort(strangers).tolist():
        own = ratings.where(ratings.users == user)
        liked = chance.permutation(own.films[own.stars >= LIKED])
        if len(liked) < MIN_LIKES:
            continue
        hidden = frozenset(liked[: max(2, len(liked) // 5)].tolist())
        given = [pair for pair in zip(own.films.tolist(), own.stars.tolist(), strict=True) if pair[0] not in hidden]
        found.append(Stranger(Marks(tuple(given)), hidden))
    if not found:
        raise NoFilms(f"of {len(strangers)} users held out, none likes {MIN_LIKES} films of this catalogue")
    return ratings.where(~np.isin(ratings.users, strangers)), tuple(found)


def evaluate_users(cinewatch: CineWatch, ratings: Ratings, progress: Progress = no_progress) -> tuple[UserMetrics, ...]:
    """Measure CineWatch and baselines on the same strangers, by number of ratings given.

    Raises
    ------
    NoFilms
        As `split`.
    LearningFailed
        The community cannot be learned.

    """
    known = np.array([film in cinewatch for film in ratings.films.tolist()], dtype=bool)
    community, strangers = split(ratings.where(known))
    liked = community.films[community.stars >= LIKED]
    counts = dict(zip(*(part.tolist() for part in np.unique(liked, return_counts=True)), strict=True))
    n_users = len(np.unique(community.users))
    systems = user_systems(cinewatch, community)
    amounts: tuple[int | None, ...] = (*GIVEN, None)
    done, total = 0, len(systems) * len(amounts) * len(strangers)
    results = []
    for name, recommend in systems.items():
        for given in amounts:
            lists = []
            for stranger in strangers:
                lists.append(top(recommend, stranger, given))
                done += 1
                progress(name, done, total)
            results.append(_measured(name, given, lists, strangers, counts, n_users))
    return tuple(results)


def top(recommend: Recommend, stranger: Stranger, given: int | None) -> list[int]:
    """Return the films recommended to a stranger of whom so many ratings are given."""
    chance = np.random.default_rng([SEED, *sorted(stranger.hidden)])
    order = chance.permutation(len(stranger.marks.ratings))[:given].tolist()
    shown = Marks(tuple(stranger.marks.ratings[n] for n in sorted(order)))
    # What is rated but not given can be no hit; it must not take the place of one either.
    rated = {film for film, _ in stranger.marks.ratings}
    return [film for film in recommend(shown, K + len(rated)) if film not in rated][:K]


def _measured(
    name: str,
    given: int | None,
    lists: Sequence[Sequence[int]],
    strangers: Sequence[Stranger],
    counts: dict[int, int],
    n_users: int,
) -> UserMetrics:
    ndcg, recall = np.empty(len(lists)), np.empty(len(lists))
    for n, (films, stranger) in enumerate(zip(lists, strangers, strict=True)):
        hits: npt.NDArray[np.float64] = np.array([film in stranger.hidden for film in films], dtype=float)
        ndcg[n] = metrics.ndcg(hits, np.ones(len(stranger.hidden)))
        recall[n] = hits.sum() / min(K, len(stranger.hidden))
    tops = [films[: metrics.K] for films in lists]
    novelty = float(np.nanmean([metrics.novelty(films, counts, n_users) for films in tops if films] or [np.nan]))
    return UserMetrics(name, given, estimate(ndcg), estimate(recall), metrics.distinct(tops), novelty)


def markdown(results: Sequence[UserMetrics], cinewatch: CineWatch) -> str:
    """Return a table with one row per system and number of ratings given."""
    lines = [
        "| system | ratings given | NDCG@10 | Recall@20 | Different films | Coverage | Novelty, bits |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in results:
        ndcg, recall = (f"{part.mean:.3f} ({part.low:.3f}–{part.high:.3f})" for part in (one.ndcg, one.recall))
        share = metrics.coverage(one.distinct, len(cinewatch))
        given = "all" if one.given is None else one.given
        lines.append(
            f"| {one.system} | {given} | {ndcg} | {recall} | {one.distinct:,} | {share:.1%} | {one.novelty:.1f} |"
        )
    users = results[0].ndcg.films if results else 0
    return "\n".join(lines) + f"\n\n{users:,} users held out; means over users with 95 % bootstrap intervals."
