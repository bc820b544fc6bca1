"""Public API of how films relate: pairs, groups, neighbourhoods, the map and paths.

Ask `CineWatch.relations` and `CineWatch.atlas`.
"""

from engine.relations.atlas import Atlas
from engine.relations.projection import STAGES as MAP_STAGES
from engine.relations.relations import MAX_CENTRES, MAX_MEMBERS, Relations
from engine.relations.values import (
    Edge,
    FilmMap,
    FilmPath,
    Group,
    MapNeighbours,
    MapPoint,
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
    "Atlas",
    "Edge",
    "FilmMap",
    "FilmPath",
    "Group",
    "MapNeighbours",
    "MapPoint",
    "Member",
    "Merge",
    "Neighbour",
    "Neighbourhood",
    "Node",
    "Relations",
    "SimilarityHistogram",
]
