import numpy as np


def copied(params):
    return [tuple(np.array(w, dtype=float) for w in pair) for pair in params]


def gradient_error(model, X, y):
    params = copied(model["params"])
    grads = model["gradients"](params, X, y)
    distances, sizes = [], []
    for layer in range(len(params)):
        for w, dw in zip(params[layer], grads[layer]):
            slopes = np.zeros(w.shape)
            for i in np.ndindex(w.shape):
                old = w[i]
                w[i] = old + 1e-5
                slopes[i] = model["loss"](params, X, y)
                w[i] = old - 1e-5
                slopes[i] -= model["loss"](params, X, y)
                w[i] = old
            slopes /= 2e-5
            distances.append(np.abs(slopes - dw).max())
            sizes.append(np.abs(slopes).max())
    return max(distances) / max(sizes)


def learns(model, X, y):
    params = copied(model["params"])
    model["train"](params, X, y, 500)
    return model["loss"](params, X, y) < 0.1


def is_steady(model, X):
    params = copied(model["params"])
    return not np.any(model["predict"](params, X) != model["predict"](params, X))


def sanity_report(model, X, y):
    params = copied(model["params"])
    rows = np.random.default_rng(0).permutation(len(X))[:20]
    return {
        "first_loss": float(model["loss"](params, X, y)),
        "expected": float(np.log(model["predict"](params, X).shape[1])),
        "learns_20": bool(learns(model, X[rows], y[rows])),
        "gradient_error": float(gradient_error(model, X[rows], y[rows])),
        "same_twice": is_steady(model, X),
    }
