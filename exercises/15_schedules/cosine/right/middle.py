"""Right: a cosine around the middle of both rates."""

import numpy as np


def cosine(t, T, lr_max, lr_min):
    middle, half = (lr_max + lr_min) / 2, (lr_max - lr_min) / 2
    return middle + half * np.cos(np.pi * (t if t < T else T) / T)
