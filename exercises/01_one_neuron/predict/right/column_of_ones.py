"""Right: the bias as one more weight, of an input that is always 1."""

import numpy as np


def predict(X, w, b):
    ones = np.ones((X.shape[0], 1))
    return np.dot(np.hstack([X, ones]), np.append(w, b))
