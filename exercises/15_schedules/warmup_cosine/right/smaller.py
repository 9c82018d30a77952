"""Right: the smaller of the line and of a cosine that waits at the top."""

import numpy as np


def warmup_cosine(t, warmup, T, lr_max, lr_min):
    waits = min(max(t - warmup, 0) / (T - warmup), 1.0)
    rate = lr_max - (lr_max - lr_min) * (1 - np.cos(np.pi * waits)) / 2
    return rate * (t + 1) / warmup if t < warmup else rate
