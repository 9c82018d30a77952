"""Your code changes what it was given (params)"""

import numpy as np


def gd_step(params, grads, lr):
    for i in range(len(params)):
        params[i] = params[i] - lr * grads[i]
    return params
