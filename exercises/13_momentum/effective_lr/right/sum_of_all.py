"""Right: the sum of all powers, as far as it matters, and another pair."""

import numpy as np


def effective_lr(lr, beta):
    v, kept = 0.0, 1.0
    while kept > 1e-18:
        v += kept
        kept *= beta
    return lr * v


def valley_pair():
    return [1.0, 0.8]
