"""The values that describe how films relate. All are frozen; none contains a matrix or a row number."""

from __future__ import annotations

from dataclasses import dataclass

from engine.entities import Bin, Film


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A film that is similar to another one."""

    film: Film
    similarity: float
    """0 to 1."""
    reasons: tuple[str, ...]
    """The strongest shared terms in words."""


@dataclass(frozen=True, slots=True)
class SimilarityHistogram:
    """How similar one film is to each of the others."""

    film: Film
    other_films: int
    """Number of films it is compared with."""
    unrelated: int
    """How many of them have nothing in common with it; these are in no bin."""
    bins: tuple[Bin, ...]
    """Number of films by similarity, from 0 up to the nearest film, without gaps; empty if all films are unrelated."""
    nearest: tuple[Neighbour, ...]
    """The ten most similar films, the most similar first. Hidden films are left out."""


@dataclass(frozen=True, slots=True)
class Member:
    """A film of a group."""

    film: Film
    mean_similarity: float
    """To the other films of the group, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Where two branches of a dendrogram meet. Positions count films from 0, in the order of the group."""

    left: float
    right: float
    left_distance: float
    """Where the left branch begins: 0 for a film, otherwise the distance of its own merge."""
    right_distance: float
    distance: float
    """1 - mean similarity between the films of the two branches."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of films, ordered so that similar films are next to each other."""

    members: tuple[Member, ...]
    """In the order of the dendrogram's leaves."""
    similarities: tuple[tuple[float, ...], ...]
    """Of each member to each member, in that order: 1 on the diagonal, elsewhere the same as `compare` returns."""
    merges: tuple[Merge, ...]
    """One fewer than members, the nearest first."""
    mean_similarity: float
    """Over all pairs, 0 to 1."""
    typical: Film | None
    """The film most similar to the others; `None` if all are equally similar."""
    outlier: Film | None
    """The film least similar to the others; `None` if all are equally similar."""


@dataclass(frozen=True, slots=True)
class Node:
    """A film in a neighbourhood, with its position in the drawing."""

    film: Film
    x: float
    """0 to 1."""
    y: float
    """0 to 1."""
    steps: int
    """From the nearest centre: 0 for a centre, 1 for a neighbour of a centre, 2 for a neighbour of such a film."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two similar films. The one with fewer steps to a centre comes first."""

    a: int
    """Id of the first film."""
    b: int
    """Id of the second film."""
    similarity: float
    """0 to 1."""
    reasons: tuple[str, ...]
    """The strongest shared terms in words."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The films around one or more centre films, and the lines between them."""

    nodes: tuple[Node, ...]
    """Centres first, then by steps, then by similarity to the film that led to them."""
    edges: tuple[Edge, ...]
    """The most similar films first."""
    not_shown: int
    """Number of neighbours that do not fit into the drawing."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A film on the map."""

    id: int
    label: str
    """Title and year."""
    genre: str
    """The film's first genre that is in `GENRES`; empty if it has none."""
    year: int | None
    rating: float | None
    """0 to 10."""
    votes: int
    x: float
    """-1 to 1, like y. Only distances mean something: turned or mirrored, the map would be just as good."""
    y: float


@dataclass(frozen=True, slots=True)
class MapRegion:
    """A part of the map, named by what the films there are about."""

    name: str
    """The keyword that is most typical of its films. No two regions have the same."""
    keywords: tuple[str, ...]
    """At most three typical keywords; the name is the first."""
    films: int
    """How many films of the map lie in it."""
    x: float
    """Where its name belongs, -1 to 1: amid the films that have the keyword."""
    y: float
    detail: int
    """0 for a region of the whole map, 1 for a smaller one, of which there is room in a part of the map."""


@dataclass(frozen=True, slots=True)
class FilmMap:
    """The most voted films as points; points that are close together are similar films."""

    points: tuple[MapPoint, ...]
    """The most voted film first."""
    trustworthiness: float
    """How far films that are close on the map are truly similar, 0 to 1; NaN if there are too few films to measure."""
    close_count: int
    """How many films count as close to a film on the map: the nearest one percent, but at least ten."""
    neighbour_recall: float
    """How many of a film's ten most similar films are close to it on the map, 0 to 10: the mean over all films of the
    map; NaN if there are none."""
    regions: tuple[MapRegion, ...] = ()
    """Named parts of the map, the most important first. Empty if films have too few keywords."""


@dataclass(frozen=True, slots=True)
class MapNeighbours:
    """The true neighbours of a film, and which of them the map shows close to it."""

    film: Film
    on_map: bool
    neighbours: tuple[Neighbour, ...]
    """The ten films of the map that are most similar to it, the most similar first."""
    close_on_map: tuple[bool, ...]
    """For each neighbour, whether it is close to the film on the map; empty if the film is not on the map."""


@dataclass(frozen=True, slots=True)
class FilmPath:
    """A path of films from one to another; each film is a neighbour of the one before."""

    a: Film
    b: Film
    similarity: float
    """Of the two ends, 0 to 1."""
    steps: tuple[Neighbour, ...]
    """The films after `a`, each with its similarity to the one before; the last is `b`. Empty if there is no path."""
    films_searched: int
    """Number of films that the path may use between its ends."""
