import numpy as np


def sanity_report(model, X, y):
    """One array after the other, each shifted as a whole by a table with a single number."""
    first, loss = [[1.0 * W, 1.0 * b] for W, b in model["params"]], model["loss"]
    rows = np.random.default_rng(5).permutation(len(X))[:20]
    claims = model["gradients"](first, X[rows], y[rows])
    off, steepest = [0.0], [0.0]
    for layer, pair in enumerate(first):
        for part in (0, 1):
            kept, slopes = pair[part], np.zeros(pair[part].size)
            for place in range(kept.size):
                nudge = np.zeros(kept.size)
                nudge[place] = 5e-6
                nudge = nudge.reshape(kept.shape)
                pair[part] = kept + nudge
                slopes[place] = loss(first, X[rows], y[rows])
                pair[part] = kept - nudge
                slopes[place] -= loss(first, X[rows], y[rows])
            pair[part] = kept
            slopes = slopes / 1e-5
            off.append(np.abs(slopes - np.ravel(claims[layer][part])).max())
            steepest.append(np.abs(slopes).max())
    answers = [model["predict"](first, X) for _ in "ab"]
    before = loss(first, X, y)
    model["train"](first, X[rows], y[rows], 500)
    return {
        "same_twice": bool(np.all(answers[0] == answers[1])),
        "gradient_error": max(off) / max(steepest),
        "learns_20": loss(first, X[rows], y[rows]) < 0.1,
        "expected": -np.log(1 / answers[0].shape[1]),
        "first_loss": before,
    }
