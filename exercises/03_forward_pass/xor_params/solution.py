import numpy as np


def xor_params():
    """The params of a 2-2-1 net with ReLU that solves XOR: [(W1, b1), (W2, b2)]."""
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])  # both units add the inputs up
    b1 = np.array([0.0, -1.0])  # the second one opens where both are 1
    W2 = np.array([[1.0], [-2.0]])  # and then takes off what is too much
    b2 = np.array([0.0])
    return [(W1, b1), (W2, b2)]
