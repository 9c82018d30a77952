import numpy as np


def sigmoid_grad(z):
    """The slope of the sigmoid at z."""
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)
