import numpy as np


def max_stable_lr(H):
    """The largest stable learning rate in the bowl w H w / 2.

    H (n_w, n_w) is symmetric, with no eigenvalue below 0 and at least one above.
    Returns one number.
    """
    steepest = np.linalg.eigvalsh(H)[-1]
    return 2 / steepest
