"""Right: a new list of params for every question, and nothing is written into."""

import numpy as np


def grad_check(loss_fn, params, grads, h):
    def ask(layer, which, i, step):
        changed = [list(pair) for pair in params]
        E = np.zeros(changed[layer][which].shape)
        E[i] = step
        changed[layer][which] = changed[layer][which] + E
        return loss_fn([tuple(pair) for pair in changed])

    def error(layer, which, i):
        slopes = [(ask(layer, which, i, s * h) - ask(layer, which, i, 0.0)) / (s * h) for s in (1, -1)]
        claim = grads[layer][which][i]
        if min(slopes) <= claim <= max(slopes):
            return 0.0
        nearest = min(slopes) if claim < min(slopes) else max(slopes)
        return abs(claim - nearest) / max(abs(claim), abs(nearest), 1e-8)

    return [
        tuple(
            max(error(layer, which, i) for i in np.ndindex(params[layer][which].shape))
            for which in (0, 1)
        )
        for layer in range(len(params))
    ]
