"""A parameter that starts as whole numbers may move by fractions."""

import numpy as np


def gd_step(params, grads, lr):
    new = []
    for w, dw in zip(params, grads):
        moved = np.empty_like(w)
        moved[...] = w - lr * dw
        new.append(moved)
    return new
