"""Right: the last layer of what the layers before it give."""

import numpy as np


def net_answers(params, X):
    *before, (W, b) = params
    entering = np.tanh(net_answers(before, X)) if before else X
    return np.matmul(entering, W) + b
