"""Right: short ones are copied and returned at once."""

import numpy as np


def clip_by_norm(grads, max_norm):
    total = 0.0
    for dw in grads:
        total += (dw * dw).sum()
    norm = total**0.5
    if norm <= max_norm:
        return [dw.copy() for dw in grads], norm
    clipped = []
    for dw in grads:
        clipped.append(dw * max_norm / norm)
    return clipped, norm
