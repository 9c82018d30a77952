"""Right: the formula as it stands in books, which warns far out and still gives 0."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))
