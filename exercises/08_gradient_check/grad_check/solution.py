import numpy as np


def grad_check(loss_fn, params, grads, h):
    """The largest error of each array of grads: a pair (of W, of b) for each layer.

    A claim from the slope to the left to the slope to the right has the error 0.
    """
    params = [(W.astype(float), b.astype(float)) for W, b in params]
    here = loss_fn(params)
    errors = []
    for pair, claims in zip(params, grads, strict=True):
        worst = [0.0, 0.0]
        for k, (w, dw) in enumerate(zip(pair, claims, strict=True)):
            for i in np.ndindex(w.shape):
                kept = w[i]
                w[i] = kept + h
                right = (loss_fn(params) - here) / h
                w[i] = kept - h
                left = (here - loss_fn(params)) / h
                w[i] = kept
                nearest = min(max(dw[i], min(left, right)), max(left, right))
                size = max(abs(dw[i]), abs(nearest), 1e-8)
                worst[k] = max(worst[k], abs(dw[i] - nearest) / size)
        errors.append((worst[0], worst[1]))
    return errors
