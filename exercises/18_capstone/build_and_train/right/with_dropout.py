import numpy as np


def build_and_train(X, y, cfg):
    """A little dropout in training, and none in use."""
    rng = np.random.default_rng(cfg["seed"])
    sizes = X.shape[1], cfg["hidden"], int(y.max()) + 1
    params = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        params += [np.sqrt(2 / n_in) * rng.normal(size=(n_in, n_out)), np.zeros(n_out)]
    velocities = [np.zeros(w.shape) for w in params]
    for _ in range(cfg["epochs"]):
        order = rng.permutation(len(X))
        for rows in np.split(order, range(cfg["size"], len(X), cfg["size"])):
            W1, b1, W2, b2 = params
            Z1 = X[rows] @ W1 + b1
            mask = (rng.random(Z1.shape) >= 0.05) / 0.95
            A = np.maximum(Z1, 0) * mask
            Z2 = A @ W2 + b2
            Z2 = Z2 - Z2.max(axis=1, keepdims=True)
            P = np.exp(Z2) / np.exp(Z2).sum(axis=1, keepdims=True)
            dZ2 = (P - np.eye(sizes[2])[y[rows]]) / len(rows)
            dZ1 = dZ2 @ W2.T * mask * (Z1 > 0)
            grads = X[rows].T @ dZ1, dZ1.sum(axis=0), A.T @ dZ2, dZ2.sum(axis=0)
            velocities = [0.9 * v + g for v, g in zip(velocities, grads)]
            params = [w - cfg["lr"] * v for w, v in zip(params, velocities)]

    def predict(X_new):
        W1, b1, W2, b2 = params
        return np.maximum(X_new @ W1 + b1, 0) @ W2 + b2

    return predict
