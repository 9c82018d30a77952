"""Right: how many times too long, and the rest by division."""

import math

import numpy as np


def clip_by_norm(grads, max_norm):
    squares = [float(np.vdot(dw, dw)) for dw in grads]
    norm = math.sqrt(math.fsum(squares))
    times_too_long = max(1.0, norm / max_norm)
    return [np.divide(dw, times_too_long) for dw in grads], norm
