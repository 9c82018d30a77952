"""Right: np.where decides, and a sine that begins a quarter earlier."""

import numpy as np


def cosine(t, T, lr_max, lr_min):
    on_the_way = lr_max - (lr_max - lr_min) * np.sin(np.pi * t / (2 * T)) ** 2
    return float(np.where(t < T, on_the_way, lr_min))
