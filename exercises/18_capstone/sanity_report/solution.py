import numpy as np


def sanity_report(model, X, y):
    """What a net shows before a long training: a dictionary with five keys.

    "first_loss", "expected", "learns_20", "gradient_error" and "same_twice".
    model has "params", "loss", "gradients", "train" and "predict".
    """
    loss, predict = model["loss"], model["predict"]
    params = [(W.copy(), b.copy()) for W, b in model["params"]]
    rows = np.random.default_rng(18).choice(len(X), 20, replace=False)
    X_20, y_20 = X[rows], y[rows]
    report = {"first_loss": loss(params, X, y)}
    logits = predict(params, X)
    report["expected"] = np.log(logits.shape[1])
    report["same_twice"] = np.array_equal(logits, predict(params, X))
    # nudge every number
    h, furthest, largest = 1e-5, 0.0, 0.0
    claims = model["gradients"](params, X_20, y_20)
    for pair, claimed in zip(params, claims, strict=True):
        for w, dw in zip(pair, claimed, strict=True):
            for i in np.ndindex(w.shape):
                kept = w[i]
                w[i] = kept + h
                above = loss(params, X_20, y_20)
                w[i] = kept - h
                slope = (above - loss(params, X_20, y_20)) / (2 * h)
                w[i] = kept
                furthest = max(furthest, abs(dw[i] - slope))
                largest = max(largest, abs(slope))
    report["gradient_error"] = furthest / largest
    # learn 20 samples by heart
    model["train"](params, X_20, y_20, 500)
    report["learns_20"] = loss(params, X_20, y_20) < 0.1
    return report
