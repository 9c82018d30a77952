"""Right: the first layer, and then the rest of the net."""

import numpy as np


def layer_stats(params, X, act):
    (W, b), *rest = params
    Z = X @ W + b
    if not rest:
        return [(np.mean(Z), np.std(Z))]
    A = act(Z)
    return [(np.mean(A), np.std(A)), *layer_stats(rest, A, act)]
