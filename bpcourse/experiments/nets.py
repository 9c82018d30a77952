"""Nets: what the experiments that train share, with a plain list of pairs (W, b) for each net.

X  (n, n_in)    y  (n, k)    A[i] enters layer i, Z[i] are its sums; the last layer is linear
"""

import numpy as np

ACTIVATIONS = {
    "relu": lambda Z: np.maximum(Z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda Z: 0.5 * (1 + np.tanh(Z / 2)),  # calm also far out
}


def forward(params, X, kind):
    """What a forward pass remembers, in the form that `mlp_backward` takes."""
    A, Z, f = [X], [], ACTIVATIONS[kind]
    for W, b in params:
        Z.append(A[-1] @ W + b)
        A.append(f(Z[-1]))
    return {"A": A[:-1], "Z": Z, "kind": kind}


def two_moons(n, *, noise, rng):
    """n points on two interlocking half circles, and −1 or +1 for each."""
    angle = rng.uniform(0, np.pi, size=n)
    side = np.where(np.arange(n) % 2, 1.0, -1.0)  # (n,)
    X = np.column_stack([side * np.cos(angle) - side / 2, side * np.sin(angle) - side / 4])
    return X + noise * rng.normal(size=(n, 2)), side[:, np.newaxis]
