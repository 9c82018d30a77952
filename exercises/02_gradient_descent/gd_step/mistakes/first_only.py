"""has 1 entries, but should have 2"""

import numpy as np


def gd_step(params, grads, lr):
    return [params[0] - lr * grads[0]]
