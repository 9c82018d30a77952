"""Right: a copy, with zeros put behind shut gates."""

import numpy as np


def act_backward(dA, Z, kind):
    dZ = dA.astype(float)
    if kind == "relu":
        dZ[Z <= 0] = 0
    elif kind == "tanh":
        dZ *= (1 - np.tanh(Z)) * (1 + np.tanh(Z))
    else:
        e = np.exp(-np.abs(Z))
        dZ *= e / (1 + e) ** 2
    return dZ
