"""Right: match, and the derivative of an activation from its output."""

import numpy as np


def act_backward(dA, Z, kind):
    match kind:
        case "relu":
            return np.where(Z > 0, dA, np.zeros(Z.shape))
        case "tanh":
            A = np.tanh(Z)
            return dA - dA * A**2
        case _:
            A = np.tanh(0.5 * Z)
            return dA * 0.25 * (1 - A**2)
