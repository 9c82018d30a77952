"""Right: every number on its own."""

import math

import numpy as np


def rmsprop_step(w, g, s, lr, rho, eps):
    new_w = [np.empty(array.shape) for array in w]
    new_s = [np.empty(array.shape) for array in w]
    for i, array in enumerate(w):
        for place in np.ndindex(array.shape):
            slope = g[i][place]
            average = rho * s[i][place] + (1 - rho) * slope**2
            new_s[i][place] = average
            new_w[i][place] = array[place] - lr * slope / (math.sqrt(average) + eps)
    return new_w, new_s
