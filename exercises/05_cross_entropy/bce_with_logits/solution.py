import numpy as np


def bce_with_logits(z, y):
    """The mean of -(y log s + (1 - y) log(1 - s)), where s is the sigmoid of z.

    z are logits, y targets from 0 to 1, of the same shape. Returns one number.
    """
    log_sum = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))  # log(1 + e^z)
    return np.mean(log_sum - y * z)
