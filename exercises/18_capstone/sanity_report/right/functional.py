import numpy as np


def sanity_report(model, X, y):
    """Nudged nets are new lists, and the first weights are never touched."""
    first = model["params"]
    rows = np.random.default_rng(3).choice(len(X), size=20, replace=False)

    def nudged(layer, part, i, h):
        net = [list(pair) for pair in first]
        net[layer][part] = net[layer][part].copy()
        net[layer][part][i] += h
        return model["loss"](net, X[rows], y[rows])

    pairs = [
        (dw[i], (nudged(layer, part, i, 1e-5) - nudged(layer, part, i, -1e-5)) / 2e-5)
        for layer, grads in enumerate(model["gradients"](first, X[rows], y[rows]))
        for part, dw in enumerate(grads)
        for i in np.ndindex(dw.shape)
    ]
    claims, slopes = np.array(pairs).T
    net = [(W.copy(), b.copy()) for W, b in first]
    model["train"](net, X[rows], y[rows], 500)
    Y = model["predict"](first, X)
    report = {}
    report["learns_20"] = model["loss"](net, X[rows], y[rows]) < 0.1
    report["first_loss"] = model["loss"](first, X, y)
    report["expected"] = np.log(Y.shape[1])
    report["gradient_error"] = np.linalg.norm(claims - slopes, np.inf) / np.linalg.norm(slopes, np.inf)
    report["same_twice"] = np.array_equal(Y, model["predict"](first, X))
    return report
