"""Your code changes what it was given"""

import numpy as np


def gd_step(params, grads, lr):
    for w, dw in zip(params, grads):
        w -= lr * dw
