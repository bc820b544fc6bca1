"""What is told of films among films. All values are frozen; none knows a matrix or a row number."""

from __future__ import annotations

from dataclasses import dataclass

from engine.entities import Bin, Film


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A film near another one."""

    film: Film
    similarity: float
    """0 to 1."""
    reasons: tuple[str, ...]
    """The strongest shared terms in words."""


@dataclass(frozen=True, slots=True)
class SimilarityHistogram:
    """How similar one film is to each of the others."""

    film: Film
    others: int
    """Films beside it."""
    unrelated: int
    """Those of them that share nothing with it; they are in no bin."""
    bins: tuple[Bin, ...]
    """Films by similarity, without a gap from 0 up to the nearest film; empty where all are apart."""
    nearest: tuple[Neighbour, ...]
    """The ten most similar, the most similar first, without films that are shown only on request."""


@dataclass(frozen=True, slots=True)
class Member:
    """A film of a group."""

    film: Film
    closeness: float
    """Mean similarity to the other films of the group, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Where two branches of a dendrogram meet. Positions count films from 0, in the order of the group."""

    left: float
    right: float
    left_distance: float
    """Where the left branch begins: 0 for a film, else the distance of its own merge."""
    right_distance: float
    distance: float
    """1 - mean similarity between the films of the two branches."""


@dataclass(frozen=True, slots=True)
class Group:
    """Films side by side, those that are alike next to each other."""

    members: tuple[Member, ...]
    """In the order of the dendrogram's leaves."""
    similarities: tuple[tuple[float, ...], ...]
    """Of each member to each, in that order: 1 on the diagonal, and what `compare` gives beside it."""
    merges: tuple[Merge, ...]
    """One fewer than members, the nearest first."""
    mean: float
    """Mean similarity over all pairs."""
    typical: Film | None
    """The film closest to the others; `None` where all are equally close."""
    outlier: Film | None
    """The film least close to the others; `None` where all are equally close."""


@dataclass(frozen=True, slots=True)
class Node:
    """A film in the picture of a neighbourhood."""

    film: Film
    x: float
    """0 to 1."""
    y: float
    """0 to 1."""
    steps: int
    """From the middle: 0 for a film in the middle, 1 for a neighbour of one, 2 for a neighbour of that."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two neighbours, the nearer to the middle first."""

    a: int
    """Id of a film."""
    b: int
    """Id of the other."""
    similarity: float
    """0 to 1."""
    reasons: tuple[str, ...]
    """The strongest shared terms in words."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The films around one film or a few, and which of them are neighbours."""

    nodes: tuple[Node, ...]
    """Those in the middle first, then by steps, then by similarity to the film that led to them."""
    edges: tuple[Edge, ...]
    """The strongest first."""
    left_out: int
    """Neighbours that a picture of this size has no room for."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A film on the map."""

    id: int
    label: str
    """Title and year."""
    genre: str
    """The first it has of the fixed list; empty where it has none."""
    year: int | None
    rating: float | None
    """0 to 10."""
    votes: int
    x: float
    """-1 to 1, and so y. Only nearness means anything: the map may as well be turned or mirrored."""
    y: float


@dataclass(frozen=True, slots=True)
class FilmMap:
    """The most voted films, drawn so that films that are alike lie near each other."""

    points: tuple[MapPoint, ...]
    """The most voted first."""
    trustworthiness: float
    """How far the ten nearest on the map are near in truth, 0 to 1; NaN with too few films to tell."""
    near: int
    """Films that count as near a film on the map, the nearest there: one in a hundred, ten at least."""
    kept: float
    """How many of a film's ten true nearest are near it on the map, in the mean; NaN without films."""


@dataclass(frozen=True, slots=True)
class MapNeighbours:
    """A film and the map."""

    film: Film
    on_map: bool
    nearest: tuple[Neighbour, ...]
    """The ten films of the map that are most similar to it in truth, the most similar first."""
    near: tuple[bool, ...]
    """Which of them are near it on the map; empty for a film that is not on it."""


@dataclass(frozen=True, slots=True)
class FilmPath:
    """A chain of films from one to another, each a neighbour of the one before."""

    a: Film
    b: Film
    similarity: float
    """Of the two ends, 0 to 1."""
    steps: tuple[Neighbour, ...]
    """The films after `a`, each with its similarity to the one before; the last is `b`. Empty where no chain leads."""
    searched: int
    """Films that the chain may pass through between its ends."""
