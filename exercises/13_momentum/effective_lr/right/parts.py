"""Right: the rate plus what the velocity adds to it, and the slowest pair that is enough."""

import numpy as np


def effective_lr(lr, beta):
    return lr + lr * beta / (1 - beta)


def valley_pair():
    return 2.2, 0.5
