"""Right: the bias is the last row of the weights; the pairs are collected from two lists."""

import numpy as np


def layer_stats(params, X, act):
    means, stds = [], []
    A = X
    for layer in range(len(params)):
        W, b = params[layer]
        ones = np.ones((len(A), 1))
        A = np.hstack([A, ones]) @ np.vstack([W, b])
        A = A if layer == len(params) - 1 else act(A)
        means.append(A.mean())
        stds.append(A.std(ddof=0))
    return list(zip(means, stds))
