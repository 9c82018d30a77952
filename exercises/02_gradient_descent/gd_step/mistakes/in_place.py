"""Your code changes what it was given"""

import numpy as np


def gd_step(params, grads, lr):
    new = []
    for w, dw in zip(params, grads):
        w -= lr * dw
        new.append(w)
    return new
