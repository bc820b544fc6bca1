"""Public API of what is recommended to a user: marks, taste, community, and films for you.

Use `CineWatch.for_you`.
"""

from engine.entities import CHOICES
from engine.personalization.choices import DECADE, TermChoice
from engine.personalization.community import CommunityInfo
from engine.personalization.for_you import ForYou
from engine.personalization.grades import HIGHEST_STARS, LOWEST_STARS, Marks
from engine.personalization.values import (
    LikedFilm,
    PersonalAnswer,
    PersonalQuery,
    PersonalRecommendation,
    StrengthChange,
    TasteProfile,
    TasteTerm,
)

__all__ = [
    "CHOICES",
    "DECADE",
    "HIGHEST_STARS",
    "LOWEST_STARS",
    "CommunityInfo",
    "ForYou",
    "LikedFilm",
    "Marks",
    "PersonalAnswer",
    "PersonalQuery",
    "PersonalRecommendation",
    "StrengthChange",
    "TasteProfile",
    "TasteTerm",
    "TermChoice",
]
