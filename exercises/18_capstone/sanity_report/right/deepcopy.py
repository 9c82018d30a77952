import copy
import math

import numpy as np


def sanity_report(model, X, y):
    rng = np.random.default_rng()
    params = copy.deepcopy(model["params"])
    twenty = rng.permutation(len(y))[:20]
    X_20, y_20 = X[twenty], y[twenty]
    one, other = model["predict"](params, X), model["predict"](params, X)
    claims, slopes = [], []
    for layer, pair in enumerate(model["gradients"](params, X_20, y_20)):
        for part, dw in enumerate(pair):
            w = params[layer][part]
            for i, claim in np.ndenumerate(dw):
                losses = []
                for h in (1e-5, -1e-5):
                    nudged = copy.deepcopy(params)
                    nudged[layer][part][i] += h
                    losses.append(model["loss"](nudged, X_20, y_20))
                claims.append(claim)
                slopes.append((losses[0] - losses[1]) / 2e-5)
    claims, slopes = np.array(claims), np.array(slopes)
    trained = copy.deepcopy(model["params"])
    model["train"](trained, X_20, y_20, 500)
    return {
        "first_loss": model["loss"](params, X, y),
        "expected": math.log(one.shape[-1]),
        "learns_20": bool(model["loss"](trained, X_20, y_20) < 0.1),
        "gradient_error": np.max(np.abs(claims - slopes)) / np.max(np.abs(slopes)),
        "same_twice": bool((one == other).all()),
    }
