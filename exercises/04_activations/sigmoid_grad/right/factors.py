"""Right: the output and what is missing from it to 1; for tanh a product of two factors."""

import numpy as np


def sigmoid_grad(z):
    def output(x):
        return np.exp(-np.logaddexp(0, -x))

    return output(z) * output(-z)


def tanh_grad(z):
    a = np.tanh(z)
    return (1 - a) * (1 + a)
