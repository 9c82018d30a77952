"""Right: divided by the quotient, and a pair that is searched for."""

import numpy as np


def slowest(lr, beta):
    sizes = [np.abs(np.roots([1, lr * c - 1 - beta, beta])).max() for c in (0.01, 1.0)]
    return max(sizes)


def effective_lr(lr, beta):
    return 1 / ((1 - beta) / lr)


def valley_pair():
    pairs = [(lr, beta) for lr in (1.0, 2.0, 3.0) for beta in (0.5, 0.6, 0.7, 0.8)]
    return min(pairs, key=lambda pair: slowest(*pair))
