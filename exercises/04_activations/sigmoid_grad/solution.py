import numpy as np


def sigmoid_grad(z):
    """The slope of the sigmoid at each number in z, an array of any shape.

    Returns a new array of that shape.
    """
    a = 0.5 * (1 + np.tanh(z / 2))  # the output
    return a * (1 - a)


def tanh_grad(z):
    """The slope of tanh at each number in z, an array of any shape.

    Returns a new array of that shape.
    """
    return 1 - np.tanh(z) ** 2
