"""Right: how often each unit answers."""

import numpy as np


def dead_fraction(A):
    answers = np.count_nonzero(A, axis=0)
    return len(answers[answers == 0]) / len(answers)
