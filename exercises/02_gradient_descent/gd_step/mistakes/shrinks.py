"""the step is lr * dw alone"""

import numpy as np


def gd_step(params, grads, lr):
    return [w - lr * dw * w for w, dw in zip(params, grads)]
