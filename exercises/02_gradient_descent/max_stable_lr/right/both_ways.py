"""Right: the largest entry of the diagonal, after a rotation that makes H diagonal."""

import numpy as np


def max_stable_lr(H):
    _, directions = np.linalg.eigh(np.asarray(H, dtype=float))
    along = np.einsum("ij,ik,kj->j", directions, H, directions)
    return 2.0 * np.min(1.0 / along[along > 1e-12 * along.max()])
