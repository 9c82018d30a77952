"""Right: the line is read between its two ends."""

import math

import numpy as np


def warmup_cosine(t, warmup, T, lr_max, lr_min):
    if t >= T:
        return lr_min
    if t >= warmup:
        angle = math.pi * (t - warmup) / (T - warmup)
        return lr_min + (lr_max - lr_min) * 0.5 * (1 + math.cos(angle))
    return float(np.interp(t + 1, [0, warmup], [0.0, lr_max]))
