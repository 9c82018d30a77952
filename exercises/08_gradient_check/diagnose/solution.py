import numpy as np


def diagnose(case):
    """The name of the bug, from what is claimed and what is measured.

    case: n; claimed and measured with n samples; one, the same with a single one.
    """
    n, one = case["n"], case["one"]
    claimed, measured = case["claimed"], case["measured"]
    factors = []  # of each array, and nan where it has no common one
    for w in ("W1", "b1", "W2", "b2"):
        factor = np.sum(claimed[w] * measured[w]) / np.sum(measured[w] ** 2)
        off = np.abs(claimed[w] - factor * measured[w]).max()
        largest = max(np.abs(claimed[w]).max(), np.abs(measured[w]).max())
        factors.append(factor if off < 1e-5 * largest else np.nan)
    W1, b1, _, b2 = factors
    if np.allclose(factors, 1, rtol=1e-3):
        return "right"
    if np.allclose(factors, n, rtol=1e-3):
        return "mean forgotten"
    if np.allclose(factors, 1 / n, rtol=1e-3):
        return "mean twice"
    if np.allclose([b1, b2], 1 / n, rtol=1e-3):
        return "bias mean"
    if b1 == 0:
        return "bias missing"
    if np.allclose([W1, b1], -1, rtol=1e-3):
        return "sign"
    a = one["a"]
    ratio = one["claimed"]["b1"] / one["measured"]["b1"]
    if np.allclose(ratio, 1 / (1 - a**2), rtol=1e-3):
        return "slope forgotten"
    if np.allclose(ratio, a / (1 + a), rtol=1e-3):
        return "wrong slope"
    return "no transpose"
