"""Right: a loop and append."""

import numpy as np


def gd_step(params, grads, lr):
    new = []
    for i in range(len(params)):
        new.append(params[i] - lr * grads[i])
    return new
