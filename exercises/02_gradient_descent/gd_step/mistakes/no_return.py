"""Does your function end with `return`?"""

import numpy as np


def gd_step(params, grads, lr):
    new = [w - lr * dw for w, dw in zip(params, grads)]
