"""Concepts: what the course teaches, and which exercise decides whether it has been written.

This is said once, in exercises/concepts.toml.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from ...content import content
from ..exercise import Exercise, exercises


@dataclass(frozen=True)
class Concept:
    name: str  # "mean squared error"
    exercise: Exercise


@cache
def concepts():
    """The concepts of the lessons that exist, in the order of the course."""
    known = {exercise.name: exercise for exercise in exercises()}
    decides = [pair for lesson in read().values() for pair in lesson.items()]
    return tuple(Concept(name, known[decided]) for name, decided in decides if decided in known)


def read():
    """The whole table: the number of a lesson → name of a concept → name of its exercise."""
    return tomllib.loads(content("exercises", "concepts.toml").read_text(encoding="utf-8"))
