"""Right: Python's own cosine, and an if for what is beyond the end."""

import math


def cosine(t, T, lr_max, lr_min):
    if t >= T:
        return lr_min
    return lr_min + 0.5 * (lr_max - lr_min) * (1 + math.cos(math.pi * t / T))
