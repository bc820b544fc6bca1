"""Public API of how films relate: pairs, groups, neighbourhoods, the map and paths.

Use `CineWatch.relations`, `CineWatch.mapper` and `CineWatch.path_finder`.
"""

from engine.relations.film_mapper import FilmMapper
from engine.relations.path_finder import PathFinder
from engine.relations.projection import STAGES as MAP_STAGES
from engine.relations.relations import MAX_CENTRES, MAX_MEMBERS, Relations
from engine.relations.values import (
    Edge,
    FilmMap,
    FilmPath,
    Group,
    MapNeighbours,
    MapPoint,
    MapRegion,
    Member,
    Merge,
    Neighbour,
    Neighbourhood,
    Node,
    SimilarityHistogram,
)

__all__ = [
    "MAP_STAGES",
    "MAX_CENTRES",
    "MAX_MEMBERS",
    "Edge",
    "FilmMap",
    "FilmMapper",
    "FilmPath",
    "Group",
    "MapNeighbours",
    "MapPoint",
    "MapRegion",
    "Member",
    "Merge",
    "Neighbour",
    "Neighbourhood",
    "Node",
    "PathFinder",
    "Relations",
    "SimilarityHistogram",
]
