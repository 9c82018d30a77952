"""Right: measured, with a small step on both sides."""

import numpy as np


def measured(function, z, h=1e-5):
    z = np.asarray(z, dtype=float)
    return (function(z + h) - function(z - h)) / (2 * h)


def sigmoid_grad(z):
    return measured(lambda x: 0.5 + 0.5 * np.tanh(0.5 * x), z)


def tanh_grad(z):
    return measured(np.tanh, z)
