"""What is known of a user in a catalogue, as a frozen value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.content.vector_space import VectorSpace
from engine.personalization.choices import TermChoice, usual_decade, with_choices
from engine.personalization.taste import Taste


@dataclass(frozen=True, slots=True)
class User:
    """What is known of a user in a catalogue."""

    rows: npt.NDArray[np.int64]
    """Rows of the marked films, each once, shape (n_marked,)."""
    grades: npt.NDArray[np.float64]
    """Shape (n_marked,)."""
    years: npt.NDArray[np.integer]
    """Of the marked films, 0 where unknown, shape (n_marked,)."""
    unknown: tuple[int, ...]
    """Marked films that the catalogue does not have."""
    taste: Taste

    @property
    def usual_decade(self) -> float:
        """Weight of a decade that the user neither likes nor dislikes."""
        return usual_decade(self.taste, self.years)

    def wanted(self, choices: Iterable[TermChoice], space: VectorSpace) -> Taste:
        """Return the taste as the user wants it. See `with_choices`."""
        return with_choices(self.taste, choices, space, self.usual_decade)
