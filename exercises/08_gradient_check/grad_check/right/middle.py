"""Right: the middle one of three numbers is the nearest place."""

import numpy as np


def grad_check(loss_fn, params, grads, h):
    params = [tuple(np.asarray(w, dtype=float).copy() for w in pair) for pair in params]
    errors = [[0.0, 0.0] for _ in params]
    for layer, pair in enumerate(params):
        for k in (0, 1):
            for i in np.ndindex(pair[k].shape):
                values = []
                for step in (-h, 0.0, h):
                    kept = pair[k][i]
                    pair[k][i] = kept + step
                    values.append(loss_fn(params))
                    pair[k][i] = kept
                left, right = np.diff(values) / h
                claim = grads[layer][k][i]
                place = np.median([left, claim, right])
                if claim != place:
                    error = abs(claim - place) / max(abs(claim), abs(place), 1e-8)
                    errors[layer][k] = max(errors[layer][k], error)
    return [(of_W, of_b) for of_W, of_b in errors]
