from collections import namedtuple

import numpy as np

Layer = namedtuple("Layer", "W b")


def collapse(W1, b1, W2, b2):
    return Layer(W=np.matmul(W1, W2), b=np.matmul(b1, W2) + b2)
