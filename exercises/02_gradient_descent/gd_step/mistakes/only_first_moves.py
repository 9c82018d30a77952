"""The parameter has not moved."""

import numpy as np


def gd_step(params, grads, lr):
    return [params[0] - lr * grads[0]] + [w + 0.0 for w in params[1:]]
