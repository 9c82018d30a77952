import numpy as np


def cross_entropy(Z, y):
    """The mean over the samples of minus the log of the probability of the label.

    Z (n, k) are logits, y (n,) integer labels. Returns one number.
    """
    shifted = Z - Z.max(axis=1, keepdims=True)  # (n, k), at most 0
    log_sum = np.log(np.exp(shifted).sum(axis=1))  # (n,), at least 0
    true_logit = shifted[np.arange(len(y)), y]  # (n,)
    return np.mean(log_sum - true_logit)
