import numpy as np


def global_norm(grads):
    """The length of all gradients together, as one number.

    grads is a list of arrays or numbers, of any shapes.
    """
    total = sum(np.sum(np.square(dw)) for dw in grads)
    return float(np.sqrt(total))
