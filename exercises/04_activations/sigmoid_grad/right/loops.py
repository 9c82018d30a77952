"""Right: number by number, with math."""

import math

import numpy as np


def sigmoid_grad(z):
    slope = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        a = 1 / (1 + math.exp(min(-z[place], 700)))
        slope[place] = a - a * a
    return slope


def tanh_grad(z):
    flat = [1 - math.tanh(v) ** 2 for v in z.ravel()]
    return np.array(flat).reshape(z.shape)
