import numpy as np


def build_and_train(X, y, cfg):
    """Build a net with one hidden layer, train it, and return its `predict`.

    X (n, n_in), y (n,) labels. cfg has "hidden", "lr", "epochs", "size" and "seed".
    predict(X_new) gives the logits (n_new, k).
    """
    rng, k = np.random.default_rng(cfg["seed"]), y.max() + 1
    n, n_in, hidden = *X.shape, cfg["hidden"]
    W1, b1 = np.sqrt(2 / n_in) * rng.normal(size=(n_in, hidden)), np.zeros(hidden)
    W2, b2 = np.sqrt(1 / hidden) * rng.normal(size=(hidden, k)), np.zeros(k)
    velocities = [np.zeros_like(w) for w in (W1, b1, W2, b2)]
    for _ in range(cfg["epochs"]):
        shuffled = rng.permutation(n)
        for start in range(0, n, cfg["size"]):
            rows = shuffled[start : start + cfg["size"]]
            # forward
            A = np.maximum(X[rows] @ W1 + b1, 0)
            Z = A @ W2 + b2
            # output delta
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            dZ = (E / E.sum(axis=1, keepdims=True) - np.eye(k)[y[rows]]) / len(rows)
            # pass back, and parameter gradients
            dA = dZ @ W2.T * (A > 0)
            grads = X[rows].T @ dA, dA.sum(axis=0), A.T @ dZ, dZ.sum(axis=0)
            # update, with momentum
            for w, v, g in zip((W1, b1, W2, b2), velocities, grads, strict=True):
                v[:] = 0.9 * v + g
                w -= cfg["lr"] * v
    return lambda X_new: np.maximum(X_new @ W1 + b1, 0) @ W2 + b2
