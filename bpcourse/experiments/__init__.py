"""Experiments: pictures that follow the hand, and run on the learner's own code where it passes."""

from .long_valley import LongValley
from .step_size import StepSize

__all__ = ["LongValley", "StepSize"]
