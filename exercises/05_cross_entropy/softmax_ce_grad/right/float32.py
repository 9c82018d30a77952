"""Right: in single precision, with the one-hot table filled in."""

import numpy as np


def softmax_ce_grad(Z, y):
    hot = np.zeros(Z.shape, dtype=np.float32)
    np.put_along_axis(hot, np.asarray(y).astype(int)[:, None], 1, axis=1)
    E = np.exp((Z - Z.max(1)[:, None]).astype(np.float32))
    return E / (len(Z) * E.sum(1)[:, None]) - hot / len(Z)
