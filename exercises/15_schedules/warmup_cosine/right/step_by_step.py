"""Right: on the way up the same is added at every step."""

import numpy as np


def warmup_cosine(t, warmup, T, lr_max, lr_min):
    lr = 0.0
    for _ in range(min(t + 1, warmup)):
        lr += lr_max / warmup
    if t >= warmup:
        half = np.pi / 2 * min(1.0, (t - warmup) / (T - warmup))
        lr = lr_min + (lr_max - lr_min) * np.cos(half) ** 2
    return lr
