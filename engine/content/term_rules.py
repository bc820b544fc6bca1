"""Which terms say nothing about a film, and which names are one name. One list for everything that reads terms."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

ABOUT_THE_FILE = frozenset(
    {
        # A scene during or after the credits.
        "aftercreditsstinger",
        "duringcreditsstinger",
        # How it was made, shown or paid for, and by whom.
        "3d",
        "imax",
        "independent film",
        "woman director",
        # Where its material comes from, in words that fit films of every kind.
        "based on novel",
        "based on novel or book",
        "prequel",
        "reboot",
        "remake",
        "sequel",
    }
)
"""Keywords about the file or its making. They count for nothing in a similarity: two films do not resemble each other
because both have a scene after the credits. Statistics of keywords and the page of a film leave them out, too: they say
nothing about what films are about. Filters still have them."""

_HOUSES = {
    "20th Century Fox": ("20th Century Studios", "Twentieth Century Fox", "Twentieth Century Fox Film Corporation"),
    "BBC": ("BBC Film", "BBC Films", "British Broadcasting Corporation (BBC)"),
    "Canal+": ("Canal Plus", "Canal+ Droits Audiovisuels"),
    "Columbia Pictures": ("Columbia", "Columbia Pictures Corporation", "Columbia Pictures Industries"),
    "DreamWorks Pictures": ("DreamWorks", "DreamWorks SKG", "DreamWorks Studios", "Dreamworks Pictures"),
    "Lionsgate": ("Lions Gate", "Lions Gate Films", "LionsGate"),
    "Lucasfilm": ("Lucasfilm Ltd.", "Lucasfilms"),
    "Metro-Goldwyn-Mayer": ("MGM", "Metro-Goldwyn-Mayer (MGM)", "Metro-Goldwyn-Mayer Pictures"),
    "Miramax": ("Miramax Films",),
    "Orion Pictures": ("Orion Pictures Corporation",),
    "Paramount Pictures": ("Paramount",),
    "Pathé": ("Pathe", "Pathé Films"),
    "Pixar": ("Pixar Animation Studios",),
    "PolyGram Filmed Entertainment": ("Polygram Filmed Entertainment",),
    "RKO Pictures": ("RKO", "RKO Radio Pictures"),
    "Regency Enterprises": ("New Regency", "New Regency Pictures", "New Regency Productions"),
    "Sony Pictures": ("Sony", "Sony Pictures Entertainment", "Sony Pictures Entertainment (SPE)"),
    "StudioCanal": ("Le Studio Canal+", "Studio Canal"),
    "Toho": ("TOHO", "Toho Company", "Toho Pictures"),
    "United Artists": ("United Artists Corporation", "United Artists Pictures"),
    "Universal Pictures": ("Universal", "Universal City Studios", "Universal Studios"),
    "Walt Disney Pictures": ("Disney", "Walt Disney", "Walt Disney Productions"),
    "Warner Bros. Pictures": ("Warner Bros.", "Warner Bros. Entertainment", "Warner Brothers/Seven Arts"),
    "The Weinstein Company": ("Weinstein Company",),
}
"""Companies that files name in several ways, most of all files that were joined: the name that stands for all, and the
others. Divisions with a taste of their own, such as Fox Searchlight or Walt Disney Animation Studios, stay apart."""

HOUSE_OF = {name: house for house, names in _HOUSES.items() for name in names}
"""The name that stands for a company, by its other names."""


def without_file_keywords(names: pa.ListArray) -> pa.ListArray:
    """Return lists of keywords in which those about the file are empty strings."""
    values = names.values
    is_left_out = pc.is_in(values, pa.array(sorted(ABOUT_THE_FILE)))
    return pa.ListArray.from_arrays(names.offsets, pc.if_else(is_left_out, "", values))


def with_houses(names: pa.ListArray) -> pa.ListArray:
    """Return lists of companies in which each has the name that stands for its house."""
    values = names.values
    number = pc.index_in(values, pa.array(list(HOUSE_OF)))
    return pa.ListArray.from_arrays(
        names.offsets, pc.coalesce(pa.array(list(HOUSE_OF.values()), pa.string()).take(number), values)
    )
