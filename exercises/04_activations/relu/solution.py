import numpy as np


def relu(z):
    """ReLU of each number in z, an array of any shape.

    Returns a new array of that shape.
    """
    return np.maximum(z, 0)


def relu_grad(z):
    """The slope of ReLU at each number in z, an array of any shape.

    Returns a new array of numbers, of that shape; at 0 it is 0, by convention.
    """
    return np.where(z > 0, 1.0, 0.0)
