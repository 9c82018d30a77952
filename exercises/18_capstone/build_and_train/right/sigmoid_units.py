import numpy as np


def build_and_train(X, y, cfg):
    """Sigmoid units, Adam written out, and a small random start."""
    rng = np.random.default_rng(cfg["seed"])
    k = y.max() + 1
    w = [
        rng.uniform(-1, 1, size=(X.shape[1], cfg["hidden"])),
        np.zeros((1, cfg["hidden"])),
        rng.uniform(-0.3, 0.3, size=(cfg["hidden"], k)),
        np.zeros((1, k)),
    ]
    m, s, t = [0.0] * 4, [0.0] * 4, 0

    def forward(X):
        A = 1 / (1 + np.exp(-(X @ w[0] + w[1])))
        return A, A @ w[2] + w[3]

    for _ in range(cfg["epochs"]):
        for rows in batches(rng.permutation(len(X)), cfg["size"]):
            A, Z = forward(X[rows])
            P = np.exp(Z - Z.max(axis=1, keepdims=True))
            dZ = P / P.sum(axis=1, keepdims=True)
            dZ[range(len(rows)), y[rows]] -= 1
            dZ /= len(rows)
            dA = dZ @ w[2].T * A * (1 - A)
            ones = np.ones((1, len(rows)))
            t += 1
            for i, g in enumerate([X[rows].T @ dA, ones @ dA, A.T @ dZ, ones @ dZ]):
                m[i] = 0.9 * m[i] + 0.1 * g
                s[i] = 0.999 * s[i] + 0.001 * g * g
                w[i] = w[i] - cfg["lr"] * (m[i] / (1 - 0.9**t)) / (
                    np.sqrt(s[i] / (1 - 0.999**t)) + 1e-8
                )
    return lambda X_new: forward(X_new)[1]


def batches(order, size):
    while len(order):
        yield order[:size]
        order = order[size:]
