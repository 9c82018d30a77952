"""Right: with the classes in the rows on the way."""

import numpy as np


def softmax(Z):
    E = np.exp(Z.T - Z.max(axis=1))
    return (E / E.sum(axis=0)).T
