import numpy as np


def init_he(n_in, n_out, rng):
    return np.sqrt(2 / n_in) * rng.normal(size=(n_in, n_out))


def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    parts = [order[start : start + size] for start in range(0, len(X), size)]
    return [(X[rows], y[rows]) for rows in parts]


def mlp_forward(params, X):
    A, Z = [X], []
    for layer, (W, b) in enumerate(params):
        Z.append(A[layer] @ W + b)
        if layer < len(params) - 1:
            A.append(np.maximum(Z[-1], 0))
    return {"A": A, "Z": Z}


def mlp_backward(params, cache, y):
    A, Z = cache["A"], cache["Z"]
    E = np.exp(Z[-1] - Z[-1].max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dZ = (P - np.eye(P.shape[1])[y]) / len(y)
    grads = []
    for layer in reversed(range(len(params))):
        grads.insert(0, (A[layer].T @ dZ, dZ.sum(axis=0)))
        if layer > 0:
            dZ = (dZ @ params[layer][0].T) * (A[layer] > 0)
    return grads


def adam_step(w, g, state, lr, b1, b2, eps):
    m, v, t = state["m"], state["v"], state["t"] + 1
    m = [b1 * old + (1 - b1) * slope for old, slope in zip(m, g)]
    v = [b2 * old + (1 - b2) * slope**2 for old, slope in zip(v, g)]
    moved = []
    for weight, mean, square in zip(w, m, v):
        m_hat = mean / (1 - b1**t)
        v_hat = square / (1 - b2**t)
        moved.append(weight - lr * m_hat / (np.sqrt(v_hat) + eps))
    return moved, {"m": m, "v": v, "t": t}


def build_and_train(X, y, cfg):
    rng = np.random.default_rng(cfg["seed"])
    k = len(np.unique(y))
    params = [
        (init_he(X.shape[1], cfg["hidden"], rng), np.zeros(cfg["hidden"])),
        (init_he(cfg["hidden"], k, rng), np.zeros(k)),
    ]
    zeros = [np.zeros_like(w) for pair in params for w in pair]
    state = {"m": zeros, "v": zeros, "t": 0}
    for _ in range(cfg["epochs"]):
        for X_batch, y_batch in minibatches(X, y, cfg["size"], rng):
            cache = mlp_forward(params, X_batch)
            grads = mlp_backward(params, cache, y_batch)
            w = [w for pair in params for w in pair]
            g = [g for pair in grads for g in pair]
            w, state = adam_step(w, g, state, cfg["lr"], 0.9, 0.999, 1e-8)
            params = [(w[0], w[1]), (w[2], w[3])]

    def predict(X_new):
        return mlp_forward(params, X_new)["Z"][-1]

    return predict
