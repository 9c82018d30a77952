import numpy as np


def sigmoid(z):
    """The sigmoid of each number in z, an array of any shape.

    Returns a new array of that shape.
    """
    return 0.5 * (1 + np.tanh(z / 2))  # the same curve; np.tanh takes any number
