"""A larger rate means a longer step"""

import numpy as np


def gd_step(params, grads, lr):
    return [w - dw / lr for w, dw in zip(params, grads)]
