"""Without brackets"""

import numpy as np


def gd_step(params, grads, lr):
    return [(w - lr) * dw for w, dw in zip(params, grads)]
