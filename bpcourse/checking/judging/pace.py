"""Pace: on a slow machine an answer has more time, where it is judged in this very process."""

import math
import time

from ..exercise import exercises
from . import limits, runner

PATIENCE = 50  # times what an easy answer takes, which is about 0.1 s
LONGEST = 30  # seconds for an answer


def find_pace():
    """Judge an answer of nobody: what is loaded then takes no time of the learner's.

    The second time tells how fast this machine is.
    """
    exercise = exercises()[0]
    runner.run(exercise, exercise.solution)
    begun = time.perf_counter()
    runner.run(exercise, exercise.solution)
    needed = PATIENCE * (time.perf_counter() - begun)
    limits.SECONDS = min(max(limits.SECONDS, math.ceil(needed)), LONGEST)
