"""Right: the sums written with their indices."""

import numpy as np


def dense_backward(dZ, X, W):
    return (
        np.einsum("nj,ij->ni", dZ, W),
        np.einsum("ni,nj->ij", X, dZ),
        np.einsum("nj->j", dZ),
    )
