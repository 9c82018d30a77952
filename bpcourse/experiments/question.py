"""Challenge: something to reach, decided by code. Questions are those of the whole course."""

from dataclasses import dataclass

from ..checking.question import DONT_KNOW, Option, Question

__all__ = ["DONT_KNOW", "Challenge", "Option", "Question"]


@dataclass(frozen=True)
class Challenge:
    """Something to reach. `met(state, data)` decides it."""

    text: str
    met: object
