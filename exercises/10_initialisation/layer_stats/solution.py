import numpy as np


def layer_stats(params, X, act):
    """A pair (mean, std) for each layer: of all the numbers that it hands on.

    params: a pair (W, b) for each layer. X (n, n_in).
    act: the activation, a function. The last layer hands on its sums.
    """
    stats, A = [], X
    for layer, (W, b) in enumerate(params):
        A = A @ W + b  # (n, n_out)
        if layer + 1 < len(params):
            A = act(A)
        stats.append((np.mean(A), np.std(A)))
    return stats
