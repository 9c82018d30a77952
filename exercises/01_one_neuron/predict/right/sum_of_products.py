"""Right: element by element, then a sum over each row."""

import numpy as np


def predict(X, w, b):
    return (X * w).sum(axis=1) + b
