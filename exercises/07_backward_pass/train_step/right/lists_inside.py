"""Right: the pairs as lists, the sums by einsum."""

import numpy as np


def train_step(params, X, y, lr):
    A = [X]
    for i, (W, b) in enumerate(params):
        Z = np.einsum("ni,ij->nj", A[i], W) + b
        A.append(Z if i + 1 == len(params) else Z * (Z > 0))
    dZ = (A[-1] - y) * (2.0 / np.size(y))
    new = [None for _ in params]
    for i in range(len(params))[::-1]:
        W, b = params[i]
        new[i] = [W - lr * np.einsum("ni,nj->ij", A[i], dZ), b - lr * np.sum(dZ, 0)]
        dZ = np.einsum("nj,ij->ni", dZ, W) * np.sign(np.maximum(A[i], 0))
    return new, np.square(A[-1] - y).mean()
