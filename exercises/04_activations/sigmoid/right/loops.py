"""Right: number by number, with math."""

import math

import numpy as np


def one(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    power = math.exp(z)
    return power / (1 + power)


def sigmoid(z):
    return np.array([one(v) for v in np.ravel(z)]).reshape(np.shape(z))
