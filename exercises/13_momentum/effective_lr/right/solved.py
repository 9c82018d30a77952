"""Right: the equation solved as a system of one line, and a pair that is computed."""

import numpy as np


def effective_lr(lr, beta):
    v = np.linalg.solve([[1 - beta]], [1.0])[0]
    return float(lr * v)


def valley_pair():
    beta = ((10 - 1) / (10 + 1)) ** 2
    return (1 + beta**0.5) ** 2, beta
