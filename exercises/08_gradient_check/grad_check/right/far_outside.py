"""Right: how far the claim lies above or below both slopes; the size is that of the place there."""

import numpy as np


def grad_check(loss_fn, params, grads, h):
    params = [[1.0 * W, 1.0 * b] for W, b in params]
    here = loss_fn(params)
    errors = []
    for layer in range(len(params)):
        found = []
        for part in range(2):
            w, worst = params[layer][part], 0.0
            for i, old in list(np.ndenumerate(w)):
                w[i] = old + h
                a = (loss_fn(params) - here) / h
                w[i] = old - h
                b = (here - loss_fn(params)) / h
                w[i] = old
                claim = float(grads[layer][part][i])
                low, high = sorted((a, b))
                outside = max(low - claim, claim - high, 0.0)
                size = max(abs(claim), abs(claim + outside if claim < low else claim - outside), 1e-8)
                worst = max(worst, outside / size)
            found.append(worst)
        errors.append(tuple(found))
    return errors
