"""That is the step."""

import numpy as np


def gd_step(params, grads, lr):
    return [-lr * dw for w, dw in zip(params, grads)]
