import numpy as np


def act_backward(dA, Z, kind):
    """The way back through A = f(Z), where f is "relu", "tanh" or "sigmoid".

    dA and Z have the same shape. Returns dZ, of that shape.
    """
    if kind == "relu":
        slope = Z > 0  # the gate: open or shut
    elif kind == "tanh":
        slope = 1 - np.tanh(Z) ** 2
    else:
        s = 0.5 * (1 + np.tanh(Z / 2))  # the sigmoid, calm also far out
        slope = s * (1 - s)
    return dA * slope
