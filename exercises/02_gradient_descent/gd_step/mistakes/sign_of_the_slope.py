"""not only its sign"""

import numpy as np


def gd_step(params, grads, lr):
    return [w - lr * np.sign(dw) for w, dw in zip(params, grads)]
